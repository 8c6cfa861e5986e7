"""Kinds of mess around doors and numbers of households: several styles of one thing in one file."""

from __future__ import annotations

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number


def compounds_with_the_same_flats() -> Messy:
    """Two compounds have a building 1 each, and numbers are written with and without their kind."""
    paper = Paper()
    paper.put("小区", "楼栋", "单元", "房号", "姓名", "身份证号")
    flats = [
        ("阳光小区", "1栋", "1单元", "101", "阳1"), ("阳光小区", 1, 1, 101.0, "阳1"),
        ("阳光小区", "1号楼", "一单元", "102室", "阳2"), ("阳光小区", 1, 1, 102.0, "阳2"),
        ("月亮小区", "1栋", "1单元", "101", "月1"), ("月亮小区", 2, 1, 101, "月2"),
    ]  # fmt: skip
    for at, (*place, home) in enumerate(flats):
        paper.person(*place, f"测{'甲乙丙丁戊己'[at]}", number(at), home=home)
    return Messy("compounds_with_the_same_flats.xlsx", paper)


def numbers_of_households_with_and_without_zeros() -> Messy:
    paper = Paper()
    paper.put("户号", "姓名", "与户主关系", "身份证号")
    rows = [("001", "户主", 1), ("001", "妻", 1), (1, "子", 1), (2, "户主", 2), ("002", "妻", 2), ("2", "子", 2)]
    for at, (no, relation, home) in enumerate(rows):
        paper.person(no, f"测{'甲乙丙丁戊己'[at]}", relation, number(at, man=relation != "妻"), home=home)
    return Messy("numbers_of_households_with_zeros.xlsx", paper)


def members_before_their_head() -> Messy:
    """Sorted by something else: only the head's name says who belongs together. Two heads of one name are two."""
    paper = Paper()
    paper.put("姓名", "身份证号", "与户主关系", "户主姓名")
    rows = [
        ("测乙", "妻", "测甲", "甲"), ("测丁", "户主", "测丁", "丁"), ("测甲", "户主", "测甲", "甲"),
        ("测丙", "子", "测甲", "甲"), ("测甲", "户主", "测甲", "另一甲"), ("测戊", "子", "测甲", "另一甲"),
        ("测己", "女", "测丁", "丁"),
    ]  # fmt: skip
    for at, (name, relation, head, home) in enumerate(rows):
        paper.person(name, number(at, man=relation not in ("妻", "女")), relation, head, home=home)
    return Messy("members_before_their_head.xlsx", paper)


def household_numbers_begin_anew_in_each_group() -> Messy:
    """The last households of a group are left without its name, and their numbers go on."""
    paper = Paper()
    paper.put("组", "户号", "姓名", "与户主关系", "身份证号")
    rows = [
        ("1组", 1, "户主"), ("1组", 1, "妻"), ("1组", 2, "户主"),
        ("2组", 1, "户主"), ("2组", 1, "妻"), ("", 2, "户主"), ("", 2, "妻"),
    ]  # fmt: skip
    for at, (group, no, relation) in enumerate(rows):
        home = ("1组" if at < 3 else "2组", no)
        paper.person(group, no, f"测{'甲乙丙丁戊己庚'[at]}", relation, number(at, man=relation != "妻"), home=home)
    return Messy("household_numbers_begin_anew.xlsx", paper)


KINDS = [
    compounds_with_the_same_flats, numbers_of_households_with_and_without_zeros, members_before_their_head,
    household_numbers_begin_anew_in_each_group,
]  # fmt: skip
