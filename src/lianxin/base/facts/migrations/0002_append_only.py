"""
The database itself refuses to change a fact; a correction is a new one.

Its key alone may change, once its step was taken back: when the step is made again, so is the fact.
"""

from django.db import migrations


PLAIN = (
    "id, cell_id, kind, on, person_id, mandate_id, venue_id, group_id, unit_id, quantity, "
    "source_type, source_id, root_type, root_id, title, entry_id, confirmed_by, supersedes_id"
).split(", ")


def guard(apps, schema_editor):
    names = ", ".join(f'"{name}"' for name in PLAIN)
    if schema_editor.connection.vendor == "postgresql":
        statement = (
            f"CREATE TRIGGER facts_fact_append_only BEFORE UPDATE OF {names} OR DELETE "
            "ON facts_fact FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    else:
        statement = (
            f"CREATE TRIGGER facts_fact_append_only BEFORE UPDATE OF {names} ON facts_fact "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial"), ("records", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
