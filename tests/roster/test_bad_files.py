"""Files that are no rosters: each ends in its own clear error, quickly, and with nothing kept."""

import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from server.roster.entry.check import check
from server.roster.problems import FileCode, Unreadable
from tests.roster.messy import biff
from tests.roster.messy.paper import Paper
from tests.roster.sheets import TODAY, families, workbook

SHEET = "xl/worksheets/sheet1.xml"
START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def code(path: Path) -> FileCode:
    with pytest.raises(Unreadable) as caught:
        check(path, None, None, TODAY)
    return caught.value.code


def with_sheet(path: Path, sheet: bytes) -> Path:
    """A sound workbook whose only sheet is replaced."""
    sound = workbook(path.with_name("sound.xlsx"), families(1))
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, sheet if entry.filename == SHEET else old.read(entry))
    return path


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 ...")
    assert code(path) is FileCode.TYPE


def test_a_file_of_200_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write("姓名,性别\n".encode())
        file.truncate(200 << 20)
    assert code(path) is FileCode.TOO_LARGE


def test_the_binary_workbook_of_excel_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert code(tmp_path / "a.xlsb") is FileCode.NOT_WORKBOOK


def test_an_empty_file_and_a_file_without_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert code(path) is FileCode.EMPTY
    path.write_text("姓名,性别\n")
    assert code(path) is FileCode.EMPTY
    assert code(workbook(tmp_path / "a.xlsx", [])) is FileCode.EMPTY


@pytest.mark.parametrize(
    "start", ["\ufeff<html>", "<!-- -->\r\n<table>", "<?xml version='1.0'?><Workbook>", "<style>", "MIME-Version: 1.0"]
)
def test_a_web_page_named_xls_is_refused(tmp_path: Path, start: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(start + "<tr><td>姓名</td><td>身份证号</td></tr></table></html>")
    assert code(path) is FileCode.HTML


def old_book(path: Path, *extra: bytes) -> Path:
    """An .xls whose first sheet ends with more records."""
    paper = Paper("名册", [["姓名", "性别"], ["测甲", "男"]])
    return xls(path, biff.book([paper])[:-4] + b"".join(extra) + biff.record(0x0A))


def xls(path: Path, book: bytes) -> Path:
    path.write_bytes(biff.compound({"Workbook": book}))
    return path


def cell_at(row: int, column: int) -> bytes:
    return biff.record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


def test_an_old_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert code(path) is FileCode.BROKEN
    whole = old_book(path).read_bytes()
    path.write_bytes(whole[:1500])
    assert code(path) is FileCode.BROKEN


def test_a_password_is_told_in_old_and_new_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    filepass = biff.record(0x002F, bytes(54))
    assert code(xls(path, biff.record(0x0809, bytes(16)) + filepass + bytes(5000))) is FileCode.PASSWORD
    sealed = {"EncryptionInfo": bytes(300), "EncryptedPackage": bytes(9000)}
    path.with_suffix(".xlsx").write_bytes(biff.compound(sealed))
    assert code(path.with_suffix(".xlsx")) is FileCode.PASSWORD


def test_a_document_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(biff.compound({"WordDocument": bytes(5000)}))
    assert code(path) is FileCode.TYPE


def test_a_stray_cell_in_the_corner_of_an_old_workbook_does_not_take_the_memory(tmp_path: Path) -> None:
    assert check(old_book(tmp_path / "a.xls", cell_at(2, 2)), None, None, TODAY)["residents"] == 1
    assert code(old_book(tmp_path / "b.xls", cell_at(65_535, 255))) is FileCode.TOO_LONG
    far = biff.record(0x00BD, struct.pack("<HH", 1, 400) + bytes(6) + struct.pack("<H", 400))
    assert code(old_book(tmp_path / "c.xls", far)) is FileCode.TOO_WIDE


def test_sectors_in_a_circle_are_not_followed_for_ever(tmp_path: Path) -> None:
    content = bytearray(old_book(tmp_path / "a.xls").read_bytes())
    (table,) = struct.unpack_from("<L", content, 76)
    struct.pack_into("<L", content, (table + 1) * 512 + 4, 0)  # the second sector leads back to the first
    (tmp_path / "b.xls").write_bytes(bytes(content))
    assert code(tmp_path / "b.xls") is FileCode.BROKEN
    struct.pack_into("<L", content, (table + 1) * 512 + 4, 60_000)
    (tmp_path / "c.xls").write_bytes(bytes(content))
    assert code(tmp_path / "c.xls") is FileCode.BROKEN


def with_entry(path: Path, name: str, content: bytes) -> Path:
    """A sound workbook one of whose entries is replaced."""
    sound = workbook(path.with_name("sound.xlsx"), families(1))
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return path


def test_one_long_text_shared_by_many_cells_is_not_copied(tmp_path: Path) -> None:
    text = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 40_001))
    path = with_entry(tmp_path / "a.xlsx", "xl/sharedStrings.xml", text)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            sheet = START.encode() + cells + b"</sheetData></worksheet>"
            new.writestr(entry.filename, sheet if entry.filename == SHEET else old.read(entry))
    assert code(tmp_path / "b.xlsx") is FileCode.BOMB
    endless = b"<sst><si><t>" + bytes(range(65, 91)) * 40_000 + b"</t></si></sst>"
    assert code(with_entry(tmp_path / "c.xlsx", "xl/sharedStrings.xml", endless)) is FileCode.BOMB


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    entities = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + START.encode()
    assert code(with_entry(tmp_path / "a.xlsx", SHEET, entities)) is FileCode.BROKEN
    assert code(with_entry(tmp_path / "b.xlsx", "xl/workbook.xml", entities)) is FileCode.BROKEN


def test_links_to_other_workbooks_and_macros_are_never_looked_at(tmp_path: Path) -> None:
    sound = workbook(tmp_path / "sound.xlsx", families(1))
    cells = (
        '<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>备注</v></c></row><row r="2">'
        '<c r="A2" t="str"><f>[1]Sheet1!A1</f><v>测甲</v></c><c r="B2" t="str"><f>cmd|\'/C calc\'!A0</f><v>1</v></c>'
    )
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tmp_path / "a.xlsm", "w") as new:
        for entry in old.infolist():
            sheet = (START + cells + "</row></sheetData></worksheet>").encode()
            new.writestr(entry.filename, sheet if entry.filename == SHEET else old.read(entry))
        new.writestr("xl/externalLinks/externalLink1.xml", '<externalLink r:id="rId1"/>')
        new.writestr("xl/vbaProject.bin", b"\xcc\x61" * 100)
    assert check(tmp_path / "a.xlsm", None, None, TODAY)["residents"] == 1


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", families(5))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert code(path) is FileCode.BROKEN
    path.write_bytes(b"PK\x03\x04garbage")
    assert code(path) is FileCode.BROKEN
    path.write_bytes(b"\x00\x01\x02")
    assert code(path) is FileCode.BROKEN


def test_a_sheet_whose_markup_is_broken_is_refused(tmp_path: Path) -> None:
    assert code(with_sheet(tmp_path / "a.xlsx", b"<worksheet><sheetData><row r='1'><c r='A1'")) in (
        FileCode.BROKEN, FileCode.EMPTY,
    )  # fmt: skip


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code(tmp_path / "a.xlsx") is FileCode.NOT_WORKBOOK


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", START.encode() + b" " * (60 << 20))
    assert code(path) is FileCode.BOMB


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", START.encode() + b" " * (60 << 20))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(SHEET)
    true_size, lie = struct.pack("<L", entry.file_size), struct.pack("<L", 400)
    assert content.count(true_size) >= 1
    path.write_bytes(bytes(content.replace(true_size, lie)))
    assert code(path) is FileCode.BOMB


def test_a_sheet_of_16384_columns_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[*families(1)[0], *["x"] * 16_375]])
    assert code(path) is FileCode.TOO_WIDE


def test_one_stray_cell_in_the_last_corner_does_not_take_the_memory(tmp_path: Path) -> None:
    stray = START + '<row r="1"><c r="A1" t="str"><v>姓名</v></c></row>'
    far = stray + '<row r="1048576"><c r="B1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert code(with_sheet(tmp_path / "a.xlsx", far.encode())) is FileCode.TOO_LONG
    wide = stray + '<row r="2"><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>'
    assert code(with_sheet(tmp_path / "b.xlsx", wide.encode())) is FileCode.TOO_WIDE


def test_empty_cells_that_only_carry_a_colour_are_no_columns(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>性别</v></c><c r="XFD1" s="1"/></row>'
    person = '<row r="2"><c r="A2" t="str"><v>测甲</v></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", (START + cells + person + "</sheetData></worksheet>").encode())
    assert check(path, None, None, TODAY)["residents"] == 1


def test_a_sheet_styled_down_to_its_last_row_has_only_its_filled_rows(tmp_path: Path) -> None:
    filled = '<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>性别</v></c></row>'
    filled += '<row r="2"><c r="A2" t="str"><v>测甲</v></c></row>'
    bare = "".join(f'<row r="{n}" spans="1:2"><c r="A{n}" s="1"/><c r="B{n}" s="1"></c></row>' for n in range(3, 99))
    last = '<row r="1048576" spans="1:1"><c r="A1048576" s="1"/><c r="B1048576" s="1"></c></row>'
    end = "</sheetData></worksheet>"
    path = with_sheet(tmp_path / "a.xlsx", (START + filled + bare + last + end).encode())
    assert check(path, None, None, TODAY)["residents"] == 1
    unplaced = '<row r="1048576"><c t="str"><v>测乙</v></c><c t="str"><v>女</v></c></row>'
    assert code(with_sheet(tmp_path / "b.xlsx", (START + filled + unplaced + end).encode())) is FileCode.TOO_LONG


def test_a_table_of_text_with_a_million_empty_lines_has_only_its_filled_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,性别\n测甲,男\n" + ",\n" * 450_000, "utf-8")
    assert check(path, None, None, TODAY)["residents"] == 1


def test_a_text_file_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xff\x80\x81,\xff")
    assert code(path) is FileCode.ENCODING
    path.write_bytes(zlib.compress(bytes(range(256)) * 20))
    assert code(path) in (FileCode.ENCODING, FileCode.NO_HEADER)


def test_a_spreadsheet_of_something_else_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["商品", "单价"], ["苹果", 3]])
    assert code(path) is FileCode.NO_HEADER


def test_a_header_below_the_twentieth_row_is_not_looked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[f"说明{n}"] for n in range(20)] + families(1))
    assert code(path) is FileCode.NO_HEADER
