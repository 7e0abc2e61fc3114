# The words themselves: a full-text table beside the texts on SQLite, a column on PostgreSQL.

from django.db import migrations

POSTGRES = (
    "ALTER TABLE search_searchdoc ADD COLUMN words tsvector",
    "CREATE INDEX search_words_gin ON search_searchdoc USING gin (words) WITH (fastupdate = off)",
)
SQLITE = (
    # contentless: the texts are not kept a second time
    "CREATE VIRTUAL TABLE search_words USING fts5"
    "(scope, title, body, content='', tokenize='unicode61 remove_diacritics 0')",
)


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRES if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_searchdoc DROP COLUMN words")
    else:
        schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
