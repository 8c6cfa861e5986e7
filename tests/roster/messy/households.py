"""Kinds of mess around households: cells merged or left empty, lines reserved, subtotals, "as above"."""

from __future__ import annotations

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

TITLES = ["户号", "户主姓名", "家庭住址", "姓名", "与户主关系", "性别", "身份证号"]
RELATIONS = [("户主", True), ("妻", False), ("长子", True), ("次女", False)]


def _members(home: int, count: int) -> list[tuple[str, str, str, str]]:
    """Name, relation, sex, identity number of a household's members."""
    return [
        (f"测{'甲乙丙丁'[at]}{home}", relation, "男" if man else "女", number(home * 10 + at, man=man))
        for at, (relation, man) in enumerate(RELATIONS[:count])
    ]


def merged_household_cells() -> Messy:
    """Each household's three cells are merged over six printed lines, of which only some are written on."""
    paper = Paper("名册")
    paper.put(*TITLES, "备注")
    for home, count in ((1, 3), (2, 1), (3, 4)):
        first = len(paper.lines) + 1
        for at, member in enumerate(_members(home, count)):
            house = [home, f"测甲{home}", f"柳树村东街{home}号"] if at == 0 else [None] * 3
            paper.person(*house, *member, home=home)
        for _ in range(6 - count):
            paper.put(*[None] * 3)
        for column in range(3):
            paper.down(column, first, first + 5)
    return Messy("merged_household_cells.xlsx", paper)


def household_cells_written_once() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    for home, count in ((1, 3), (2, 2), (3, 1), (4, 4)):
        for at, member in enumerate(_members(home, count)):
            house = [home, f"测甲{home}", f"东街{home}号"] if at == 0 else [None] * 3
            paper.person(*house, *member, home=home)
    return Messy("household_cells_written_once.xlsx", paper)


def household_numbers_without_relations() -> Messy:
    paper = Paper()
    paper.put("户编号", "姓名", "公民身份号码")
    serial = 0
    for home, count in (("A-1", 3), ("A-2", 1), ("A-3", 2)):
        for at in range(count):
            serial += 1
            paper.person(home if at == 0 else "", f"测人{serial}", number(serial), home=home)
    return Messy("household_numbers_without_relations.csv", paper, encoding="gb18030")


def a_head_without_a_number_is_a_household_of_its_own() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    for home, count in ((1, 2), (2, 2), (3, 2)):
        for at, member in enumerate(_members(home, count)):
            house = [home, f"测甲{home}", f"东街{home}号"] if at == 0 and home != 2 else [None] * 3
            paper.person(*house, *member, home=home)
    return Messy("a_head_without_a_number.xlsx", paper)


def households_apart_by_empty_rows() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    for home, count in ((1, 3), (2, 2), (3, 4)):
        for at, member in enumerate(_members(home, count)):
            house = [home, f"测甲{home}", f"东街{home}号"] if at == 0 else [None] * 3
            paper.person(*house, *member, home=home)
        paper.put()
    return Messy("households_apart_by_empty_rows.xlsx", paper)


def a_total_for_each_household_and_page() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    for home, count in ((1, 3), (2, 2), (3, 1)):
        for at, member in enumerate(_members(home, count)):
            house = [home, f"测甲{home}", f"东街{home}号"] if at == 0 else [None] * 3
            paper.person(*house, *member, home=home)
        paper.put(None, "小计", None, f"{count}人")
    paper.put("本页合计", None, None, 6)
    paper.put("总 计", "3户", None, "6人", None, "男4女2")
    paper.put("全村共3户6人")
    return Messy("a_total_for_each_household.xlsx", paper)


def villages_and_groups_written_once() -> Messy:
    paper = Paper()
    paper.put("村", "村民小组", "户号", "姓名", "与户主关系", "身份证号")
    home = 0
    for village, groups in (("柳树村", ("一组", "二组")), ("杨家湾村", ("1组",))):
        for group in groups:
            for turn in range(2):
                home += 1
                for at, (name, relation, _, identity) in enumerate(_members(home, 2)):
                    place = [village if group == groups[0] else None, group] if turn == at == 0 else [None, None]
                    paper.person(*place, home if at == 0 else None, name, relation, identity, home=home)
    return Messy("villages_and_groups_written_once.xlsx", paper)


def as_above() -> Messy:
    paper = Paper()
    paper.put("姓名", "与户主关系", "身份证号", "现住址", "村")
    for home in (1, 2):
        for at, (name, relation, _, identity) in enumerate(_members(home, 3)):
            place = [f"东街{home}号", "柳树村"] if at == 0 else ["同上", "〃"]
            paper.person(name, relation, identity, *place, home=home)
    return Messy("as_above.xlsx", paper)


def flats_with_the_building_written_once() -> Messy:
    paper = Paper()
    paper.put("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号")
    for home, place in enumerate((("1栋", "1单元", "101"), (None, None, "102"), (None, "2单元", "101")), 1):
        for at, (name, relation, _, identity) in enumerate(_members(home, 2)):
            paper.person(*(place if at == 0 else (None,) * 3), name, relation, identity, home=home)
    paper.merged += [(2, 0, 7, 0), (2, 1, 5, 1), (6, 1, 7, 1)]
    return Messy("flats_with_the_building_written_once.xlsx", paper)


KINDS = [
    merged_household_cells, household_cells_written_once, household_numbers_without_relations,
    a_head_without_a_number_is_a_household_of_its_own, households_apart_by_empty_rows,
    a_total_for_each_household_and_page, villages_and_groups_written_once, as_above,
    flats_with_the_building_written_once,
]  # fmt: skip
