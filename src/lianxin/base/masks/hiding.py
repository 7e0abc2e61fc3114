"""How each kind of personal data is hidden: enough stays for those concerned to know it."""

import re
from collections.abc import Collection, Iterable

from django.utils.translation import pgettext_lazy

from lianxin.base.masks.detectors import Span, find
from lianxin.base.paper.text import narrow

KINDS = {  # for the notice beside what was hidden
    "identity_number": pgettext_lazy("personal data", "identity number"),
    "bank_card": pgettext_lazy("personal data", "bank card"),
    "email": pgettext_lazy("personal data", "e-mail address"),
    "mobile": pgettext_lazy("personal data", "mobile number"),
    "landline": pgettext_lazy("personal data", "phone number"),
    "plate": pgettext_lazy("personal data", "number plate"),
    "account": pgettext_lazy("personal data", "chat account"),
    "passport": pgettext_lazy("personal data", "passport number"),
    "address": pgettext_lazy("personal data", "house number"),
    "name": pgettext_lazy("personal data", "name"),
}
IN_REPLIES = frozenset(KINDS) - {"landline"}  # an office's telephone is meant to be read


def _middle(text: str, first: int, last: int) -> str:
    """The first and last signs, and a star for each between."""
    return text[:first] + "*" * max(len(text) - first - last, 3) + text[len(text) - last :]


def conceal(kind: str, text: str) -> str:
    """One piece of personal data, hidden as is the custom: 138****5678, 张某某, 闽D*****."""
    plain = narrow(text)
    joined = re.sub(r"[\s-]", "", plain)
    if kind == "identity_number":
        return _middle(joined, 3, 4) if len(joined) > 9 else "*" * len(joined)
    if kind == "mobile":
        return f"{joined[:3]}****{joined[-4:]}"
    if kind == "phone":  # of any kind, as one keeps it with a name
        return f"{joined[:3]}****{joined[-4:]}" if len(joined) > 9 else "****" if joined else ""
    if kind == "bank_card":
        return f"{'*' * (len(joined) - 4)}{joined[-4:]}"
    if kind == "email":
        return f"{plain[0]}***{plain[plain.index('@') :]}"
    if kind == "landline":
        coded = re.match(r"[(（]?0\d{2,3}[)）]?[ —-]{0,2}(?=\d{7})", plain)
        return f"{coded[0] if coded else ''}********"
    if kind == "plate":
        return f"{plain[:2]}*****"
    if kind == "address":
        return re.sub(
            r"[A-Za-z]?\d+|[一二三四五六七八九十甲乙丙丁]+(?=\s?[栋幢号座单门梯组])", "**", plain
        )
    if kind == "name":
        return text[:1] + "某" * min(max(len(text) - 1, 1), 2) if text else ""
    return _middle(plain, 1, 0)


def mask(text: str, names: Iterable[str] = (), kinds: Collection[str] | None = None) -> str:
    """The text with its personal data hidden; only the given kinds, if any are given."""
    parts, at = [], 0
    for span in wanted(find(text, names), kinds):
        parts += [text[at : span.start], conceal(span.kind, span.text)]
        at = span.end
    return "".join([*parts, text[at:]])


def wanted(spans: Iterable[Span], kinds: Collection[str] | None) -> list[Span]:
    return [span for span in spans if kinds is None or span.kind in kinds]
