"""Collecting, merging and checking translations, on a source of two lines."""

import gettext
from pathlib import Path

import pytest
from tools import messages

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path):
    """A page that says two things, one of them translated in a fragment."""
    write(tmp_path / "src/app/views.py", 'a = _("Send")\nb = _("%(n)s days left")\n')
    write(
        tmp_path / "src/app/templates/app/page.html",
        '{% load i18n %}{% translate "Send" %}{% blocktranslate trimmed %}\n One\n text\n'
        "{% endblocktranslate %}",
    )
    write(tmp_path / "locale/parts/a.po", HEADER + '\nmsgid "Send"\nmsgstr "送出"\n')
    return tmp_path


def po(project: Path) -> Path:
    return project / "locale/zh_Hans/LC_MESSAGES/django.po"


def said(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


def translate_all(project: Path) -> None:
    rest = '\nmsgid "%(n)s days left"\nmsgstr "剩 %(n)s 天"\n\nmsgid "One text"\nmsgstr "一段话"\n'
    write(project / "locale/parts/b.po", HEADER + rest)


def test_texts_without_a_translation_are_named(project, capsys):
    assert messages.main(project) == 0
    assert said(capsys) == [
        "no translation: '%(n)s days left'",
        "no translation: 'One text'",
        "1 of 3 texts are translated, 2 faults",
    ]
    assert messages.main(project, "--check") == 1


def test_a_complete_translation_passes_and_is_compiled(project, capsys):
    translate_all(project)
    messages.main(project)
    assert messages.main(project, "--check") == 0
    assert said(capsys)[-1] == "3 of 3 texts are translated, 0 faults"
    with po(project).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("One text") == "一段话"


def test_doing_it_again_changes_nothing(project):
    translate_all(project)
    messages.main(project)
    first = po(project).read_bytes()
    messages.main(project)
    assert po(project).read_bytes() == first


def test_a_new_text_makes_the_catalogue_stale(project, capsys):
    translate_all(project)
    messages.main(project)
    write(project / "src/app/forms.py", 'c = _("New")\n')
    capsys.readouterr()
    assert messages.main(project, "--check") == 1
    assert said(capsys) == [
        "no translation: 'New'",
        "locale/zh_Hans/LC_MESSAGES/django.po is stale; run: make messages",
        "3 of 4 texts are translated, 2 faults",
    ]


def test_the_catalogue_wins_over_a_fragment_unless_told_otherwise(project, capsys):
    messages.main(project)
    write(project / "locale/parts/a.po", HEADER + '\nmsgid "Send"\nmsgstr "寄出"\n')
    capsys.readouterr()
    messages.main(project)
    assert said(capsys)[0] == "note: two translations, the catalogue's is kept: 'Send'"
    assert 'msgstr "送出"' in po(project).read_text("utf-8")
    messages.main(project, "--take-parts")
    assert 'msgstr "寄出"' in po(project).read_text("utf-8")


def test_a_lost_placeholder_is_a_fault(project, capsys):
    translate_all(project)
    part = project / "locale/parts/b.po"
    write(part, part.read_text("utf-8").replace("剩 %(n)s 天", "剩下几天"))
    messages.main(project)
    capsys.readouterr()
    assert messages.main(project, "--check") == 1
    assert "'msgstr'" in said(capsys)[0]


def test_a_text_inside_an_f_string_is_a_fault(project):
    write(project / "src/app/rules.py", """d = f"{_('Lost')}: 1" """)
    assert list(messages.unseen(project / "src")) == [
        "app/rules.py:1: a text in an f-string, which gettext cannot see"
    ]


def test_a_translation_nobody_needs_is_noted(project, capsys):
    write(project / "locale/parts/c.po", HEADER + '\nmsgid "Old"\nmsgstr "旧"\n')
    messages.main(project)
    assert said(capsys)[0] == "note: a fragment translates what no page says: 'Old'"
