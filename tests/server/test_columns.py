"""What a phone may write fits into every column: PostgreSQL refuses what is too long, and the edit never goes in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import String, Text

from server.store.tables import Area, Base, Household, Listing, Review, core
from sync.policies import ENTITIES, Policy, Rule
from sync.shapes import OneOf
from tests.server.town import LI1, Town

SIGNS = ("长", "a", "1", "名")
COLUMNS = [(Household, "household"), (Listing, "resident"), (Listing, "household"), (Area, "area"), (Review, "ruling")]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def longest(rule: Rule) -> str:
    """The longest text that a rule admits, as far as one sign repeated shows it; "" if its values are no free text."""
    if rule.policy is Policy.DERIVED:
        return ""
    fitting = (sign * length for length in range(1, 401) for sign in SIGNS if rule.shape(sign * length))
    return max(fitting, key=len, default="")


def words(rule: Rule) -> set[str]:
    """The words of a closed list."""
    return set(rule.shape.words) if isinstance(rule.shape, OneOf) else set()


@pytest.mark.parametrize(("table", "entity"), COLUMNS)
def test_every_column_is_as_wide_as_the_values_that_are_admitted(table: type[Base], entity: str) -> None:
    compared = 0
    for name, rule in ENTITIES[entity].fields.items():
        column = core(table).columns.get(name)
        if column is None or not isinstance(column.type, String) or isinstance(column.type, Text):
            continue
        width = max(map(len, {longest(rule), *words(rule)}))
        assert column.type.length is not None and width <= column.type.length, f"{entity}.{name}"
        compared += 1
    assert compared > 0


@pytest.mark.parametrize("entity", ["household", "resident", "contraindication", "dose", "visit", "appointment"])
def test_the_longest_values_that_are_admitted_are_applied_at_once(town: Town, entity: str) -> None:
    phone = town.phone(LI1)
    home = town.household()
    fixed: dict[str, Any] = {"household": home, "resident": town.resident(home), "grid": LI1}
    fields: dict[str, Any] = {}
    for name, rule in ENTITIES[entity].fields.items():
        if (value := longest(rule)) and name not in ("voids", "same_as"):
            fields[name] = {"add": [value]} if rule.policy is Policy.SET else value
    required = {"number": 1} if entity == "appointment" else {}
    told = phone.one(
        phone.edit(entity, fields | {k: v for k, v in fixed.items() if k in ENTITIES[entity].fields} | required)
    )
    assert (told["result"], told.get("code")) == ("applied", None)
    assert told["id"] in phone.pull()
