"""Who may see what is decided by the server, whatever a phone asks for."""

import json

from tests.journeys.story import FIRST, SECOND, Given, Then, When


def test_a_phone_that_asks_for_a_scope_it_was_not_granted_is_refused(given: Given, when: When, then: Then) -> None:
    device = given.a_device("grid-001-01")
    neighbour = given.somebody(grid=SECOND)
    assert FIRST in device.scopes and SECOND not in device.scopes

    pull = when(device).refused(lambda: device.pulls(scopes=[SECOND]))
    snapshot = when(device).refused(lambda: device.chunk(SECOND))
    edit = device.edit("resident", neighbour["resident"], {"note": ("mine now", [])})
    answer = when(device).pushes(edit)[0]

    assert (pull.code, snapshot.code) == ("scope_not_granted", "scope_not_granted")
    assert (answer["result"], answer["code"]) == ("refused", "scope_not_granted")
    told = json.dumps([pull.body, snapshot.body, answer, device.pulls()], ensure_ascii=False)
    assert neighbour["name"] not in told and neighbour["id_number"] not in told
    assert then.server_holds("select state, code from quarantine where id = ?", edit["id"]) == [
        ("held", "scope_not_granted")
    ]


def test_a_revoked_phone_gets_nothing_and_what_it_still_sends_is_kept(given: Given, when: When, then: Then) -> None:
    device, office = given.a_device("grid-001-01"), given.the_office()
    cursor = device.pulls()["cursor"]
    person = given.somebody()

    when(office).revokes(device.writer)
    pull = device.refused(lambda: device.pulls(cursor))
    snapshot = device.refused(lambda: device.chunk(FIRST))
    edit = device.edit("resident", person["resident"], {"note": ("seen today", [])})
    answer = when(device).pushes(edit)[0]

    assert (pull.code, snapshot.code, answer["code"]) == ("device_revoked",) * 3
    assert set(pull.body) <= {"code", "message", "details"} and not pull.body.get("details")
    assert then.server_holds("select state from quarantine where id = ?", edit["id"]) == [("held",)]


def test_a_link_is_good_for_one_phone_and_not_for_ever(given: Given, when: When, then: Then) -> None:
    device, office = given.a_device(), given.the_office()
    link = office.enrolment_link("grid-001-02")
    code = link.rsplit("/", 1)[1]

    when(device).post("/api/enrol", {"code": code})
    again = device.refused(lambda: device.post("/api/enrol", {"code": code}))
    unknown = device.refused(lambda: device.post("/api/enrol", {"code": code[::-1]}))

    assert (again.code, unknown.code) == ("enrolment_used", "enrolment_unknown")
    for answer in (again, unknown):
        assert answer.body["message"]["zh-CN"] and answer.body["message"]["en"]
