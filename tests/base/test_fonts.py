"""Fonts: which draws which character; what none draws is named, never an empty box."""

from pathlib import Path

import pytest

from lianxin.base.paper import fonts
from lianxin.base.paper.fonts import Library, MissingFont, MissingGlyph, word_runs
from lianxin.base.paper.fonts.roles import ROLES
from lianxin.base.paper.fonts.sfnt import Unfit, faces

OF_NAMES = Path(__file__).with_name("characters_of_names.txt")
RARE = "𬭎𠮷㛃𰻝堃喆"  # from five planes and extensions; of names, and of no GB 2312


@pytest.fixture
def here():
    return fonts.here()


def test_every_character_of_a_real_roster_of_names_is_drawn(here):
    characters = "".join(OF_NAMES.read_text("utf-8").split())
    assert (len(characters) > 1000, len(set(characters))) == (True, len(characters))
    drawn = "".join(words for words, _face in here.runs("body", characters))
    assert drawn == characters
    assert "".join(words for words, _font in word_runs(ROLES["body"], characters)) == characters


def test_rare_names_are_drawn(here):
    assert "".join(words for words, _face in here.runs("body", f"王{RARE}")) == f"王{RARE}"


def test_a_character_goes_to_the_first_font_that_has_it(here):
    western = here.named("Liberation Serif")
    chinese = here.named("Noto Serif CJK SC")
    runs = [(words, face) for words, face in here.runs("body", "第7号“甲”")]
    assert runs == [("第", chinese), ("7", western), ("号“甲”", chinese)]


def test_each_rare_character_falls_back_by_itself(here):
    few = Library([here.named("DejaVu Serif"), here.named("Noto Serif CJK SC")])
    assert [words for words, _face in few.runs("western", "A–甲B")] == ["A–", "甲", "B"]


def test_a_missing_character_is_named_with_the_text_it_stands_in(here, english):
    with pytest.raises(MissingGlyph) as told:
        here.runs("body", "沈明禾、陆\ue123川代表：")
    assert told.value.characters == ("\ue123",)
    assert str(told.value) == "No font has “\ue123” (U+E123), in “沈明禾、陆\ue123川代表：”."


def test_a_word_file_names_the_character_too():
    with pytest.raises(MissingGlyph) as told:
        list(word_runs(ROLES["body"], "陆\ue123川"))
    assert told.value.characters == ("\ue123",)


def test_without_chinese_fonts_the_font_is_named(english):
    with pytest.raises(MissingFont) as told:
        Library([]).runs("title", "关于")
    assert "方正小标宋简体" in str(told.value)


def test_a_word_file_names_a_font_that_holds_the_character():
    runs = list(word_runs(ROLES["body"], "沈喆㛃𠮷A"))
    assert runs == [
        ("沈", "仿宋_GB2312"),
        ("喆", "仿宋"),
        ("㛃", "宋体"),
        ("𠮷", "SimSun-ExtB"),
        ("A", "仿宋_GB2312"),
    ]


def test_the_report_says_what_is_here_and_what_stands_in():
    told = {each.part: (each.named, each.name, each.real) for each in fonts.report()}
    assert told["body"] == ("仿宋_GB2312", "Noto Serif CJK SC", False)
    assert told["western"] == ("Times New Roman", "Liberation Serif", False)


def test_a_font_that_is_put_there_is_found_and_a_broken_one_is_passed_over(settings, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    settings.FONT_FOLDERS = (tmp_path,)
    before = len(fonts.here().faces)
    source = fonts.here().named("Liberation Serif").path
    (tmp_path / "own.ttf").write_bytes(source.read_bytes())
    assert len(fonts.here().faces) == before + 1
    with pytest.raises(Unfit):
        faces(tmp_path / "broken.ttf")


def test_coverage_is_what_the_font_system_says(here):
    """Compared with what another program reads from the same file."""
    face = here.named("Noto Serif CJK SC")
    assert [face.has(each) for each in "甲𬭎a\u0e01\U0001f600"] == [True, True, True, False, False]
