"""What never left a device can be taken back as if it had never been; what may have left cannot."""

from __future__ import annotations

import pytest

from device.undoing import Sent
from tests.device.script import GRID, device, first, holding, row


def test_a_withdrawn_edit_keeps_its_number_and_says_nothing() -> None:
    phone = holding(row("3.1:1r", name="a"))
    phone.set("3.1:1r", {"note": "x"})
    assert phone.withdraw("17.1") == ["17.1"]
    edit = phone.storage.get("outbox", 1)["edit"]
    assert (edit["kind"], edit["fields"], edit["n"]) == ("withdraw", {}, 1)
    assert phone.unsent() == [] and phone.shown("3.1:1r")["values"] == {"name": "a"}


def test_later_edits_are_based_on_what_the_withdrawn_one_had_replaced() -> None:
    phone = holding(row("3.1:1r", name="a", groups=["elderly"]))
    phone.set("3.1:1r", {"name": "b", "groups": ["elderly", "farm"]})
    phone.set("3.1:1r", {"name": "c", "groups": []})
    phone.withdraw("17.1")
    fields = phone.unsent()[0]["fields"]
    assert fields["name"]["base"] == ["3.1"]
    assert fields["groups"]["base"] == {"elderly": ["3.1"], "farm": []}


def test_what_stands_on_a_withdrawn_record_is_withdrawn_with_it() -> None:
    phone = device()
    home = phone.create("household", {"grid": GRID})
    with phone.saving() as group:
        person = group.create("resident", {"household": home, "name": "a"})
        group.create("visit", {"household": home, "informed": [person]})
    phone.create("dose", {"resident": person, "number": 1})
    phone.create("household", {"grid": GRID, "door": "other"})
    assert phone.withdraw("17.1") == ["17.1", "17.2", "17.3", "17.4"]
    assert [each["id"] for each in phone.unsent()] == ["17.5"]


def test_what_may_have_left_is_never_altered() -> None:
    phone = holding(row("3.1:1r", name="a"))
    phone.set("3.1:1r", {"note": "x"})
    first(phone.cycle())
    with pytest.raises(Sent):
        phone.withdraw("17.1")
