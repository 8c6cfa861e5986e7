"""The tables that an office hands in: the daily one by village, the ranking, the roster of people vaccinated."""

from __future__ import annotations

from typing import Any

from server.exchange import ledger
from tests.lists.conftest import NUMBER, TODAY, Family, Hall
from tests.server.clock import Clock
from tests.server.town import LI, LI1, LI2, WANG


def table(hall: Hall, name: str, query: str = "") -> dict[str, Any]:
    """A built-in table as the page gets it."""
    found: dict[str, Any] = hall.desk.get(f"/tables/{name}?on={TODAY}{query}")
    return found


def line(hall: Hall, place: str = LI, query: str = "") -> dict[str, Any]:
    """The line of one village in the daily table."""
    return next(each for each in table(hall, "daily", query)["lines"] if each["code"] == place)


def test_everybody_of_a_village_stands_in_one_place_only(hall: Hall, neighbours: list[str]) -> None:
    hall.writes("dose", {"resident": neighbours[0], "number": 1, "on": "2026-11-19", "known": "declared"})
    refuses = hall.town.resident(hall.town.household(LI2, "9号"), "李三", birth="1980-02-02", willingness="refuses")
    child = hall.town.resident(hall.town.household(LI2, "10号"), "李幼", birth="2025-02-02")
    assert refuses and child
    one = line(hall)
    assert (one["population"], one["covered"], one["full"], one["boosted"]) == (6, 2, 1, 1)
    assert (one["contraindicated"], one["away"], one["declined"], one["remaining"], one["outside"]) == (1, 1, 1, 0, 1)
    assert one["covered"] + one["unvaccinated"] + one["outside"] == one["population"]
    assert one["target"] == one["covered"] + one["away"] + one["declined"] + one["remaining"] == 4
    assert one["rate"] == 0.5 and line(hall, query="&per=population")["rate"] == 2 / 6


def test_todays_doses_are_told_by_kind_and_those_of_other_days_are_not(hall: Hall, neighbours: list[str]) -> None:
    hall.dose(neighbours[0], 1, TODAY)
    hall.dose(neighbours[1], 1, "2026-11-19")
    one = line(hall)
    assert (one["today1"], one["today2"], one["today3"], one["today_booster"], one["today_doses"]) == (1, 0, 0, 1, 2)
    assert line(hall, WANG)["today_doses"] == 0 and line(hall, WANG)["covered"] == 1
    total = table(hall, "daily")["total"]
    assert (total["today_doses"], total["covered"]) == (2, 3)


def test_the_table_of_an_earlier_day_knows_nothing_of_later_doses(hall: Hall, neighbours: list[str]) -> None:
    hall.dose(neighbours[0], 1, TODAY)
    one = hall.desk.get("/tables/daily?on=2026-11-19")["lines"][0]
    assert (one["covered"], one["full"], one["boosted"], one["remaining"], one["today_doses"]) == (1, 1, 0, 1, 0)
    assert one["covered"] + one["unvaccinated"] + one["outside"] == one["population"]


def test_a_table_may_be_about_the_registered_or_the_resident_population(hall: Hall) -> None:
    home = hall.town.household()
    for name, residency in (("甲", "local"), ("乙", "moved_in"), ("丙", "moved_out"), ("丁", "registered_elsewhere")):
        hall.town.resident(home, f"李{name}", birth="1980-01-01", residency=residency)
    hall.town.resident(home, "李戊", birth="1980-01-01")
    assert line(hall)["population"] == 5
    assert line(hall, query="&of=registered")["population"] == 3
    assert line(hall, query="&of=resident")["population"] == 4
    assert table(hall, "daily", "&of=registered")["of"] == "户籍人口"


def test_a_ranking_goes_by_rate_and_says_what_has_changed_since_yesterday(hall: Hall, neighbours: list[str]) -> None:
    hall.dose(neighbours[1], 1, TODAY)
    person = hall.writes("person", {"name": "赵书记", "role": "leader"})
    values = {"code": WANG, "name": "王家村", "level": "village", "people": [{"person": person, "role": "leader"}]}
    fields = {name: (value, None) for name, value in values.items()}
    hall.town.office(ledger.Draft("create", "area", None, fields, id=f"area:{WANG}"))
    first, second = table(hall, "ranking")["lines"]
    assert (first["code"], first["rank"], first["rate"], first["done_today"], first["change"]) == (
        WANG,
        1,
        1.0,
        1,
        100.0,
    )
    assert (first["leader"], first["moved"], second["moved"]) == ("赵书记", 1, -1)
    assert (second["code"], second["rank"], second["done"], second["target"]) == (LI, 2, 1, 3)


def test_equal_rates_share_a_rank(hall: Hall, neighbours: list[str]) -> None:
    ranks = [each["rank"] for each in table(hall, "ranking", "&by=booster&level=grid")["lines"]]
    assert ranks == [1, 2, 2]


def test_the_roster_of_the_day_has_a_line_for_each_dose_of_that_day(hall: Hall, family: Family) -> None:
    hall.dose(family.wife, 1, TODAY, place="城关接种点", batch="B7", known="registry")
    sheet = hall.file(f"/tables/given/file.xlsx?on={TODAY}")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=6)]
    assert rows[0][:6] == [1, "李大山", "男", 56, NUMBER, "10000000001"] and rows[0][8] == "加强针"
    assert rows[1][1] == "王小花" and rows[1][8:] == ["第一针", "北京生物", "B7", "城关接种点", "系统查得"]
    assert (sheet["E5"].data_type, sheet["E5"].number_format) == ("s", "@")
    assert "共 2 人 2 剂次（第一针 1，第二针 0，第三针 0，加强针 1）" in sheet["A2"].value


def test_a_line_whose_address_takes_two_lines_is_as_tall_as_two(hall: Hall, family: Family) -> None:
    lane = "河西新区东方花园三期安置小区北苑"
    hall.town.office(ledger.Draft("set", "household", family.home, {"lane": (lane, None)}))
    sheet = hall.file(f"/tables/given/file.xlsx?on={TODAY}")
    assert (sheet.row_dimensions[5].height, sheet.row_dimensions[4].height) == (30, 44)


def test_a_day_on_which_nobody_was_vaccinated_is_reported_as_zero(hall: Hall) -> None:
    sheet = hall.file(f"/tables/given/file.xlsx?on={TODAY}")
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "今日无新增接种（零报告）" in said and "共 0 人 0 剂次" in sheet["A2"].value


def test_the_daily_file_is_stamped_signed_summed_and_set_for_a4(hall: Hall, neighbours: list[str]) -> None:
    hall.desk.post("/tables/signers", {"filled_by": "钱一", "checked_by": "孙二", "phone": "10000000009"})
    sheet = hall.file(f"/tables/daily/file.xlsx?on={TODAY}&until=16:30")
    assert sheet["A2"].value.startswith("截至2026年11月20日16时30分　　统计口径：在册居民")
    assert [sheet.cell(row, 3).value for row in (5, 6, 7)] == [4, 1, 5] and sheet["B7"].value == "合计"
    assert sheet["M3"].value == "接种率\n（占任务数）" and sheet["M5"].number_format == "0.0%"
    assert "填报人：钱一" in sheet["A9"].value and "审核人：孙二" in sheet["A9"].value
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C5", "A4:R6", "$3:$4")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert {each.coord for each in sheet.merged_cells.ranges} >= {"A1:R1", "E3:H3", "A3:A4", "A9:R9"}


def test_a_table_is_never_stamped_for_an_hour_that_is_still_to_come(hall: Hall, clock: Clock) -> None:
    shown = hall.desk.get("/tables/daily")
    assert shown["until"] <= "16:30" and shown["until"] <= shown["made_at"][-5:]
    for on in ("2099-01-01", "0001-01-01", "2026-02-30"):
        assert hall.desk.get(f"/tables/daily?on={on}", 422)["details"] == {"path": "on"}
    assert hall.desk.get("/tables/daily?until=25:00", 422)["code"] == "bad_value"
    assert hall.desk.get("/tables/nothing", 404)["code"] == "not_found"


def test_a_grid_has_its_own_line_when_grids_are_asked_for(hall: Hall, neighbours: list[str]) -> None:
    codes = [each["code"] for each in table(hall, "daily", "&level=grid")["lines"]]
    assert codes[:2] == [LI1, LI2] and line(hall, LI1, "&level=grid")["population"] == 3


def test_the_figures_of_a_village_are_the_lengths_of_the_lists_that_they_lead_to(
    hall: Hall, neighbours: list[str]
) -> None:
    one = line(hall)
    lists = {
        "population": "", "covered": "&doses=one", "full": "&doses=full", "boosted": "&doses=booster",
        "unvaccinated": "&doses=none&status=in_scope", "contraindicated": "&doses=none&status=contraindicated",
        "away": "&doses=none&status=away", "declined": "&doses=none&status=refuses",
        "remaining": "&doses=none&status=remaining",
    }  # fmt: skip
    found = {name: hall.desk.get(f"/lists?columns=name&village={LI}{query}")["total"] for name, query in lists.items()}
    assert found == {name: one[name] for name in lists}


def test_a_table_of_today_says_how_many_phones_may_still_hold_something(hall: Hall) -> None:
    hall.town.phone(LI1)
    assert hall.desk.get("/tables/daily")["behind"] == 1 and hall.desk.get("/tables/daily?on=2026-11-19")["behind"] == 0
    hall.town.phone(LI1).pull()
    assert hall.desk.get("/tables/daily")["behind"] == 1
