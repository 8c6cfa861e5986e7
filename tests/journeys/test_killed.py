"""The browser is killed the moment after it says 已保存, the server stopped: nothing is lost, nothing comes twice."""

import os

import pytest

from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When
from tests.journeys.waiting import until

KILLS = int(os.environ.get("RUHU_KILLS", "2"))


@pytest.mark.kill
@pytest.mark.parametrize("time", range(1, KILLS + 1))
def test_everything_saved_survives_a_kill_and_arrives_exactly_once(
    given: Given, when: When, then: Then, time: int
) -> None:
    anna = given.a_canvasser()
    person, other = given.somebody("due"), given.somebody("due", skip=1 + time % 4)
    when.the_server_stops()

    assert person["resident"] in when(anna).finds(person["name"])
    anna.knocks(person["household"], "spoke").asks(person["resident"], "willing")
    anna.writes(other["resident"], phone="10012345678", note="after the harvest")
    saved = anna.unsent()
    anna.records_a_dose(other["resident"]).is_killed()

    anna.opens()
    again = then(anna).unsent()
    assert again[: len(saved)] == saved and len(again) > len(saved)
    assert [entry["n"] for entry in anna.outbox()] == list(range(1, len(again) + 1))
    then(anna).shows("after the harvest", at=f"/resident/{other['resident']}")

    when.the_server_starts()
    anna.syncs()
    then.arrived_exactly_once(again)
    until(lambda: not anna.outbox(), "the outbox is empty after the pull")
    assert then.listing(person["resident"], "willingness") == "willing"
    assert then.listing(other["resident"], "phone") == "10012345678"
    assert then.listing(other["resident"], "doses") == other["doses"] + 1
    assert then.listing(person["resident"], "knocked") == 1
    _shows_the_same_after_a_new_start(anna, again)
    then.nothing_was_complained_about()


def _shows_the_same_after_a_new_start(phone: Phone, edits: list[str]) -> None:
    phone.browser.close()
    phone.opens()
    assert phone.outbox() == [] and phone.refused() == []
    made_by = {row["by"] for row in phone.rows().values()}
    assert made_by & set(edits)
