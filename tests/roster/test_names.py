"""What stands in the cell of a name beside the name: kept in the note, put right, or for a person to look at."""

import pytest

from tests.roster.rowing import codes, read


@pytest.mark.parametrize(
    ("said", "name", "note"),
    [
        ("王小明（户主）", "王小明", "姓名: 户主"), ("孙小二【孙子】", "孙小二", "姓名: 孙子"),
        ("测甲(女)", "测甲", "姓名: 女"),
        ("★赵党员", "赵党员", None), ("*钱五", "钱五", None), ("测甲、", "测甲", None), ("※ 测甲", "测甲", None),
        ("买买提.吐尔逊", "买买提·吐尔逊", None), ("阿依古丽•买买提", "阿依古丽·买买提", None),
        ("阿依古丽。买买提", "阿依古丽·买买提", None), ("买买提 · 吐尔逊", "买买提·吐尔逊", None),
    ],
)  # fmt: skip
def test_a_name_is_bared_of_what_stands_beside_it(said: str, name: str, note: str | None) -> None:
    person = read(["姓名"], said)
    assert person.values["name"] == name and person.values.get("note") == note and person.problems == []
    assert [(cell.before, cell.after) for cell in person.mended] == [(said, name)]


def test_a_relation_beside_the_name_is_taken_where_the_row_has_no_other() -> None:
    assert read(["姓名", "与户主关系"], "王小明（户主）", "").values["relation"] == "02"
    assert read(["姓名", "与户主关系"], "王小明（户主）", "子").values["relation"] == "20"
    assert "relation" not in read(["姓名", "与户主关系"], "测甲（女）", "").values


@pytest.mark.parametrize(
    "said", ["李四(已故)", "李四（2020年去世）", "李四已故", "李四（已迁出）", "李四(亡)", "李四（出嫁）"]
)
def test_somebody_who_seems_to_be_gone_goes_in_and_is_told(said: str) -> None:
    person = read(["姓名", "备注"], said, "脱贫户")
    assert person.values["name"] == "李四" and person.values["note"].startswith("脱贫户; 姓名: ")
    assert codes(person) == [("姓名", "name.gone")] and person.good()


@pytest.mark.parametrize(
    "said", ["王小明、李小红", "王小明/李小红", "王小明,李小红", "王小明\n李小红", "王小明 、 李小红"]
)
def test_two_people_in_one_cell_stop_the_row(said: str) -> None:
    person = read(["姓名"], said)
    assert codes(person) == [("姓名", "name.several")] and not person.good()


@pytest.mark.parametrize(
    "said",
    [
        "张三", "张\n三", "欧阳 娜娜", "John Smith", "Smith, John", "刘氏",
        "买买提·吐尔逊", "未取名", "王小明1", "测人12", "马死狗", "王芳(大)",
    ],
)  # fmt: skip
def test_a_name_that_may_be_one_is_left_as_it_is(said: str) -> None:
    person = read(["姓名"], said)
    assert person.values["name"].replace(" ", "") == "".join(said.split()) and person.problems == []
    assert "note" not in person.values


def test_a_head_is_found_again_under_a_name_with_ornaments() -> None:
    assert read(["姓名", "户主姓名"], "★赵党员", "赵党员（户主）").head_name == "赵党员"
