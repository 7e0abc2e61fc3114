"""Templates that an office edits: what is wrong is said when they come in, and nothing gets out."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Pt

from lianxin.base.paper import own_form_file, scans, tags
from lianxin.base.paper.fonts import MissingGlyph
from lianxin.base.paper.qr import Code
from tests.base.test_letter import LETTER

CODE = Code("HTTPS://EXAMPLE.ORG/P/ABCDEFGHJKLMNPQR", ("编号 ABCD",))
LOOP = ("{%p for each in paragraphs %}", "{{ each }}", "{%p endfor %}")


def document_of(*lines):
    document = Document()
    for text in lines:
        document.add_paragraph(text)
    return document


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def template(*lines):
    return saved(document_of(*lines))


def faults(data):
    return [str(fault) for fault in tags.check(data).faults]


def filled(data, letter=LETTER):
    return Document(io.BytesIO(tags.fill(tags.check(data).data, letter, CODE)))


def texts(document):
    return [line.text for line in document.paragraphs if line.text]


def test_the_own_form_is_what_the_code_makes_and_has_no_fault():
    assert own_form_file() == tags.to_begin_with()
    assert faults(own_form_file()) == []


def test_the_own_form_filled_says_what_the_letter_says():
    found = texts(filled(own_form_file()))
    assert found[0] == f"\t{LETTER.number}"
    assert found[1:] == [
        *LETTER.title,
        LETTER.to,
        *LETTER.paragraphs,
        "附件：征询意见表",
        LETTER.sign,
        "2026年4月5日",
        "（联系人：路平安，电话：0826-5220018）",
        "抄送：县人大常委会选任联工委，县政府督查室。",
    ]


def test_what_looks_like_markup_stays_text():
    odd = LETTER.__class__(**(LETTER.__dict__ | {"to": "<b>&{{ sign }}{% x"}))
    assert texts(filled(template("{{ to }}"), odd)) == ["<b>&{{ sign }}{% x"]


def test_the_code_is_put_on_whatever_the_template_is():
    document = filled(template("{{ to }}"))
    parts = document.sections[0].header.part.related_parts.values()
    pictures = [part.blob for part in parts if hasattr(part, "image")]
    assert scans.codes_in(pictures[0], "image/png") == [[CODE.address]]


def test_a_torn_tag_is_put_together_and_keeps_its_looks():
    document = document_of("")
    paragraph = document.paragraphs[0]
    for n, piece in enumerate(("致：{", "{ t", "o }", "}！")):
        run = paragraph.add_run(piece)
        run.bold, run.font.size = n == 0, Pt(16)
    checked = tags.check(saved(document))
    assert (checked.faults, checked.mended) == ([], 1)
    whole = Document(io.BytesIO(checked.data)).paragraphs[0].runs
    assert [run.text for run in whole if run.text] == ["致：{{ to }}", "！"]
    assert whole[0].bold is True


def test_a_broken_tag_is_named(english):
    assert faults(template("致 {{ to ：")) == ["A tag is not closed or not opened: “致 {{ to ：”."]
    assert faults(template("to }} 您好")) == ["A tag is not closed or not opened: “to }} 您好”."]


def test_an_unfinished_repetition_is_named(english):
    told = faults(template(*LOOP[:2]))
    assert len(told) == 1
    assert told[0].startswith("A tag is not understood: “")


def test_an_unknown_name_is_named(english):
    assert faults(template("{{ too }}{{ organ }}")) == [
        "There is no “too” to put in; the list of names stands beside."
    ]


@pytest.mark.parametrize(
    ("tag", "what"),
    [
        ("{{ to.__class__ }}", ".__class__"),
        ("{{ range(9) }}", "call"),
        ("{% set a = 1 %}", "assign"),
        ("{{ to|attr('x') }}", "attr"),
        ("{{ 9 ** 9 }}", "pow"),
        ("{% include 'x' %}", "include"),
        ("{{ paragraphs[0] }}", "getitem"),
        ("{% macro a() %}{% endmacro %}", "macro"),
    ],
)
def test_what_a_template_may_not_do_is_refused(english, tag, what):
    assert f"A template may not do this: {what}." in faults(template(tag))


def test_repetitions_within_repetitions_are_refused(english):
    inner = "{% for a in paragraphs %}{% for b in paragraphs %}{{ b }}{% endfor %}{% endfor %}"
    assert "One repetition may not stand inside another." in faults(template(inner))
    assert "Only “paragraphs” and “title_lines” can be gone through." in faults(
        template("{% for a in 'abc' %}{{ a }}{% endfor %}")
    )


def test_tags_in_heads_tables_and_properties_are_seen(english):
    document = document_of("{{ to }}")
    document.sections[0].header.paragraphs[0].text = "{{ nowhere }}"
    assert "There is no “nowhere” to put in" in faults(saved(document))[0]
    document = document_of("{{ to }}")
    document.add_table(1, 1).cell(0, 0).text = "{{ neither }}"
    assert "There is no “neither” to put in" in faults(saved(document))[0]
    document = document_of("{{ to }}")
    document.core_properties.title = "{{ range(9) }}"
    assert faults(saved(document)) == []
    assert filled(saved(document)).core_properties.title == LETTER.heading


def test_rare_characters_get_a_font_that_has_them():
    named = LETTER.__class__(**(LETTER.__dict__ | {"to": "沈𠮷禾代表："}))
    runs = filled(template("{{ to }}"), named).paragraphs[0].runs
    assert [(run.text, run._r.rPr.rFonts.get(qn_east())) for run in runs] == [
        ("沈", "宋体"),
        ("𠮷", "SimSun-ExtB"),
        ("禾代表：", "宋体"),
    ]
    with pytest.raises(MissingGlyph):
        filled(template("{{ to }}"), LETTER.__class__(**(LETTER.__dict__ | {"to": "\ue123"})))


def qn_east():
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"


def with_part(name, data):
    out = io.BytesIO(template("{{ to }}"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is no Word document (.docx), or it is damaged."),
        (b"PK\x03\x04 rubbish", "This is no Word document (.docx), or it is damaged."),
        (with_part("word/vbaProject.bin", b"x"), "The document holds macros or other files"),
        (with_part("word/media/x.bin", b"0" * 31_000_000), "The document is too large"),
        (
            with_part(
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Id="a" Type="x/attachedTemplate" '
                b'Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>',
            ),
            "The document takes parts from elsewhere",
        ),
    ],
    ids=["empty", "damaged", "macros", "bomb", "fetches"],
)
def test_what_is_no_harmless_document_is_refused(english, data, sentence):
    assert [fault.startswith(sentence) for fault in faults(data)] == [True]
