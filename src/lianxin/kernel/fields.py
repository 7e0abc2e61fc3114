"""
Columns of our own: one that puts names in order, and those that are encrypted.

Databases sort Chinese by code point, which is no order at all, and their own collations differ.
A reader looks names up by sound. So the key is counted once, when the record is written, of
lower-case letters and digits alone: every collation puts those in the same order.

A secret column is locked with the keys of `kernel.keyring` when its record is saved, and opened
when it is asked for. Migrations name these classes: they are never moved or renamed.
"""

import os
import re
import secrets
import time
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from lianxin.kernel import keyring

SYLLABLES = 15  # so many characters count; of longer names the rest does not matter
LENGTH = 12 * SYLLABLES
# Characters that are read otherwise when they are a family name.
FAMILY = {
    **{"仇": "qiu2", "任": "ren2", "区": "ou1", "华": "hua4", "单": "shan4", "查": "zha1"},
    **{"曾": "zeng1", "朴": "piao2", "盖": "ge3", "秘": "bi4", "种": "chong2", "纪": "ji3"},
    **{"缪": "miao4", "翟": "zhai2", "葛": "ge3", "覃": "qin2", "解": "xie4", "长孙": "zhang3"},
    **{"万俟": "mo4", "尉迟": "yu4", "乐": "yue4", "黑": "he4", "折": "she2", "员": "yun4"},
}


def sort_key(name: str, *, person: bool = False) -> str:
    """The name as sounds with tones, each with its character: Zhang before Zhao, 张 before 章."""
    name = "".join(name.split())[:SYLLABLES]
    sounds = [_sound(character) for character in name]
    family = FAMILY.get(name[:2]) or FAMILY.get(name[:1]) if person else None
    if family and sounds:
        sounds[0] = family
    keys = (f"{sound}{ord(c):05x}" for sound, c in zip(sounds, name, strict=True))
    return "".join(keys)[:LENGTH]


def _sound(character: str) -> str:
    if character.isascii():
        return f"{character.lower()}0" if character.isalnum() else "0"
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # names are read sign by sign; 40 MB less
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 -- large; only who writes names needs it

    style = Style.TONE3
    found = lazy_pinyin(character, style=style, errors="ignore", neutral_tone_with_five=True)
    return found[0].replace("ü", "v").replace("ê", "e") if found else "zz0"


class SortKey(models.CharField):
    """Kept beside a name and counted anew whenever the record is saved."""

    def __init__(self, *args: Any, of: str = "name", person: bool = False, **kwargs: Any) -> None:
        self.of, self.person = of, person
        kwargs.setdefault("max_length", LENGTH)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "of": self.of, "person": self.person}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = sort_key(getattr(model_instance, self.of), person=self.person)
        setattr(model_instance, self.attname, key)
        return key


# Secret columns


def uuid7() -> UUID:
    """An id that is known before the row is written, and grows with time."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | secrets.randbits(80)
    number = number & ~(0xF << 76) | (7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))


class RowId(models.UUIDField):
    """What secret columns of a row are bound to when its number is given only by the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"default": uuid7, "editable": False, "unique": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        own = ("default", "editable", "unique")
        return name, path, args, {key: kwargs[key] for key in kwargs if key not in own}


class Locked:
    """A value as the database holds it; it says nothing of itself, wherever it is printed."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return "＊＊＊"

    def __repr__(self) -> str:
        return "<locked>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Locked) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


class Opened(str):
    """An opened value that still knows how the database holds it: whoever writes it writes that."""

    held: Locked


class _Opening(DeferredAttribute):
    """Opens the value when it is asked for, and not when the row is read."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        if not isinstance(held, Locked):
            return held
        opened = Opened(keyring.unlock(held.text, self.field.about(instance)))
        opened.held = held
        return opened

    def __set__(self, instance: Any, value: Any) -> None:
        plain = "" if value is None else value
        instance.__dict__[self.field.attname] = str(plain) if isinstance(plain, Opened) else plain


class SecretText(models.TextField):
    """
    A text that is encrypted in the database and bound to its row.

    Its model's numbers must be known before the row is written, or `row` names a column (see
    `RowId`) that is. It cannot be searched; look for the whole of it with `holding`.
    """

    descriptor_class = _Opening
    locks = True

    def __init__(self, *args: Any, row: str = "pk", **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs | {"blank": True, "default": ""})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["blank"], kwargs["default"]
        return name, path, args, kwargs | ({"row": self.row} if self.row != "pk" else {})

    def about(self, instance: models.Model) -> str:
        """The place of the value: without it, and anywhere else, the value does not open."""
        row = getattr(instance, self.row)
        if row is None:
            raise TypeError(f"{self.model._meta.label} has no {self.row} yet to bind a secret to")
        return f"{self.model._meta.label_lower}.{self.name}:{row}"

    def held(self, instance: models.Model) -> Any:
        """What the record holds, unopened: text that was set, or what the database holds."""
        return instance.__dict__.get(self.attname, "")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Locked(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        held = self.held(model_instance)
        if isinstance(held, str) and held:
            held = Locked(keyring.lock(held, self.about(model_instance)))
        return held

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Opened):  # of the record itself: any other's is plain when it is set
            value = value.held
        if isinstance(value, Locked):
            return value.text
        if value:
            raise TypeError(f"{self.name} is secret: save the record, or look with `holding`")
        return ""

    def get_lookup(self, lookup_name: str) -> Any:
        allowed = ("exact", "isnull", "locked_with")
        return super().get_lookup(lookup_name) if lookup_name in allowed else None

    # as fixtures hold it: locked

    def value_from_object(self, obj: models.Model) -> Any:
        held = self.pre_save(obj, add=False)
        return f"{LOCKED}{held.text}" if isinstance(held, Locked) else held

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(LOCKED):
            return Locked(value.removeprefix(LOCKED))
        return value


LOCKED = "locked:"


@SecretText.register_lookup
class LockedWith(models.Lookup):
    """`phone__locked_with=3`: the rows whose value was locked with key 3."""

    lookup_name = "locked_with"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"{int(self.rhs)}.%"]


def plain_number(text: str) -> str:
    """A telephone or identity number as it is compared: without blanks, dashes and +86."""
    plain = re.sub(r"[\s\-()–—]", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(r"^(\+|00)86(?=1\d{10}$)", "", plain)


class BlindIndex(models.CharField):
    """Kept beside a secret column: the same mark for the same number, and no way back."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kept = {"max_length": 40, "editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs | kept | {"db_index": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        own = ("max_length", "editable", "blank", "default", "db_index")
        return name, path, args, {k: kwargs[k] for k in kwargs if k not in own} | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        secret: Any = self.model._meta.get_field(self.of)
        held = secret.held(model_instance)
        mark = getattr(model_instance, self.attname)
        if isinstance(held, str):
            number = plain_number(held)
            mark = keyring.ring().newest.index(number, _column(self)) if number else ""
            setattr(model_instance, self.attname, mark)
        return str(mark)


def _column(index: BlindIndex) -> str:
    return f"{index.model._meta.label_lower}.{index.of}"


def holding(model: type[models.Model], name: str, number: str, *, at: str = "") -> models.Q:
    """
    The rows whose secret column `name` is exactly this number; `at` leads to them ("person__").

    Nothing is found by a part of a number, nor by nothing.
    """
    index = next(
        each
        for each in model._meta.concrete_fields
        if isinstance(each, BlindIndex) and each.of == name
    )
    number = plain_number(number)
    marks = keyring.indexes(number, _column(index)) if number else []
    return models.Q(**{f"{at}{index.name}__in": marks})


def write_many(records: Sequence[Any], names: Iterable[str], *, batch_size: int = 100) -> None:
    """`bulk_update` that locks what is secret, and counts what is kept beside other columns."""
    if not records:
        return
    model, wanted = type(records[0]), set(names)
    wanted |= {f.name for f in model._meta.concrete_fields if getattr(f, "of", None) in wanted}
    fields = [field for field in model._meta.concrete_fields if field.name in wanted]
    held: list[tuple[dict[str, Any], str, Any]] = []
    # what is counted of a secret is counted before the secret is locked
    for field in sorted(fields, key=lambda each: isinstance(each, SecretText)):
        for record in records:
            value = field.pre_save(record, add=False)
            if isinstance(value, Locked):
                held.append((record.__dict__, field.attname, value))
                record.__dict__[field.attname] = models.Value(value.text, models.TextField())
    try:
        model._base_manager.bulk_update(records, sorted(wanted), batch_size=batch_size)
    finally:
        for row, name, value in held:
            row[name] = value
