"""What the worker does with paper: typesets it, checks templates, reads codes. Heavy by nature."""

from typing import Any

from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from lianxin.base.files.actions import content_of
from lianxin.base.paper import pdf, tags, word
from lianxin.base.paper.letter import Letter
from lianxin.base.paper.qr import Code
from lianxin.base.paper.reasons import WithReason, because
from lianxin.base.paper.stored import from_json
from lianxin.base.prints.models import LetterTemplate, Print
from lianxin.base.prints.queries import Kind

SITE_LIMIT = 120  # signs of an address that a code of this size still holds


def code_of(found: Print) -> Code:
    """The square code of a print; in capitals it takes half as much room."""
    address = f"{found.site}/p/{found.token}".upper()[:SITE_LIMIT]
    with override("zh-hans"):
        return Code(
            address, (f"系统生成 · 编号 {found.code}", "扫码查看；签章后的扫描件凭此码归档")
        )


def make(found: Print) -> tuple[dict[str, bytes], dict[str, Any]]:
    """({format: bytes}, {format: why not}) of a print; one does not hold up the other."""
    paper, code = from_json(found.content), code_of(found)
    made: dict[str, bytes] = {}
    faults: dict[str, Any] = {}
    for name, writer in (("word", _as_word), ("pdf", _as_pdf)):
        try:
            made[name] = writer(found, paper, code)
        except WithReason as fault:
            faults[name] = fault.reason.as_json()
    return made, faults


def _as_word(found, paper, code):
    if not isinstance(paper, Letter):
        return word.write_printout(*paper, code=code)
    if found.template is None:
        return word.write_letter(paper, code)
    return tags.fill(content_of(found.template.upload), paper, code)


def _as_pdf(found, paper, code):
    if isinstance(paper, Letter):
        return pdf.write_letter(paper, code)
    return pdf.write_printout(*paper, code=code)


def checked(template: LetterTemplate, kind: Kind) -> tuple[tags.Checked, bytes | None]:
    """What the check of a template found, and what it makes of an invented letter."""
    found = tags.check(content_of(template.upload))
    if found.faults or kind.sample is None:
        return found, None
    try:
        preview = tags.fill(found.data, kind.sample(), Code("HTTPS://EXAMPLE.ORG/P/"))
    except WithReason as fault:
        found.faults = [fault.reason]
        return found, None
    return found, preview


NO_CODE = because(_("No square code could be read on it; tell which paper it is."))
OTHERS = because(_("Its code leads to no paper that you may file a scan with."))
BROKEN = because(_("The file cannot be opened; photograph or scan the paper once more."))


def tokens_on(page: list[str]) -> list[str]:
    """The tokens of our own papers among the texts of the codes of a page."""
    return [text.rsplit("/", 1)[-1] for text in page if "/P/" in text.upper()]


def groups(pages: list[list[str]]) -> list[tuple[str, int, int]]:
    """(token, first page, last page) of each paper in a stack; each begins with its code."""
    found: list[tuple[str, int, int]] = []
    for place, page in enumerate(pages):
        token = next(iter(tokens_on(page)), "")
        if token and (not found or found[-1][0] != token):
            found.append((token, place, place))
        elif found:
            found[-1] = (found[-1][0], found[-1][1], place)
    return found
