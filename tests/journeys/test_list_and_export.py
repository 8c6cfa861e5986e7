"""What the phones recorded is what the office lists, and what it hands on as a spreadsheet."""

import io
from datetime import datetime
from typing import Any

import openpyxl

from tests.journeys.office import Office
from tests.journeys.story import FIRST, Given, Then, When

Row = dict[str, Any]
# Columns that the list shows, and those that it masks: the latter are compared with what the phone holds.
LISTED = ("name", "birth", "doses", "last_dose", "last_visit", "due")
KEPT = ("id_number", "phone")


def test_the_offices_list_and_its_export_show_exactly_what_the_phone_recorded(
    given: Given, when: When, then: Then
) -> None:
    anna, office = given.a_canvasser(), given.the_office()
    said, dosed = given.somebody("due"), given.somebody("due", skip=3)
    when.the_server_stops()
    anna.asks(said["resident"], "hesitant").knocks(said["household"], "family")
    anna.records_a_dose(dosed["resident"]).writes(dosed["resident"], phone="10055556666")
    when.the_server_starts()
    anna.syncs()

    listed = {row["id"]: row for row in then(office).listed(FIRST)}
    held = {key: row["values"] for key, row in anna.rows().items() if row["entity"] == "resident"}
    assert set(listed) == set(held)
    for resident, row in listed.items():
        for name in ("name", "birth", "sex", "life_state", "reason"):
            assert (row[name] or None) == held[resident].get(name), (resident, name)
        assert row["willingness"] == held[resident].get("willingness", "not_asked")
    assert (listed[said["resident"]]["willingness"], listed[said["resident"]]["status"]) == ("hesitant", "hesitant")
    assert listed[said["resident"]]["knocked"] and listed[said["resident"]]["last_visit"]
    assert listed[dosed["resident"]]["doses"] == dosed["doses"] + 1
    _exported_the_same(office, listed, held)


def _exported_the_same(office: Office, listed: dict[str, Row], held: dict[str, Row]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.raw(f"/api/office/export/residents.xlsx?grid={FIRST}")))
    header, *lines = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    words = office.column_words()
    place = {name: header.index(words[name]) for name in LISTED + KEPT}

    def told(value: object) -> str:
        return "" if value is None else str(value)[:10] if isinstance(value, datetime) else str(value)

    exported = sorted(tuple(told(line[index]) for index in place.values()) for line in lines)
    expected = [
        tuple(told(row[name]) for name in LISTED) + tuple(told(held[resident].get(name)) for name in KEPT)
        for resident, row in listed.items()
    ]
    assert exported == sorted(expected)
    assert "10055556666" in {line[-1] for line in exported}
