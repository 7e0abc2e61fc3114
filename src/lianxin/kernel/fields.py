"""
A column that puts names in the order in which a Chinese reader looks them up: by sound.

Databases sort Chinese by code point, which is no order at all, and their own collations differ.
So the key is counted once, when the record is written, of lower-case letters and digits alone:
every collation puts those in the same order.
"""

import os
from typing import Any

from django.db import models

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
