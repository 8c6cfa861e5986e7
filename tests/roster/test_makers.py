"""The vaccine's name and its maker stand in columns of their own, and mean one product."""

import pytest

from server.roster.sheet.beside import settled
from tests.roster.rowing import codes, doses, read

FIRST = "2021-05-06"


@pytest.mark.parametrize(
    ("name", "maker", "product"),
    [
        ("新冠灭活疫苗", "北京生物", "bibp"), ("新型冠状病毒灭活疫苗（Vero细胞）", "北京生物", "bibp"),
        ("灭活疫苗（Vero）", "北京科兴中维", "sinovac"), ("腺病毒载体", "康希诺", "convidecia"),
        ("重组新冠病毒疫苗（CHO细胞）", "安徽智飞", "zifivax"), ("", "武汉生物", "wibp"), ("科兴", "", "sinovac"),
        ("克威莎（吸入用）", "康希诺", "convidecia-air"), ("科兴", "某厂", "sinovac"),
    ],
)  # fmt: skip
def test_the_name_of_a_vaccine_and_its_maker_are_read_together(name: str, maker: str, product: str) -> None:
    row = read(["姓名", "疫苗名称", "生产单位", "接种日期", "剂次"], "测甲", name, maker, FIRST, "1")
    assert doses(row) == [(1, FIRST, product)] and row.problems == []
    numbered = read(["姓名", "第一针时间", "第一针疫苗名称", "第一针生产单位"], "测甲", FIRST, name, maker)
    assert doses(numbered) == [(1, FIRST, product)] and numbered.problems == []


def test_a_name_and_a_maker_of_different_vaccines_are_for_a_person_to_look_at() -> None:
    person = read(["姓名", "疫苗名称", "生产单位", "第一针时间"], "测甲", "科兴", "北京生物", FIRST)
    assert doses(person) == [(1, FIRST, None)] and codes(person) == [("疫苗名称", "product.unclear")]


def test_of_two_columns_that_name_the_vaccine_the_second_is_its_maker() -> None:
    assert settled(["dose1_on", "product", "product", "dose2_on", "product", "product"]) == [
        "dose1_on", "dose1_product", "dose1_maker", "dose2_on", "dose2_product", "dose2_maker",
    ]  # fmt: skip
    assert settled(["product", "product", "dose1_on"]) == ["product", "maker", "dose1_on"]
    assert settled(["name", "maker", "dose1_on"]) == ["name", "product", "dose1_on"]
