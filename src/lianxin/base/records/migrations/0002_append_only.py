"""
The database itself refuses to change the book (deleting too, on PostgreSQL).

Of an entry only its place in the chain is filled in, once, after it was written.
"""

from django.db import migrations

PLAIN = (
    "id, cell_id, root_type, root_id, subject_type, subject_id, move, before, after, round, "
    "seat_id, user_id, role, who, on_behalf_of, channel, happened_at, recorded_at, cause_id, "
    "text_digest"
).split(", ")


def quoted(names):
    return ", ".join(f'"{name}"' for name in names)


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = [
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$",
            "CREATE TRIGGER records_entry_append_only BEFORE UPDATE OF "
            f"{quoted(PLAIN)} ON records_entry FOR EACH ROW EXECUTE FUNCTION append_only()",
            "CREATE TRIGGER records_entry_sealed BEFORE UPDATE ON records_entry FOR EACH ROW "
            "WHEN (OLD.seq IS NOT NULL) EXECUTE FUNCTION append_only()",
            "CREATE TRIGGER records_entry_kept BEFORE DELETE ON records_entry "
            "FOR EACH ROW EXECUTE FUNCTION append_only()",
            "CREATE TRIGGER records_clockevent_append_only BEFORE UPDATE OR DELETE ON "
            "records_clockevent FOR EACH ROW EXECUTE FUNCTION append_only()",
        ]
    else:
        refuse = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        statements = [
            f"CREATE TRIGGER records_entry_append_only BEFORE UPDATE OF {quoted(PLAIN)} "
            f"ON records_entry {refuse}",
            "CREATE TRIGGER records_entry_sealed BEFORE UPDATE ON records_entry "
            f"WHEN OLD.seq IS NOT NULL {refuse}",
            f"CREATE TRIGGER records_clockevent_append_only BEFORE UPDATE ON records_clockevent "
            f"{refuse}",
        ]
    for statement in statements:
        schema_editor.execute(statement, params=None)  # else psycopg takes % for a placeholder


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
