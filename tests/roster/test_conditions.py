"""Reasons, wishes and contraindications: the campaign's words where a list says them, else the list's own."""

import pytest

from server.roster.person import campaign
from server.roster.vocabulary import read as data
from server.rules import campaigns
from tests.roster.rowing import codes, read

TITLES = ["姓名", "禁忌症", "未接种原因", "接种意愿", "健康状况", "备注"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("妊娠期", "pregnancy"), ("怀孕", "pregnancy"), ("孕妇", "pregnancy"),
        ("癫痫", "epilepsy"), ("羊癫疯", "epilepsy"),
        ("精神病", "mental_illness"), ("对疫苗过敏", "severe_allergy"), ("既往接种疫苗严重过敏", "severe_allergy"),
        ("发烧", "fever"), ("慢性疾病（病情稳定）", "chronic_stable"), ("慢性病急性发作", "chronic_acute"),
        ("严重慢性疾病", "severe_chronic"), ("家族史", "family_history"),
        ("哺乳期", "breast_feeding"), ("备孕", "planning_pregnancy"),
        ("准备怀孕", "planning_pregnancy"), ("14天内接种过其他疫苗", "other_vaccine"), ("其他（请医院判断）", "other"),
    ],
)  # fmt: skip
def test_a_contraindication_is_suspected_until_a_hospital_has_found_it(said: str, kind: str) -> None:
    person = read(TITLES, "测甲", said)
    assert person.contraindications == [{"kind": kind, "state": "suspected"}] and person.problems == []


@pytest.mark.parametrize(
    "said", ["无", "否", "没有", "无禁忌症", "正常", "健康", "/", "-", "无过敏史", "否认癫痫史", "未怀孕", "无发热", ""]
)
def test_what_denies_a_contraindication_makes_none(said: str) -> None:
    person = read(TITLES, "测甲", said)
    assert person.contraindications == [] and person.problems == []


@pytest.mark.parametrize("said", ["高血压", "过敏体质", "有", "是", "脑梗后遗症"])
def test_a_contraindication_that_the_campaign_does_not_name_is_left_to_the_hospital(said: str) -> None:
    person = read(TITLES, "测甲", said)
    assert person.contraindications == [{"kind": "other", "state": "suspected", "remark": said}]
    assert person.problems == []


def test_several_contraindications_in_a_cell_are_several_records() -> None:
    person = read(TITLES, "测甲", "癫痫、怀孕5个月；青霉素过敏")
    assert person.contraindications == [
        {"kind": "epilepsy", "state": "suspected"},
        {"kind": "pregnancy", "state": "suspected", "remark": "怀孕5个月"},
        {"kind": "other", "state": "suspected", "remark": "青霉素过敏"},
    ]


def test_an_illness_in_the_family_is_not_the_persons_own() -> None:
    assert [each["kind"] for each in read(TITLES, "测甲", "家族癫痫史").contraindications] == ["family_history"]


def test_an_illness_that_nobody_calls_a_contraindication_stays_in_the_note() -> None:
    person = read(TITLES, "测甲", "", "", "", "高血压")
    assert person.contraindications == [] and person.problems == [] and person.values["note"] == "健康状况: 高血压"
    assert read(TITLES, "测甲", "", "", "", "良好").values.get("note") is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("外出", "away"), ("外出务工", "away"), ("不愿接种", "refuses"), ("拒绝", "refuses"), ("没时间", "no_time"),
        ("路太远", "too_far"), ("等疫苗", "waiting_for_vaccine"), ("外地已接种", "elsewhere"),
        ("在其他门诊接种", "elsewhere"),
        ("不知道要接种", "did_not_know"), ("不知道去哪里接种", "did_not_know_where"), ("有禁忌症", "contraindicated"),
        ("其他", "other"), ("Too far", "too_far"), ("no_time", "no_time"),
    ],
)  # fmt: skip
def test_a_reason_is_one_of_the_campaigns(said: str, reason: str) -> None:
    person = read(TITLES, "测甲", "", said)
    assert person.values["reason"] == reason and "note" not in person.values and person.problems == []
    assert "willingness" not in person.values and person.contraindications == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("不知道", "did_not_know"), ("没接到通知", "did_not_know"), ("没人通知", "did_not_know"),
        ("不了解", "did_not_know"),
        ("不知道在哪里打", "did_not_know_where"), ("不知道去哪儿接种", "did_not_know_where"),
        ("找不到接种点", "did_not_know_where"), ("忙", "no_time"), ("要上班", "no_time"), ("走不开", "no_time"),
        ("本人不愿意", "refuses"), ("坚决不打", "refuses"), ("放弃接种", "refuses"),
        ("离得远", "too_far"), ("远", "too_far"),
        ("交通不方便", "too_far"), ("常年在外", "away"), ("人不在", "away"), ("未返乡", "away"), ("不在本地", "away"),
        ("身体不好", "contraindicated"), ("不符合接种条件", "contraindicated"), ("疫苗不足", "waiting_for_vaccine"),
        ("疫苗没到", "waiting_for_vaccine"), ("约不上", "waiting_for_vaccine"), ("在外地打了", "elsewhere"),
        ("外地已打", "elsewhere"), ("务工地已接种", "elsewhere"), ("在别处打了", "elsewhere"),
        ("老家已接种", "elsewhere"),
    ],
)  # fmt: skip
def test_a_reason_is_known_as_villages_say_it(said: str, reason: str) -> None:
    person = read(TITLES, "测甲", "", said)
    assert person.values["reason"] == reason and "note" not in person.values and person.problems == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("高血压", "contraindicated"),
        ("当兵", "away"),
        ("家属不同意", "refuses"),
        ("没车", "too_far"),
        ("带孩子", "no_time"),
    ],
)
def test_a_reason_that_says_more_than_its_code_is_kept_in_its_words(said: str, reason: str) -> None:
    person = read(TITLES, "测甲", "", said)
    assert person.values["reason"] == reason and person.values["note"] == f"未接种原因: {said}"


def test_a_reason_in_other_words_keeps_them() -> None:
    person = read(TITLES, "测甲", "", "在广东打工")
    assert person.values["reason"] == "away" and person.values["note"] == "未接种原因: 在广东打工"


def test_a_reason_that_the_campaign_does_not_name_is_another_one_in_its_own_words() -> None:
    person = read(TITLES, "测甲", "", "懒得去")
    assert person.values["reason"] == "other" and person.values["note"] == "未接种原因: 懒得去"
    assert person.problems == []


def test_a_contraindication_among_the_reasons_is_recorded_as_one() -> None:
    person = read(TITLES, "测甲", "", "怀孕3个月")
    assert person.values["reason"] == "contraindicated"
    assert person.contraindications == [{"kind": "pregnancy", "state": "suspected", "remark": "怀孕3个月"}]
    assert read(TITLES, "测甲", "怀孕", "怀孕").contraindications == [{"kind": "pregnancy", "state": "suspected"}]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("愿意", "willing"),
        ("是", "willing"),
        ("观望", "hesitant"),
        ("拒绝", "refuses"),
        ("否", "refuses"),
        ("未询问", "not_asked"),
    ],
)
def test_willingness_is_read_where_a_list_asks_for_it(said: str, state: str) -> None:
    assert read(TITLES, "测甲", "", "", said).values["willingness"] == state


def test_a_willingness_in_other_words_is_kept_and_told() -> None:
    person = read(TITLES, "测甲", "", "", "看情况再说")
    assert codes(person) == [("接种意愿", "willingness.unknown")] and "看情况再说" in person.values["note"]


def test_a_campaign_of_the_offices_own_knows_its_own_words_only() -> None:
    document = campaigns.load("covid-2021")
    document["contraindications"] = [{"code": "egg", "zh": "鸡蛋过敏", "en": "egg", "kind": "permanent"}]
    document["reasons"] = [{"code": "away", "zh": "人不在", "en": "away"}]
    words = campaign.words_of(document)
    person = read(TITLES, "测甲", "鸡蛋过敏", "人不在", words=words)
    assert person.contraindications == [{"kind": "egg", "state": "suspected"}] and person.values["reason"] == "away"
    person = read(TITLES, "测甲", "怀孕", "路太远", words=words)
    assert person.contraindications == [] and "reason" not in person.values
    assert [code for _, code in codes(person)] == ["contraindication.unknown", "reason.unknown"]
    assert "怀孕" in person.values["note"] and "路太远" in person.values["note"]


def test_groups_are_the_campaigns_by_name_and_by_common_words() -> None:
    person = read(["姓名", "人群分类"], "测甲", "水、电、暖、气等人员、交通、物流、养老、环卫、殡葬、通讯等人员")
    assert person.values["groups"] == ["city_services", "utilities"] and "note" not in person.values
    person = read(["姓名", "人群分类"], "测甲", "60岁以上老年人、医护人员/学生；养猪户")
    assert person.values["groups"] == ["elderly", "medical", "school"]
    assert person.values["note"] == "人群分类: 养猪户" and person.problems == []


def test_the_words_of_conditions_are_each_one_thing() -> None:
    said = data("conditions.json")
    shipped = campaign.words(None)
    assert set(data("groups.json")["groups"]) <= set(shipped.groups.values())
    assert set(said["kinds"]) == shipped.kind_codes and set(said["reasons"]) == shipped.reason_codes
    for group in ("kinds", "reasons", "willingness"):
        words = [word for words in said[group].values() for word in words]
        assert len(words) == len(set(words))
