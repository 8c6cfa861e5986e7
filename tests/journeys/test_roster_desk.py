"""A clerk at the roster desk takes lists as villages send them, without the command line."""

from pathlib import Path
from typing import Any

import openpyxl

from server.rules.identity import check_character
from tests.journeys.booking import day
from tests.journeys.clerk import Clerk
from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.test_pages import _grave
from tests.journeys.waiting import until
from tests.roster.sheets import number

VILLAGE = "990101100001"
GRID_1, GRID_2 = "柳林村第1网格", "柳林村第2网格"
ONE, TWO, THREE, FOUR, FIVE = "周测一", "吴测二", "郑测三", "王测四", "冯测五"
FIRST_HALF = ["序号", "户号", "姓名", "与户主关系", "公民身份号码", "本人能找到的号"]
HEADER_1 = [*FIRST_HALF, "网格", "门牌号", "第一针", "", "血型", "备注"]
HEADER_2 = ["", "", "", "", "", "", "", "", "时间", "地点", "", ""]


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def _ending_in_x() -> str:
    return next(found for serial in range(1, 400) if (found := number(serial)).endswith("X"))


def _wrong(right: str) -> str:
    return right[:-1] + ("1" if check_character(right[:17]) == "0" else "0")


def _messy(path: Path) -> Path:
    """Titles above a header of two rows, an unknown column, merged households, mends, faults, and a total below."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "摸底"
    rows: list[list[Any]] = [
        ["柳林村居民接种情况花名册"], HEADER_1, HEADER_2,
        [1, "901", FIVE, "户主", number(905), "10000000905", "", "", "", "", "A", ""],
        [2, "902", ONE, "户主", _ending_in_x().lower(), "+86 100 0000 0901", GRID_1, "902号", "2021.5.14", "卫生院"],
        [3, "", TWO, "妻", _wrong(number(902, man=False)), "", "", "", "", "", "", ""],
        [4, "903", THREE, "户主", 9.90101E17, "10000000903", GRID_2, "903号", "", "", "B", ""],
        [5, "", FOUR, "子", _wide(number(904, "2010-02-03")), "没有", "", "", "", "", "", ""],
        [],
        ["合计", "", "5人"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:L1")
    sheet.merge_cells("I2:J2")
    for column in "BGH":
        for first in (5, 7):
            sheet.merge_cells(f"{column}{first}:{column}{first + 1}")
    book.save(path)
    return path


def _corrected(path: Path, to: Path, numbers: dict[str, str]) -> Path:
    """The file of bad rows with the numbers written right, as somebody would in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    name, at = titles.index("姓名") + 1, titles.index("公民身份号码") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, at).value = numbers[str(sheet.cell(row, name).value)]
    book.save(to)
    return to


def test_a_clerk_takes_a_messy_file_to_a_complete_import_with_corrections(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk = Clerk(given)
    clerk.brings(_messy(tmp_path / "柳林村花名册.xlsx"))
    assert clerk.marks()["血型"] == clerk.marks()["本人能找到的号"] == "unknown"
    assert clerk.part("area").input_value() == VILLAGE, "the file's name says which village it is"
    assert _grave(clerk.page) == []
    when(clerk).takes("本人能找到的号", "联系电话").checks()

    assert clerk.figure("rows") == 5 and clerk.figure("stopped") == 2 and clerk.figure("unplaced") == 1
    assert _grave(clerk.page) == []
    assert "id_number.check_digit" in clerk.codes()[6] and "id_number.excel_number" in clerk.codes()[7]
    clerk.shows("mended")
    assert _ending_in_x() in {line[-1] for line in clerk.lines("mended")}

    when(clerk).imports()
    assert clerk.figure("added") == 2 and clerk.figure("stopped") == 2 and clerk.figure("unplaced") == 1
    bad = clerk.downloads("stopped-file", tmp_path / "bad.xlsx")
    assert _grave(clerk.page) == []

    clerk.shows("unplaced").part("tray-grid").select_option(FIRST)
    clerk.part("tick-all").click()
    clerk.part("put").click()
    clerk.part("tray-empty").wait_for()
    until(lambda: clerk.figure("added") == 3, "who was in the tray is in")

    right = {TWO: number(902, man=False), THREE: number(903)}
    when(clerk).uploads_the_corrected(_corrected(bad, tmp_path / "corrected.xlsx", right))
    assert clerk.part("remembered").count() == 1, "a sheet of bad rows has the columns of the file that it comes from"
    clerk.checks().imports()
    assert clerk.figure("added") == 2 and clerk.part("clean").count() == 1

    people = clerk.residents([ONE, TWO, THREE, FOUR, FIVE])
    assert {name: one["grid"] for name, one in people.items()} == {
        ONE: FIRST, TWO: FIRST, THREE: SECOND, FOUR: SECOND, FIVE: FIRST,
    }  # fmt: skip
    assert (people[ONE]["id_number"], people[ONE]["phone"]) == (_ending_in_x(), "10000000901")
    assert (people[ONE]["doses"], people[ONE]["last_dose"]) == (1, "2021-05-14")
    assert people[TWO]["id_number"] == right[TWO] and people[THREE]["id_number"] == right[THREE]
    then.nothing_was_complained_about()


def _list(path: Path, *people: list[Any]) -> Path:
    """A plain list in columns of its own, one of them unknown."""
    book = openpyxl.Workbook()
    for row in (["户号", "姓名", "与户主关系", "身份证号", "本人能找到的号", "网格", "门牌号", "工作单位"], *people):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def _person(serial: int, name: str, phone: str, employer: str = "") -> list[Any]:
    return [str(serial), name, "户主", number(serial), phone, GRID_1, f"{serial}号", employer]


def test_a_newer_list_does_not_overwrite_what_was_learned_at_the_door_and_the_difference_is_shown(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk, anna = Clerk(given), given.a_device()
    first = _list(tmp_path / "list.xlsx", _person(911, ONE, "10000000911", "砖厂"), _person(912, TWO, "10000000912"))
    clerk.brings(first).takes("本人能找到的号", "联系电话").puts_into(VILLAGE).checks().imports()
    resident = str(clerk.residents([ONE])[ONE]["resident"])
    row = anna.whole(FIRST)[resident]
    base = row.get("also", {}).get("phone", [row["by"]])
    answer = when(anna).pushes(anna.edit("resident", resident, {"phone": ("10055556666", base)}))
    assert answer[0]["result"] == "applied"

    newer = (_person(911, ONE, "10000000999", "学校"), _person(913, THREE, "10000000913"))
    when(clerk).opens_the_desk().brings(_list(tmp_path / "newer.xlsx", *newer))
    assert clerk.part("remembered").count() == 1
    clerk.puts_into(VILLAGE).checks().shows("again")
    turns = {line[2]: (line[3], line[4], line[5]) for line in clerk.lines("turns")}
    assert turns == {"电话": ("10055556666", "10000000999", "不覆盖，待定"), "工作单位": ("砖厂", "学校", "更新")}
    clerk.imports()
    assert (clerk.figure("added"), clerk.figure("changed"), clerk.figure("differences")) == (1, 1, 1)
    assert then(clerk).residents([ONE])[ONE]["phone"] == "10055556666"
    line = clerk.part("difference")
    assert line.get_attribute("data-field") == "phone" and ONE in line.inner_text()
    assert line.locator("[data-test=ours]").inner_text() == "10055556666"
    assert _grave(clerk.page) == []
    assert line.locator("[data-test=theirs]").inner_text() == "10000000999"
    clerk.shows("absent").part("absent-row").wait_for()
    assert TWO in clerk.part("absent-row").inner_text()

    clerk.shows("differences").part("take").click()
    clerk.part("no-differences").wait_for()
    assert then(clerk).residents([ONE])[ONE]["phone"] == "10000000999"
    assert anna.whole(FIRST)[resident]["values"]["employer"] == "学校"
    then.nothing_was_complained_about()


def test_forty_files_are_put_down_at_once_and_a_known_one_needs_no_more_than_enter(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk = Clerk(given)
    clerk.brings(_list(tmp_path / "柳林村.xlsx", _person(921, ONE, "10000000921")))
    clerk.takes("本人能找到的号", "联系电话").checks().imports()

    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK no workbook")
    files = [_list(tmp_path / f"柳林村{n}.xlsx", _person(930 + n, f"赵测{n}", "")) for n in (1, 2)]
    when(clerk).opens_the_desk().brings(broken, *files)
    clerk.part("refused").get_by_text("broken.xlsx").wait_for()
    assert clerk.part("waiting-file").count() == 2

    clerk.part("go").first.click()
    for last in (False, True):
        clerk.part("remembered").wait_for()
        clerk.presses_enter_on("check").sees_the_result()
        clerk.presses_enter_on("begin").sees_it_in()
        if not last:
            clerk.part("next-file").click()
    assert len(then(clerk).residents(["赵测1", "赵测2"])) == 2
    assert [line for line in clerk.browser.complaints.lines if "/roster/files" not in line] == []


def test_an_import_that_loses_the_server_goes_on_by_itself_and_a_closed_page_where_it_was(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk = Clerk(given)
    people = [_person(serial, f"孙测{serial}", "") for serial in range(1000, 1060)]
    clerk.brings(_list(tmp_path / "柳林村.xlsx", *people)).puts_into(VILLAGE).checks()
    clerk.browser.offline = True
    clerk.page.route("**/step", lambda route: route.abort())
    clerk.part("begin").click()
    clerk.part("retrying").wait_for()

    when.the_server_is_killed()
    clerk.page.unroute("**/step")
    when.the_server_starts()
    clerk.sees_it_in()
    assert clerk.figure("added") == len(people)

    address = clerk.page.url
    clerk.opens_the_desk().page.goto(address)
    clerk.sees_it_in()
    assert clerk.figure("added") == len(people)
    assert len(then(clerk).residents([person[1] for person in people])) == len(people)
    then.nothing_was_complained_about()


def test_a_clinics_list_of_people_vaccinated_becomes_doses_and_who_is_not_found_is_handed_out(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk, person, on = Clerk(given), given.somebody("due", skip=2), day(-2)
    book = openpyxl.Workbook()
    for row in (
        ["镇卫生院接种人员名单"],
        ["序号", "姓名", "身份证号", "剂次", "接种日期", "批号", "接种单位"],
        [1, person["name"], person["id_number"], str(person["doses"] + 1), on, "B2026", "镇卫生院"],
        [2, FIVE, number(941), "1", on, "B2026", "镇卫生院"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "接种名单.xlsx")

    when(clerk).brings(tmp_path / "接种名单.xlsx")
    assert clerk.part("kind").input_value() == "vaccinated"
    when(clerk).presses_enter_on("check").sees_the_result()
    assert (clerk.figure("doses"), clerk.figure("not_found")) == (1, 1)
    marks = clerk.shows("first").page.locator("[data-test=first-rows] [data-mark]")
    assert [mark.get_attribute("data-mark") for mark in marks.all()] == ["notFound"]
    when(clerk).imports()
    assert then(clerk).residents([person["name"]])[person["name"]]["last_dose"] == on
    missing = openpyxl.load_workbook(clerk.downloads("not-found-file", tmp_path / "missing.xlsx")).worksheets[0]
    assert [row[1].value for row in missing.iter_rows(min_row=2)] == [FIVE]
    then.nothing_was_complained_about()


def test_a_workbook_with_a_sheet_for_each_group_goes_in_sheet_by_sheet_and_a_header_is_pointed_out_by_hand(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk = Clerk(given)
    book = openpyxl.Workbook()
    book.worksheets[0].title = "一组"
    for sheet, grid, one in ((book.worksheets[0], GRID_1, ONE), (book.create_sheet("二组"), GRID_2, TWO)):
        sheet.append(["姓名", "身份证号", "网格"])
        sheet.append([one, number(950 + len(grid), man=one == ONE), grid])
    book.save(tmp_path / "柳林村.xlsx")
    clerk.brings(tmp_path / "柳林村.xlsx").part("take-sheets").click()
    clerk.part("sheets-added").wait_for()
    clerk.checks().imports().part("next-file").click()
    clerk.presses_enter_on("check").sees_the_result().imports()
    assert {one["grid"] for one in then(clerk).residents([ONE, TWO]).values()} == {FIRST, SECOND}

    book = openpyxl.Workbook()
    for row in (["柳林村"], ["甲", "乙", "丙"], [THREE, number(961), GRID_1], [FOUR, number(962), GRID_2]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "柳林村3.xlsx")
    clerk.opens_the_desk().brings(tmp_path / "柳林村3.xlsx").part("no-header").wait_for()
    clerk.part("header-2").click()
    clerk.takes("甲", "姓名").takes("乙", "身份证号").takes("丙", "网格").checks().imports()
    assert {one["grid"] for one in then(clerk).residents([THREE, FOUR]).values()} == {FIRST, SECOND}
    then.nothing_was_complained_about()


def test_a_list_without_people_is_not_checked_and_a_file_is_given_up_only_when_asked_twice(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    clerk = Clerk(given)
    clerk.brings(_list(tmp_path / "柳林村.xlsx"))
    clerk.takes("本人能找到的号", "联系电话").puts_into(VILLAGE)
    assert clerk.part("check").is_disabled() and "没有人" in clerk.part("needs").inner_text()
    clerk.part("another").click()
    when(clerk).presses_enter_on("another-not")
    clerk.page.locator("[data-test=another]:focus").wait_for()
    assert clerk.marks()["本人能找到的号"] == "recognised", "what was chosen by hand is still there"
    clerk.part("another").click()
    clerk.page.keyboard.press("Escape")
    clerk.part("leaving").wait_for(state="detached")
    clerk.part("another").click()
    clerk.part("another-sure").click()
    clerk.part("none-yet").wait_for()
    then.nothing_was_complained_about()
