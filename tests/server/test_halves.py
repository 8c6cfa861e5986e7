"""Groups that arrive in pieces: a phone cuts its batches between groups, but a line may break, and phones differ."""

from __future__ import annotations

from typing import Any

import pytest

from server.errors import Problem
from tests.server.deciding import act, state
from tests.server.town import LI1, Phone, Town


def family(phone: Phone) -> list[dict[str, Any]]:
    """A household and two residents, made together."""
    home = phone.edit("household", {"grid": LI1, "door": "9"})
    people = [phone.edit("resident", {"household": home["id"], "name": name}) for name in ("王五", "王六")]
    return phone.group(home, *people)


def test_the_first_half_of_a_group_at_the_end_of_a_batch_is_asked_for_again(town: Town) -> None:
    phone = town.phone(LI1)
    before = phone.edit("household", {"grid": LI1})
    group = family(phone)
    told = phone.push(before, *group[:2])
    assert [each["id"] for each in told["answers"]] == [before["id"]] and told["expect"] == 2
    assert {each["result"] for each in phone.push(*group)["answers"]} == {"applied"}


def test_halves_that_come_alone_are_held_and_released_together_once_all_are_there(town: Town) -> None:
    phone = town.phone(LI1)
    group = family(phone)
    for half in (group[:2], group[2:]):
        answers = phone.push(*half)["answers"]
        assert {each["code"] for each in answers} == {"group_broken"} and len(answers) == len(half)
        if half == group[:2]:
            with pytest.raises(Problem, match="edit_refused"):
                act(town, "release", group[0]["id"])
    act(town, "release", group[2]["id"])
    assert {each["id"] for each in group} <= phone.pull().keys()


def test_a_half_that_was_discarded_is_not_applied_with_the_other(town: Town) -> None:
    phone = town.phone(LI1)
    group = family(phone)
    phone.push(*group[:2])
    assert act(town, "discard", group[0]["id"]) == [group[0]["id"], group[1]["id"]]
    phone.push(*group[2:])
    with pytest.raises(Problem, match="edit_refused"):
        act(town, "release", group[2]["id"])
    assert state(town, group[0]["id"])[0] == "discarded"
    assert act(town, "discard", group[2]["id"]) == [group[2]["id"]]


def test_a_revoked_phones_halves_are_kept_like_everything_else_of_it(town: Town) -> None:
    phone = town.phone(LI1)
    alone = phone.edit("household", {"grid": LI1})
    group = family(phone)
    town.revoke(phone)
    answers = phone.push(alone, *group[:2])["answers"]
    assert [each["code"] for each in answers] == ["device_revoked"] * 3
    phone.push(group[2])
    act(town, "release", group[0]["id"])
    assert {state(town, each["id"])[0] for each in group} == {"released"}
