"""
Templates that an office edits in its word processor: checked when they come in, then filled.

What a template may do is little, and named: put in a variable, leave a part out, repeat a
paragraph. Everything else that the language of the tags knows is refused, so that no template can
reach beyond its letter or keep the worker busy for ever.
"""

import io
import re
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from lianxin.base.paper import letter as form
from lianxin.base.paper import word
from lianxin.base.paper.archives import Unsafe, look_into
from lianxin.base.paper.fonts import word_runs
from lianxin.base.paper.fonts.roles import ROLES, Role
from lianxin.base.paper.letter import Letter
from lianxin.base.paper.qr import Code
from lianxin.base.paper.reasons import Reason, because
from lianxin.base.paper.variables import LISTS, VARIABLES

ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If),
    *(nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or),
    *(nodes.Filter, nodes.Getattr),
)
FILTERS = ("join", "length", "first", "last", "default", "trim", "escape", "e")
OF_LOOPS = ("index", "first", "last")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
ENDS = re.compile(r"\{\{|\{%|\}\}|%\}")
NOT_THIS = _("A template may not do this: %(what)s.")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
LARGEST, MOST_PARTS = 30_000_000, 800  # unpacked bytes, files in the archive
DANGERS = ("vbaproject.bin", "activex", "embeddings/")


@dataclass
class Checked:
    """What was found in a template; `data` is it with torn tags put together."""

    data: bytes
    faults: list[Reason] = field(default_factory=list)
    mended: int = 0


def check(data: bytes) -> Checked:
    """Look at a template: is it a document, are its tags whole, does it ask for what there is."""
    fault = _not_a_document(data)
    if fault:
        return Checked(data, [fault])
    document = Document(io.BytesIO(data))
    mended = sum(_mend(paragraph) for paragraph in _paragraphs(document))
    torn = [fault for each in _paragraphs(document) if (fault := _torn(each))]
    out = io.BytesIO()
    document.save(out)
    checked = Checked(out.getvalue(), torn, mended)
    if not torn:
        checked.faults = _asked_for(checked.data)
    return checked


def fill(data: bytes, letter: Letter, code: Code | None = None) -> bytes:
    """A letter from a template, with rare characters in fonts that have them."""
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    about = template.docx.core_properties
    for name in PROPERTIES:  # these would be filled in as well, unseen by whoever checks
        setattr(about, name, "")
    template.render(_values(letter, code), jinja_env=_environment(), autoescape=True)
    made = io.BytesIO()
    template.docx.save(made)
    document = Document(made)
    document.core_properties.title = word.plain(letter.heading)
    document.core_properties.author = word.plain(letter.sign)
    for paragraph in _paragraphs(document):
        _settle(paragraph)
    if code:
        section = document.sections[0]
        first = section.different_first_page_header_footer
        head = section.first_page_header if first else section.header
        word.put_code(head, code, form.CODE_SIZE, form.code_place())
    return word.as_bytes(document)


def to_begin_with() -> bytes:
    """The platform's own form with tags in it: what an office changes."""
    tags = {name: f"{{{{ {name} }}}}" for name in VARIABLES}
    kept = ("organ", "to", "sign", "number", "contact", "copies", "mark", "signer", "enclosed")
    letter = Letter(
        title=("{%p for line in title_lines %}", "{{ line }}", "{%p endfor %}"),
        paragraphs=("{%p for paragraph in paragraphs %}", "{{ paragraph }}", "{%p endfor %}"),
        day=None,
        superseded=tags["superseded"],
        **{name: tags[name] for name in kept},
    )
    document = word.letter_document(form.typeset(letter))
    for paragraph in (*document.paragraphs, *document.sections[0].first_page_header.paragraphs):
        text = paragraph.text
        if text == form.chinese_day(None):
            _say(paragraph, tags["day"])
        for name, label in (("mark", "类别："), ("signer", "签发人：")):
            old = label + tags[name]
            if old in text:
                _say(paragraph, text.replace(old, f"{{% if {name} %}}{old}{{% endif %}}"))
        for name in ("contact", "copies", "enclosed"):
            if tags[name] in text:
                _only_if(paragraph, name)
    return word.as_bytes(document)


def _say(paragraph, text):
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        paragraph._p.remove(run._r)


def _only_if(paragraph, name):
    for text, put in (
        (f"{{%p if {name} %}}", paragraph._p.addprevious),
        ("{%p endif %}", paragraph._p.addnext),
    ):
        fresh = OxmlElement("w:p")
        put(fresh)
        Paragraph(fresh, paragraph._parent).add_run(text)


# Checking


def _not_a_document(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = [part.filename.lower() for part in parts]
            large = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST
            if large:
                return because(_("The document is too large; take out its pictures."))
            if "word/document.xml" not in names:
                return because(_("This is no Word document (.docx)."))
            if any(danger in name for name in names for danger in DANGERS):
                return because(_("The document holds macros or other files; save it without."))
            look_into(data, most=LARGEST)
            ties = [archive.read(part) for part in parts if part.filename.endswith(".rels")]
        if any(_leads_outside(each) for each in ties):
            return because(_("The document takes parts from elsewhere; save them inside it."))
        Document(io.BytesIO(data))
    except Unsafe as fault:
        return fault.reason
    except Exception:  # noqa: BLE001 -- whatever a broken archive raises, it is no document
        return because(_("This is no Word document (.docx), or it is damaged."))
    return None


def _leads_outside(ties: bytes) -> bool:
    """Whether a part is fetched from another place; a link that one clicks on is none."""
    found = re.findall(rb"<Relationship\b[^>]*>", ties)
    return any(b'"External"' in each and b"/hyperlink" not in each for each in found)


def _paragraphs(document):
    """Every paragraph: of the text, of tables and text boxes, of heads and feet."""
    roots = [document.element.body]
    for section in document.sections:
        ends = [section.header, section.first_page_header, section.even_page_header]
        ends += [section.footer, section.first_page_footer, section.even_page_footer]
        roots += [end._element for end in ends if not end.is_linked_to_previous]
    for root in dict.fromkeys(roots):
        yield from root.iter(qn("w:p"))


def _texts(paragraph):
    return [each for each in paragraph.iter(qn("w:t")) if each.text]


def _mend(paragraph) -> int:
    """Word processors tear a tag into several runs: put it together in the first of them."""
    texts = _texts(paragraph)
    whole, mended = "".join(each.text for each in texts), 0
    for found in reversed(list(TAG.finditer(whole))):
        start = 0
        touched = []
        for each in texts:
            end = start + len(each.text)
            if start < found.end() and end > found.start():
                touched.append((each, start))
            start = end
        if len(touched) < 2:
            continue
        mended += 1
        (first, at), (last, last_at) = touched[0], touched[-1]
        rest = last.text[found.end() - last_at :]
        first.text = first.text[: found.start() - at] + found.group()
        for each, _at in touched[1:-1]:
            each.text = ""
        last.text = rest
        last.set(SPACE, "preserve")
        texts = _texts(paragraph)
    return mended


def _torn(paragraph):
    """A tag that has only one of its ends in this paragraph."""
    whole = "".join(each.text for each in _texts(paragraph))
    left = TAG.sub("", whole)
    if ENDS.search(left):
        return because(_("A tag is not closed or not opened: “%(text)s”."), text=whole[:60])
    return None


def _asked_for(data):
    environment, faults = _environment(), []
    for source in _sources(data):
        try:
            tree = environment.parse(source)
        except TemplateError as fault:
            text = _("A tag is not understood: “%(text)s” (%(why)s).")
            faults.append(because(text, text=_line_of(source, fault), why=str(fault.message)[:80]))
            continue
        faults += _beyond(tree)
    if faults:
        return faults
    try:  # a document that is filled must be one that can be opened
        Document(io.BytesIO(fill(data, Letter("甲", ("乙",), "丙：", ("丁 <&>",), "戊", None))))
    except Exception as fault:  # noqa: BLE001 -- whatever it is, the template is to blame
        return [because(_("The template cannot be filled: %(why)s"), why=str(fault)[:200])]
    return []


def _sources(data):
    """The text of the document, its heads and feet, as the language of the tags reads it."""
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8", "replace"))


def _line_of(source, fault):
    lines = source.splitlines() or [""]
    text = lines[min(max((fault.lineno or 1) - 1, 0), len(lines) - 1)]
    tags = TAG.findall(text) or [re.sub(r"<[^>]+>", "", text)]
    return tags[0][:60]


def _beyond(tree):
    """Faults of a tree of tags: what is not allowed, what is not known."""
    loops = list(tree.find_all(nodes.For))
    own = {loop.target.name for loop in loops if isinstance(loop.target, nodes.Name)} | {"loop"}
    asked = {node.name for node in tree.find_all(nodes.Name)}
    unknown = _("There is no “%(name)s” to put in; the list of names stands beside.")
    return [
        *(because(NOT_THIS, what=each) for each in dict.fromkeys(_not_allowed(tree))),
        *(fault for loop in loops if (fault := _odd_loop(loop))),
        *(because(unknown, name=name) for name in sorted(asked - own - set(VARIABLES))),
    ]


def _not_allowed(tree):
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            yield type(node).__name__.lower()
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield node.name
        elif isinstance(node, nodes.Getattr):
            of_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
            if not of_loop or node.attr not in OF_LOOPS:
                yield f".{node.attr}"


def _odd_loop(loop):
    if not isinstance(loop.iter, nodes.Name) or loop.iter.name not in LISTS:
        return because(_("Only “paragraphs” and “title_lines” can be gone through."))
    if any(inner is not loop for inner in loop.find_all(nodes.For)):
        return because(_("One repetition may not stand inside another."))
    return None


# Filling


def _environment():
    return SandboxedEnvironment(autoescape=True)


def _values(letter: Letter, code: Code | None) -> dict[str, Any]:
    told = {name: getattr(letter, name, "") for name in VARIABLES}
    return told | {
        "title": letter.heading,
        "title_lines": list(letter.title),
        "paragraphs": list(letter.paragraphs),
        "day": form.chinese_day(letter.day),
        "code": code.words[0] if code and code.words else "",
    }


def _settle(paragraph):
    """Where a run's own font cannot have a character, that character gets another font."""
    for run in list(paragraph.iter(qn("w:r"))):
        role = _role_of(run)
        texts = [each for each in run.findall(qn("w:t")) if each.text]
        told = {text: list(word_runs(role, text.text)) for text in texts}
        if all(font == role.named for pieces in told.values() for _piece, font in pieces):
            continue
        for child in [each for each in run if each.tag != qn("w:rPr")]:
            for piece, font in told.get(child, [(None, role.named)]):
                made = OxmlElement("w:r")
                made.append(deepcopy(run.get_or_add_rPr()))
                made.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
                made.append(child if piece is None else _text(piece))
                run.addprevious(made)
        run.getparent().remove(run)


def _text(piece):
    made = OxmlElement("w:t", {SPACE: "preserve"})
    made.text = piece
    return made


def _role_of(run):
    found = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    named = found.get(qn("w:eastAsia"), "") if found is not None else ""
    known = {role.named: role for role in ROLES.values()}
    return known.get(named) or Role(named or ROLES["plain"].named, (), ROLES["plain"].holds)
