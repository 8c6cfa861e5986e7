"""Kinds of mess within the cells: numbers, dates and telephones as people type them and Excel changes them."""

from __future__ import annotations

import datetime

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

IDENTITY = "身份证号"


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def _ending_in_x() -> str:
    return next(found for serial in range(20, 200) if (found := number(serial)).endswith("X"))


def birth_dates_in_many_styles() -> Messy:
    paper = Paper()
    paper.put("姓名", "出生日期", "门牌号")
    styles: list[object] = [
        "1980-05-31", "1980-5-31", "1980/5/31", "1980.5.31", "1980年5月31日", "19800531", "１９８０年５月３１日",
        "1980.05.31 ", "1980-05-31 00:00:00", 29372, datetime.date(1980, 5, 31), "29372",
    ]  # fmt: skip
    for door, style in enumerate(styles, 1):
        said = str(style).strip()
        right = said == "1980-05-31"
        mended = [] if right else [("出生日期", said, "1980-05-31")]
        paper.person(f"测人{door}", style, f"{door}号", home=door, mended=mended)
    return Messy("birth_dates_in_many_styles.xlsx", paper)


def dates_that_are_none() -> Messy:
    paper = Paper()
    paper.put("姓名", "出生日期", "门牌号")
    for door, (said, code) in enumerate(
        (("1980-02-30", "birth.impossible"), ("1980.13.1", "birth.impossible"), ("不详", "birth.impossible"),
         ("5月31日", "birth.without_year"), ("5.31", "birth.without_year"), ("2050-1-1", "birth.ahead")), 1,
    ):  # fmt: skip
        paper.person(f"测人{door}", said, f"{door}号", home=door, problems=[("出生日期", code)], out=True)
    paper.person("测人好", "1980-01-01", "9号", home=9)
    return Messy("dates_that_are_none.xlsx", paper)


def identity_numbers_put_right() -> Messy:
    paper = Paper()
    paper.put("姓名", "门牌号", IDENTITY)
    x = _ending_in_x()
    for door, (before, after) in enumerate(
        (
            (x.lower(), x),
            (_wide(number(1)), number(1)),
            (f"{number(2)[:6]} {number(2)[6:14]} {number(2)[14:]}", number(2)),
            (f"'{number(3)}", number(3)),
            (f"\u00a0{number(4)}\u200b", number(4)),
            (f"{_wide(number(5)[:6])}　{_wide(number(5)[6:])}", number(5)),
        ),
        1,
    ):
        kept = before.strip()
        paper.person(f"测人{door}", f"{door}号", before, home=door, mended=[(IDENTITY, kept, after)])
    return Messy("identity_numbers_put_right.xlsx", paper)


def identity_numbers_that_are_wrong() -> Messy:
    paper = Paper()
    paper.put("姓名", "门牌号", IDENTITY)
    right = number(3)
    flipped = right[:17] + ("1" if right[17] == "0" else "0")
    swapped = right[:12] + right[13] + right[12] + right[14:] if right[12] != right[13] else flipped
    for door, (said, code) in enumerate(
        (
            (flipped, "id_number.check_digit"),
            (swapped[:16] + right[16:], "id_number.check_digit"),
            ("1.30123E+17", "id_number.excel_number"),
            (9.90101198005311e17, "id_number.excel_number"),
            (right[:17], "id_number.length"),
            (right + "1", "id_number.length"),
            (right[:14] + "****", "id_number.characters"),
            ("99010119801331001X", "id_number.birth"),
        ),
        1,
    ):
        paper.person(f"测人{door}", f"{door}号", said, home=door, problems=[(IDENTITY, code)], out=True)
    paper.person("测人好", "99号", number(4), home=99)
    return Messy("identity_numbers_that_are_wrong.xlsx", paper)


def telephones_as_people_write_them() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "联系电话")
    for serial, (before, after) in enumerate(
        (("+86 100 0000 0001", "10000000001"), ("86-10000000002", "10000000002"), ("100-0000-0003", "10000000003"),
         (_wide("10000000004"), "10000000004"), ("100 0000 0005", "10000000005"), ("+8610000000006", "10000000006")), 1,
    ):  # fmt: skip
        paper.person(f"测人{serial}", number(serial), before, home=serial, mended=[("联系电话", before, after)])
    paper.person("测人八", number(8), 10000000008, home=8)
    return Messy("telephones.xlsx", paper)


def what_contradicts_the_identity_number() -> Messy:
    paper = Paper()
    paper.put("姓名", "性别", "出生日期", "身份证号码")
    paper.person("测甲", "女", "1980-05-31", number(1), home=1, problems=[("性别", "sex.contradicts_id")], out=True)
    wrong = [("出生日期", "birth.contradicts_id")]
    paper.person("测乙", "男", "1980-05-30", number(2), home=2, problems=wrong, out=True)
    paper.person("测丙", "男", "1980-05-31", number(3), home=3)
    return Messy("what_contradicts_the_number.xlsx", paper)


def the_same_person_twice() -> Messy:
    paper = Paper()
    paper.put("户号", "姓名", "身份证号")
    paper.person("1", "测甲", number(1), home="1")
    paper.person("1", "测乙", number(2), home="1")
    twice = [("身份证号", "resident.twice_in_file")]
    paper.person("2", "测 甲", number(1), home="2", problems=twice, mended=[("姓名", "测 甲", "测甲")], out=True)
    paper.person("3", "测丙", number(3), home="3")
    return Messy("the_same_person_twice.xlsx", paper)


def cells_with_formulas_and_scripts() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "门牌号", "备注")
    for door, note in enumerate(("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1+1)*cmd", "-2+3", "+86"), 1):
        paper.person(f"测人{door}", number(door), f"{door}号", note, home=door)
    return Messy("cells_with_formulas_and_scripts.xlsx", paper)


KINDS = [
    birth_dates_in_many_styles, dates_that_are_none, identity_numbers_put_right, identity_numbers_that_are_wrong,
    telephones_as_people_write_them, what_contradicts_the_identity_number, the_same_person_twice,
    cells_with_formulas_and_scripts,
]  # fmt: skip
