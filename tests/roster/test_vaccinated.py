"""Lists of people vaccinated: known by their columns, read for who and which dose, and never a source of residents."""

import json
from pathlib import Path

import pytest
from flask import Flask

from server.roster.person.vaccinated import RESIDENTS, VACCINATED, kind
from tests.roster.conftest import GRID
from tests.roster.rowing import codes, doses, read
from tests.roster.sheets import number, workbook

TITLES = ["姓名", "身份证号", "剂次", "接种日期", "接种单位", "疫苗名称", "批号", "备注"]
DAY = "2021-06-05"


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ({"name", "id_number", "dose_number", "dose_on", "dose_place", "product", "batch", "phone"}, VACCINATED),
        ({"name", "id_number", "dose1_on", "dose2_on", "product", "dose_place"}, VACCINATED),
        ({"name", "id_number", "dose_number", "dose_on", "product", "batch", "village"}, VACCINATED),
        ({"name", "id_number", "dose_on"}, VACCINATED),
        ({"name", "id_number", "relation", "household_no", "dose1_on"}, RESIDENTS),
        ({"name", "id_number", "vaccinated", "reason"}, RESIDENTS),
        ({"name", "id_number", "phone"}, RESIDENTS),
        ({"name", "id_number", "dose1_on", "dose2_on", "village", "address"}, RESIDENTS),
        ({"serial", "name", "sex", "id_number", "phone", "dose1_on", "dose2_on"}, RESIDENTS),
        ({"name", "sex", "id_number", "dose1_on", "dose1_place", "dose2_on", "product"}, RESIDENTS),
    ],
)
def test_a_list_of_people_vaccinated_is_known_by_its_columns(keys: set[str], wanted: str) -> None:
    assert kind(keys, [True] * 20) == wanted


def test_a_list_in_which_many_have_no_dose_is_one_of_residents() -> None:
    keys = {"name", "id_number", "dose_on"}
    assert kind(keys, [True, False, False, True]) == RESIDENTS
    assert kind(keys, [True] * 19 + [False]) == VACCINATED
    assert kind(keys, []) == RESIDENTS


def test_a_row_says_who_and_which_dose() -> None:
    cells = ["测甲", number(1), "第二剂", 44352, "镇卫生院", "新型冠状病毒灭活疫苗（Vero细胞）北京生物", 2021050123]
    person = read(TITLES, *cells, kind=VACCINATED)
    assert person.values["id_number"] == number(1) and person.problems == []
    assert person.doses == [
        {"number": 2, "on": DAY, "place": "镇卫生院", "product": "bibp", "batch": "2021050123", "known": "registry"}
    ]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("第一针", 1),
        ("第1剂次", 1),
        ("1", 1),
        (2, 2),
        ("首针", 1),
        ("二", 2),
        ("2/2", None),
        ("加强针", 3),
        ("加强", 3),
        ("第三剂", 3),
    ],
)
def test_the_number_of_a_dose_is_read_as_clinics_write_it(said: object, wanted: int | None) -> None:
    person = read(TITLES, "测甲", number(1), said, DAY, kind=VACCINATED)
    assert [dose.get("number") for dose in person.doses] == [wanted]


def test_a_list_that_does_not_say_which_dose_leaves_the_number_open() -> None:
    person = read(["姓名", "身份证号", "接种时间"], "测甲", number(1), DAY, kind=VACCINATED)
    assert person.doses == [{"on": DAY, "known": "registry"}] and person.problems == []


def test_both_doses_of_a_row_are_read() -> None:
    titles = ["姓名", "身份证号", "第一针时间", "第二针时间", "疫苗厂家"]
    person = read(titles, "测甲", number(1), "2021.5.6", "2021.6.5", "科兴", kind=VACCINATED)
    assert doses(person) == [(1, "2021-05-06", "sinovac"), (2, DAY, "sinovac")]
    assert {dose["known"] for dose in person.doses} == {"registry"}


def test_the_days_list_of_second_doses_does_not_ask_for_the_first() -> None:
    person = read(["姓名", "身份证号", "第二针时间"], "测甲", number(1), DAY, kind=VACCINATED)
    assert doses(person) == [(2, DAY, None)] and person.problems == []


def test_a_remark_of_one_dose_means_adenovirus_here_too() -> None:
    person = read(TITLES, "测甲", number(1), 1, DAY, "", "", "", "一针", kind=VACCINATED)
    assert doses(person) == [(1, DAY, "convidecia")]


def test_a_row_that_cannot_be_matched_stays_out() -> None:
    assert codes(read(TITLES, "测甲", "", 1, DAY, kind=VACCINATED)) == [("身份证号", "id_number.missing")]
    assert codes(read(TITLES, "测甲", "123", 1, DAY, kind=VACCINATED)) == [("身份证号", "id_number.length")]
    assert not read(TITLES, "测甲", "", 1, DAY, kind=VACCINATED).good()


def test_a_row_without_a_dose_is_told() -> None:
    person = read(TITLES, "测甲", number(1), kind=VACCINATED)
    assert codes(person) == [("接种日期", "dose.none")] and not person.good()


def test_a_list_of_residents_needs_no_number() -> None:
    assert read(TITLES, "测甲", "", 1, DAY, kind=RESIDENTS).good()


def test_on_the_command_line_somebody_may_say_which_of_the_two_a_file_is(app: Flask, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", [["姓名", "身份证号", "接种时间"], ["测甲", number(1), DAY]]))
    runner = app.test_cli_runner()
    for said, count in ((VACCINATED, 0), (RESIDENTS, 1), (None, 0)):
        words = ["roster", "check", path, "--json", *(["--kind", said] if said else [])]
        assert json.loads(runner.invoke(args=words).output)["residents"] == count
    done = runner.invoke(args=["roster", "import", path, "--area", GRID, "--kind", RESIDENTS])
    assert done.exit_code == 0 and "1 人" in done.output
