"""What a phone claims of an earlier answer is believed only if this server had signed it."""

from __future__ import annotations

import pytest

from tests.server.town import LI1, Town

FAR = 2_000_000_000_000  # a time of the year 2033


@pytest.mark.parametrize("ack", ["0" * 32, "", "f" * 64])
def test_an_effective_time_that_the_server_never_signed_is_not_believed(town: Town, ack: str) -> None:
    home = town.household()
    liar, honest = town.phone(LI1), town.phone(LI1)
    liar.pull(), honest.pull()
    claimed = {**liar.edit("household", {"note": "mine for ever"}, home), "eff": FAR, "ack": ack}
    assert liar.one(claimed)["eff"] < FAR
    assert honest.one(honest.edit("household", {"note": "later"}, home))["result"] == "applied"
    assert honest.pull()[home]["values"]["note"] == "later"


def test_an_edit_sent_with_its_empty_bases_and_without_them_is_one_edit(town: Town) -> None:
    person = town.resident(town.household())
    phone = town.phone(LI1)
    phone.pull()
    edit = phone.edit("resident", {"groups": {"add": ["elderly"]}, "note": "at home in the evening"}, person)
    edit["fields"]["groups"]["base"] = {}
    lean = {**edit, "fields": {name: {"value": each["value"]} for name, each in edit["fields"].items()}}
    told = phone.one(edit)
    assert told["result"] == "applied"
    assert phone.one(lean) == told
