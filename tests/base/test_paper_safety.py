"""Office files that mean harm, made for the purpose: none is unpacked, run, followed or fetched."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from lianxin.base.paper import archives, export, own_form_file, sheets, tags
from lianxin.base.paper.containers import kind_of
from tests.factories.sheets import xlsx

pytestmark = pytest.mark.usefixtures("english")

MB = 1_000_000
GOOD = xlsx(("name", "phone"), ("Li", "13808265100"))
SHEET = "xl/worksheets/sheet1.xml"
BOMB = "The file unpacks to far more than its size; it was not opened."
ENTITIES = "The file holds declarations that office programs never write; it was not opened."


def with_parts(content=GOOD, *, parts):
    """A workbook, or another such file, with parts put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def part(name, content=GOOD):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def refused(content):
    with pytest.raises(sheets.Unreadable) as fault:
        sheets.read(content)
    with pytest.raises(sheets.Unreadable):
        kind_of(content)  # at once, while the form is still there
    return str(fault.value)


def test_a_workbook_that_is_one_is_read():
    assert [row.cells for row in sheets.read(GOOD)[0].rows][1] == ("Li", "13808265100")


# Bombs


def _within(most, content):
    tracemalloc.start()
    said = refused(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < most
    return said


def test_a_bomb_that_says_how_large_it_is():
    bomb = with_parts(parts={"xl/media/x.bin": b"\x00" * 320 * MB})
    assert len(bomb) < MB
    assert _within(20 * MB, bomb) == BOMB


def test_a_bomb_below_the_limit_is_known_by_its_ratio():
    assert _within(20 * MB, with_parts(parts={"xl/media/x.bin": b"\x00" * 60 * MB})) == BOMB


def lying(content, name, says):
    """The same archive; the list and the heading say that a part is small."""
    raw = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(name)
    struct.pack_into("<I", raw, entry.header_offset + 22, says)
    listed = raw.rfind(b"PK\x01\x02", 0, raw.rfind(name.encode()))
    struct.pack_into("<I", raw, listed + 24, says)
    return bytes(raw)


def test_a_bomb_that_says_it_is_small():
    bomb = lying(with_parts(parts={"xl/media/x.bin": b"\x00" * 250 * MB}), "xl/media/x.bin", 100)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert archive.getinfo("xl/media/x.bin").file_size == 100
    assert _within(20 * MB, bomb) == BOMB


def test_a_bomb_of_many_parts():
    parts = {f"xl/media/{n}.bin": b"" for n in range(archives.MOST_ENTRIES)}
    assert refused(with_parts(parts=parts)) == BOMB


def test_a_bomb_whose_parts_share_their_bytes():
    """The list names one part a thousand times: each would be unpacked anew."""
    body = with_parts(parts={"xl/media/a.bin": b"\x00" * MB})
    end = body.rfind(b"PK\x05\x06")
    count, _all, size, offset = struct.unpack_from("<HHII", body, end + 8)
    listed = body[offset : offset + size]
    last = listed[listed.rfind(b"PK\x01\x02") :]
    for number in range(200):
        listed += last.replace(b"xl/media/a.bin", b"xl/media/%d.b" % (1000 + number), 1)
    tail = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 200, count + 200, len(listed), offset, 0
    )
    said = refused(body[:offset] + listed + tail)
    assert said in (BOMB, str(archives.Unsafe(archives.because(archives.DAMAGED))))


def test_an_archive_within():
    inner = with_parts(parts={"xl/media/x.bin": b"\x00" * MB})
    said = refused(with_parts(parts={"xl/embeddings/inner.xlsx": inner}))
    assert said == "The file holds other files inside; take them out and send it again."


@pytest.mark.parametrize("hidden", [b"MZ\x90\x00", b"\x7fELF\x02", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_program_within(hidden):
    said = refused(with_parts(parts={"xl/media/logo.png": hidden + b"\x00" * 99}))
    assert said.startswith("The file holds other files inside")


def test_two_parts_of_one_name():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, part(SHEET).replace("Li", "Wang"))
    assert refused(out.getvalue()).startswith("The file is damaged")


def test_a_protected_archive():
    raw = bytearray(GOOD)
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 8] |= 1
    assert refused(bytes(raw)).startswith("The workbook is protected by a password")


# Macros


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"]
)
def test_macros(name):
    said = refused(with_parts(parts={name: b"x"}))
    assert (
        said == "The file holds macros; save it without them (as .xlsx or .docx) and send it again."
    )


# Declarations in the markup

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_in_a_workbook(name, declared):
    head, _end, rest = part(name).partition("?>")
    assert refused(with_parts(parts={name: f"{head}?>{declared}{rest}"})) == ENTITIES


def test_entities_behind_a_long_remark_and_across_two_pieces():
    head, _end, rest = part(SHEET).partition("?>")
    for pad in range(archives.STEP - len(head) - 30, archives.STEP - len(head) + 10, 3):
        remark = f"<!--{'x' * pad}-->"
        body = f"{head}?>{remark}{LAUGHS}{rest}"
        assert refused(with_parts(parts={SHEET: body})) == ENTITIES


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entities_in_signs_of_two_bytes(encoding):
    head, _end, rest = part(SHEET).partition("?>")
    body = f"{head}?>{LAUGHS}{rest}".replace("UTF-8", "UTF-16").encode(encoding)
    assert refused(with_parts(parts={SHEET: body})) == ENTITIES


def test_what_somebody_wrote_about_entities_is_no_declaration():
    content = xlsx(("name",), ('<!ENTITY a "b"> & <!DOCTYPE x>',))
    assert sheets.read(content)[0].rows[1].cells == ('<!ENTITY a "b"> & <!DOCTYPE x>',)


# What reaches outside: read as it was last saved, followed by nobody, handed back as text

DDE = "cmd|'/c calc'!A0"


def with_formula(formula, shown):
    cell = f'<c r="A2" t="str"><f>{formula}</f><v>{shown}</v></c>'
    head, found, rest = part(SHEET).partition('<row r="2"')
    assert found
    tail = rest[rest.index("</row>") :]
    return with_parts(parts={SHEET: f'{head}<row r="2">{cell}{tail}'})


@pytest.mark.parametrize(
    "formula",
    [
        DDE.replace("'", "&apos;"),
        "HYPERLINK(&quot;http://evil.example/&quot;,&quot;Li&quot;)",
        "WEBSERVICE(&quot;http://evil.example/&quot;)",
        "[1]Sheet1!A1",
    ],
)
def test_a_formula_that_reaches_outside_is_the_value_that_was_saved_and_is_told_of(
    formula, monkeypatch
):
    def fetched(*_args, **_more):
        pytest.fail("something was fetched")

    monkeypatch.setattr("socket.socket.connect", fetched)
    sheet = sheets.read(with_formula(formula, "=1+1"))[0]
    assert sheet.rows[1].cells[0] == "=1+1"
    assert (1, 0) in sheet.formulas
    out = io.BytesIO()
    export.save(out, export.Table("x", ["name"], [row.cells for row in sheet.rows]))
    assert "<f>" not in part(SHEET, out.getvalue())
    assert sheets.read(out.getvalue())[0].rows[2].cells[0] == "'=1+1"


def test_a_link_to_another_workbook_is_not_followed(monkeypatch):
    monkeypatch.setattr(
        "socket.socket.connect", lambda *_args: pytest.fail("something was fetched")
    )
    target = (
        '<Relationship Id="rId1" Type="x" Target="//evil.example/a.xlsx" TargetMode="External"/>'
    )
    link = "xl/externalLinks/_rels/externalLink1.xml.rels"
    assert sheets.read(with_parts(parts={link: f"<Relationships>{target}</Relationships>"}))


# Templates of letters


def test_a_document_is_looked_into_as_well():
    good = own_form_file()
    body = part("word/document.xml", good)
    head, _end, rest = body.partition("?>")
    laughs = with_parts(good, parts={"word/document.xml": f"{head}?>{LAUGHS}{rest}"})
    assert str(tags._not_a_document(laughs)) == ENTITIES
    bomb = with_parts(good, parts={"word/media/x.bin": b"\x00" * 29 * MB})
    assert str(tags._not_a_document(bomb)) == BOMB
    small = lying(bomb, "word/media/x.bin", 10)
    assert str(tags._not_a_document(small)) == BOMB
    assert tags._not_a_document(good) is None


# Lists that go out


def rows(count):
    for number in range(count):
        yield (f"2026-{number:05d}", "=cmd|'/c calc'!A0", "+1", "-1", "@x", "\tx", "\rx", number)


def test_a_long_list_is_written_in_constant_memory_and_nothing_in_it_runs(tmp_path):
    headings = ["no", "a", "b", "c", "d", "e", "f", "n"]

    def peak(count):
        with (tmp_path / f"{count}.xlsx").open("wb") as file:
            tracemalloc.start()
            assert export.save(file, export.Table("list", headings, rows(count))) == count
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    small, large = peak(2_000), peak(20_000)
    assert large < small + MB
    content = (tmp_path / "20000.xlsx").read_bytes()
    body = part(SHEET, content)
    assert "<f>" not in body
    sheet = sheets.read(content)[0]
    assert len(sheet.rows) == 20_001
    assert sheet.rows[20_000].cells[:5] == ("2026-19999", "'=cmd|'/c calc'!A0", "'+1", "'-1", "'@x")
    assert {cell[:1] for cell in sheet.rows[1].cells[1:7]} == {"'"}
    assert sheet.formulas == frozenset()


def test_checksums_are_no_defence():
    """A made-up part may have the right checksum of what it says it is."""
    bomb = bytearray(
        lying(with_parts(parts={"xl/media/x.bin": b"\x00" * 30 * MB}), "xl/media/x.bin", 9)
    )
    right = zlib.crc32(b"\x00" * 9)
    listed = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"xl/media/x.bin"))
    struct.pack_into("<I", bomb, listed + 16, right)
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as archive:
        assert archive.read("xl/media/x.bin") == b"\x00" * 9  # python believes it
    assert refused(bytes(bomb)) == BOMB
