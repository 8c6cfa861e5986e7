"""Phones that have not been updated, and phones that have been before the server: nothing of either is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import shapes, upcast
from sync.edit import Change, Edit, Kind, content_hash, parse
from sync.merge import apply_group, merge
from sync.outcomes import Outcome, RefusalCode
from sync.policies import ENTITIES, KNOWN_SCHEMA, Policy, Rule
from sync.state import State
from sync.upcast import Older, too_old
from tests.sync.budget import histories
from tests.sync.test_totality import RAW, try_parse
from tests.sync.world import roster

LAST = upcast.OLDER[1].last_day


def number(value: object, schema: int = 1) -> Edit:
    fields = {"id_number": Change(value, ("3.1",)), "note": Change("x")}
    return Edit("17.1", 17, 1, "17.1", 1, 1, Kind.SET, "resident", "3.1:1r", fields, schema=schema)


def test_a_phone_of_the_first_schema_sends_a_number_as_it_was_typed() -> None:
    now = upcast.upcast(number("９９0101 19500101 001x"))
    assert now.schema == KNOWN_SCHEMA and now.fields["id_number"] == Change("99010119500101001X", ("3.1",))
    assert now.fields["note"] == Change("x")


def test_what_is_sent_again_is_known_by_what_was_sent() -> None:
    sent = number("9 9")
    assert content_hash(sent) == content_hash(number("9 9")) != content_hash(upcast.upcast(sent))


def test_every_schema_before_the_present_one_is_known() -> None:
    assert sorted(upcast.OLDER) == list(range(1, KNOWN_SCHEMA))


def test_an_older_schema_is_accepted_for_180_days_after_its_replacement() -> None:
    assert (date.fromisoformat(LAST) - upcast.OLDER[1].replaced).days == upcast.DAYS == 180
    after = (date.fromisoformat(LAST) + timedelta(days=1)).isoformat()
    assert (too_old(1, LAST), too_old(1, after)) == (False, True)
    assert upcast.refusal(number("1"), after) is RefusalCode.SCHEMA_TOO_OLD
    assert not any(too_old(schema, "2999-01-01") for schema in (KNOWN_SCHEMA, KNOWN_SCHEMA + 1))


def test_several_schemas_are_passed_through_one_by_one() -> None:
    def adds(word: str) -> Older:
        return Older(
            lambda edit: replace(edit, fields={name + word: each for name, each in edit.fields.items()}),
            date(2026, 1, 1),
        )

    older = {2: adds("_b"), 1: adds("_a"), 3: adds("_c")}
    told = upcast.upcast(number("1"), older, current=4)
    assert (sorted(told.fields), told.schema) == (["id_number_a_b_c", "note_a_b_c"], 4)
    assert sorted(upcast.upcast(number("1", 3), older, current=4).fields) == ["id_number_c", "note_c"]
    assert upcast.upcast(number("1", 5), older, current=4) == number("1", 5)


def test_a_schema_whose_conversion_is_no_longer_kept_is_too_old_and_left_as_it_is() -> None:
    assert upcast.upcast(number("1"), {2: Older(lambda edit: edit, date(2026, 1, 1))}, current=3) == number("1")
    assert too_old(1, "2026-01-01", {2: Older(lambda edit: edit, date(2026, 1, 1))}, current=3)


@histories(150)
@given(RAW)
def test_converting_changes_what_an_edit_says_and_never_who_when_or_what_it_replaces(raw: dict) -> None:
    sent = try_parse(raw)
    if sent is None:
        return
    now = upcast.upcast(sent)
    assert now.schema == max(sent.schema, KNOWN_SCHEMA) and upcast.upcast(now) == now
    assert replace(now, fields=sent.fields, schema=sent.schema) == sent
    assert {n: c.base for n, c in now.fields.items()} == {n: c.base for n, c in sent.fields.items()}


@histories(300)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from(" \t９ｘxX3　"), max_size=42))
def test_what_the_first_schema_admitted_the_present_one_admits(typed: str) -> None:
    before, now = shapes.text(40), ENTITIES["resident"].fields["id_number"].shape
    normal = shapes.normal_identity(typed)
    assert shapes.normal_identity(normal) == normal and now(normal) == (0 < len(normal) <= 40 and before(normal))
    assert now(normal) or not before(typed)


WORDS = [
    (name, field, each) for name, entity in ENTITIES.items() for field, each in entity.fields.items()
    if isinstance(each.shape, shapes.OneOf)
]  # fmt: skip


@pytest.mark.parametrize(("entity", "field", "each"), WORDS, ids=[f"{one[0]}.{one[1]}" for one in WORDS])
def test_a_later_word_of_every_closed_list_is_kept_or_waits(entity: str, field: str, each: Rule) -> None:
    required = {name: _value(rule) for name, rule in ENTITIES[entity].fields.items() if rule.required}
    fields = {name: Change(value) for name, value in {**required, field: "later_word"}.items()}
    state = apply_group(State(), roster()).state
    edit = Edit(
        "17.1", 17, 1, "17.1", 1, 1, Kind.CREATE, entity, "17.1", fields, schema=KNOWN_SCHEMA + 1, authority=True
    )
    merged = merge(state, edit)
    kept = each.policy in (Policy.LAST, Policy.FIXED)
    assert merged.outcome is (Outcome.CREATED if kept else Outcome.REFUSED)
    assert kept or (merged.refusal and merged.refusal.code is RefusalCode.SCHEMA_TOO_NEW)
    too_long = replace(edit, fields={**edit.fields, field: Change("x" * 25)})
    assert merge(state, too_long).outcome is Outcome.REFUSED
    now = merge(state, replace(edit, schema=KNOWN_SCHEMA))
    assert now.refusal is not None and now.refusal.code is RefusalCode.BAD_VALUE


def _value(rule: Rule) -> object:
    tried = [
        "3.1:1h" if rule.refers == "household" else "3.1:1r",
        "990101100001-01",
        "990101100000-01",
        1,
        "2026-11-20",
        ["3.1"],
        "a",
    ]
    return next(value for value in tried if rule.shape(value))


def test_a_field_of_a_later_schema_becomes_what_the_next_table_says_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that kept a field as last writer learns that it is a machine: unknown states stay and ask a person."""
    later = {"id": "17.1", "device": 17, "n": 1, "group": "17.1", "size": 1, "at": 1, "kind": "set",
             "schema": KNOWN_SCHEMA + 1,
             "entity": "resident", "record": "3.1:1r", "fields": {"mood": {"value": "hesitant"}}}  # fmt: skip
    state = merge(apply_group(State(), roster()).state, parse(later)).state
    other = {**later, "id": "18.1", "device": 18, "group": "18.1", "fields": {"mood": {"value": "gloomy"}}}
    state = merge(state, parse(other)).state
    monkeypatch.setitem(ENTITIES["resident"].fields, "mood", ENTITIES["resident"].fields["willingness"])
    now = {**later, "id": "19.1", "device": 19, "group": "19.1", "schema": KNOWN_SCHEMA + 1}
    merged = merge(state, parse({**now, "fields": {"mood": {"value": "refuses", "base": ["17.1", "18.1"]}}}))
    assert merged.refusal is not None and merged.refusal.code is RefusalCode.BASE_NOT_DISPLAYED
    merged = merge(state, parse({**now, "fields": {"mood": {"value": "willing", "base": ["17.1"]}}}))
    assert merged.fields["mood"] == "review"
