"""The database itself refuses to change a fact; a correction is a new one."""

from django.db import migrations


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statement = (
            "CREATE TRIGGER facts_fact_append_only BEFORE UPDATE OR DELETE ON facts_fact "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    else:
        statement = (
            "CREATE TRIGGER facts_fact_append_only BEFORE UPDATE ON facts_fact "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial"), ("records", "0002_append_only")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
