"""What is applied without looking at the household leaves everything as if it had been looked at."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import sync.shapes
from server.exchange import applying, incoming, push
from sync.edit import Change, Edit, Kind, content_hash
from tests.server.town import LI1, Town


def closed_under_review(town: Town) -> tuple[Any, Any, str, str]:
    """Somebody died on one phone, and another one had recorded a contraindication meanwhile."""
    person = town.resident(town.household())
    one, two = town.phone(LI1), town.phone(LI1)
    one.pull(), two.pull()
    one.one(one.edit("resident", {"life_state": "died"}, person))
    noted = two.edit("contraindication", {"resident": person, "kind": "fever", "remark": "37.9", "state": "suspected"})
    two.one(noted)
    one.pull(), two.pull()
    return one, two, person, noted["id"]


def test_an_open_review_tells_of_the_work_below_as_it_stands_now(town: Town) -> None:
    one, two, person, noted = closed_under_review(town)
    assert two.one(two.edit("contraindication", {"remark": "38.5"}, noted))["result"] == "applied"
    one.pull()
    told = [row["values"] for row in one.rows.values() if row["entity"] == "review"]
    (review,) = [each for each in told if (each["about"], each["kind"]) == (person, "life_state_unknown")]
    assert [option["value"]["remark"] for option in review["options"] if option["record"] == noted] == ["38.5"]


def test_most_of_a_day_needs_no_household(town: Town, monkeypatch: Any) -> None:
    person = town.resident(home := town.household())
    phone = town.phone(LI1)
    phone.pull()
    loud: list[object] = []
    sound = applying.apply
    monkeypatch.setattr(push, "apply", lambda *rest, **more: (loud.append(rest), sound(*rest, **more))[1])
    answers = phone.push(
        phone.edit("visit", {"household": home, "outcome": "spoke"}),
        phone.edit("resident", {"phone": "10012345678", "willingness": "willing"}, person),
        phone.edit("dose", {"resident": person, "number": 1, "product": "unknown", "on": "2026-11-20"}),
        phone.edit("resident", {"household": home, "name": "王五"}),
    )["answers"]
    assert [each["result"] for each in answers] == ["applied"] * 4 and loud == []
    phone.one(phone.edit("resident", {"life_state": "moved_out"}, person))
    assert len(loud) == 1


@given(
    st.dictionaries(
        st.sampled_from(["note", "phone", "away", "later"]),
        st.text(max_size=30) | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none() | st.floats(),
        min_size=1,
    )
)
def test_the_quick_hash_of_an_edit_is_its_hash(values: dict[str, Any]) -> None:
    fields = {name: Change(value, ("3.1",)) for name, value in values.items() if sync.shapes.plain(value)}
    sent = Edit("17.4", 17, 4, "17.4", 1, 1_790_000_000_000, Kind.SET, "resident", "3.1:157r", fields)
    assert incoming._content(sent) == content_hash(sent)
