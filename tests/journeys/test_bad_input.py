"""Bad input: a clear error with a code and what to do, in both languages, and nothing half-written."""

import io
import json
import zipfile

import openpyxl
import pytest

from tests.journeys.device import Device
from tests.journeys.office import Answered, Office
from tests.journeys.story import Given, Then, When
from tests.journeys.waiting import until

LARGE = 200 * 1024 * 1024
VILLAGE = "990101100001"


def _sheet(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _broken_zip() -> bytes:
    whole = _sheet([["姓名"], ["张三"]])
    return whole[: len(whole) // 2]


def _not_a_workbook() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return kept.getvalue()


def _is_clear(answer: Answered) -> None:
    assert 400 <= answer.status < 500 and answer.code, answer
    for language in ("zh-CN", "en"):
        words = answer.body["message"][language]
        assert len(words) > 5 and "Traceback" not in words and "sqlite" not in words.lower()
    assert answer.body["message"]["zh-CN"] != answer.body["message"]["en"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.docx", b"PK\x03\x04 not a list"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("half.xlsx", _broken_zip()),
        ("archive.xlsx", _not_a_workbook()),
        ("empty.csv", b""),
        ("other.csv", "日期,天气\n2026-11-20,晴\n".encode()),
    ],
    ids=["wrong type", "a picture", "a broken zip", "another archive", "an empty file", "no roster"],
)
def test_a_wrong_file_is_told_and_leaves_nothing(
    given: Given, when: When, then: Then, name: str, content: bytes
) -> None:
    office = given.the_office()
    with then.nothing_is_written(), pytest.raises(Answered) as told:
        when(office).uploads(name, content, VILLAGE)
    _is_clear(told.value)


def test_a_file_of_200_mb_is_refused_without_being_kept(given: Given, when: When, then: Then) -> None:
    office = given.the_office()
    with then.nothing_is_written(), pytest.raises((Answered, OSError)) as told:
        when(office).uploads("huge.csv", bytes(LARGE), VILLAGE)
    if isinstance(told.value, Answered):
        _is_clear(told.value)
        assert told.value.code in ("too_large", "file.too_large")
    large = [path for path in then.world.server.var.rglob("*") if path.is_file() and path.stat().st_size > LARGE // 2]
    assert large == []


def test_a_formula_stays_text_on_its_way_in_and_out(given: Given, when: When, then: Then) -> None:
    office, device = given.the_office(), given.a_device()
    person = given.somebody()
    row = device.whole(person["grid"])[person["resident"]]
    formula = '=HYPERLINK("http://example.org","x")'
    base = row.get("also", {}).get("phone", [row["by"]])
    answer = when(device).pushes(device.edit("resident", person["resident"], {"phone": ("=1+1", base)}))[0]
    assert answer["result"] == "applied"

    book = openpyxl.load_workbook(io.BytesIO(office.raw("/api/office/export/residents.xlsx")))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value == "=1+1"]
    assert cells and all(cell.data_type == "s" or cell.quotePrefix for cell in cells)

    sheet = _sheet([["姓名", "身份证号", "备注"], ["赵六", "", formula]])
    imported = json.dumps(office.uploads("formula.xlsx", sheet, VILLAGE), ensure_ascii=False)
    assert "HYPERLINK" not in imported or formula in imported.replace('\\"', '"')


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/sync/push", {"edits": "all of them"}),
        ("/api/sync/push", {"now": 1, "edits": [1, 2]}),
        ("/api/sync/pull", {"cursor": 17}),
        ("/api/sync/pull", {"cursor": "forged"}),
        ("/api/sync/pull", ["no", "object"]),
        ("/api/enrol", {}),
    ],
)
def test_a_request_of_the_wrong_shape_is_told(given: Given, when: When, then: Then, path: str, body: object) -> None:
    device = given.a_device()
    with then.nothing_is_written():
        _is_clear(when(device).refused(lambda: device.post(path, body)))


def test_an_edit_of_the_wrong_shape_is_refused_alone(given: Given, when: When, then: Then) -> None:
    device, person = given.a_device(), given.somebody()
    bad = device.edit("resident", person["resident"], {"shoe_size": (43, [])})
    good = device.edit("visit", None, {"household": (person["household"], []), "on": ("2026-11-20", [])})
    good["fields"] |= {"outcome": {"value": "nobody", "base": []}, "at": {"value": 1, "base": []}}
    answers = when(device).pushes(bad, good)
    assert [answer["result"] for answer in answers] == ["refused", "applied"]
    assert answers[0]["code"] == "unknown_field"


def test_an_area_that_does_not_exist_is_told(given: Given, when: When, then: Then) -> None:
    office = given.the_office()
    number = office.account("grid-001-01")["id"]
    with then.nothing_is_written(), pytest.raises(Answered) as told:
        when(office).post(f"/api/office/accounts/{number}/grants", {"areas": ["990101999999"]})
    _is_clear(told.value)
    assert told.value.code == "unknown_area"


def test_an_expired_link_is_told_with_what_to_do(given: Given, when: When, then: Then) -> None:
    link = given.the_office().enrolment_link("grid-001-01")
    then.world.server.alters("update enrolments set expires = 1 where used_at is null")
    with pytest.raises(Answered) as told:
        Device(then.world.server, link)
    _is_clear(told.value)
    assert told.value.code == "enrolment_expired"

    browser = then.world.browser("late")
    page = when(browser).start()
    page.goto(link)
    page.locator("[data-test=enrol]").click()
    until(lambda: page.locator("[data-test=enrol-error]").count(), "the phone says that the link has expired")
    assert len(page.locator("[data-test=enrol-error]").inner_text()) > 10


def test_the_office_is_not_entered_by_guessing(given: Given, when: When, then: Then) -> None:
    office = Office(then.world.server, "wrong-password")
    codes: list[str] = []
    while "too_many_requests" not in codes:  # ten in a minute by the clock on the wall, which may begin in between
        assert len(codes) < 21
        with pytest.raises(Answered) as told:
            when(office).sign_in()
        _is_clear(told.value)
        codes.append(told.value.code)
    assert codes[0] == "wrong_password" and len(codes) > 10
