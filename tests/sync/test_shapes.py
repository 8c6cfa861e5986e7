"""Areas, cursors, values and closed lists: small things that everything else relies on."""

from __future__ import annotations

from enum import StrEnum

import pytest

from sync import areas, cursor, edit, shapes
from sync.cursor import BadCursor, Cursor
from sync.outcomes import ConflictKind, FieldOutcome, Mark, Outcome, RefusalCode
from sync.policies import ENTITIES, Policy

GRID = "990101100001-03"


@pytest.mark.parametrize(
    ("code", "level", "parent", "township", "village"),
    [
        ("990101000000", "county", None, None, None),
        ("990101100000", "township", "990101000000", "990101100000", None),
        ("990101100001", "village", "990101100000", "990101100000", "990101100001"),
        (GRID, "grid", "990101100001", "990101100000", "990101100001"),
        ("99010110000", None, None, None, None),
        ("990101000001", None, None, None, None),
        ("990101100000-01", "site", None, "990101100000", None),
        ("９９0101100001", None, None, None, None),
    ],
)
def test_an_area_tells_its_level_and_parents_by_its_code(code, level, parent, township, village) -> None:
    assert (areas.level(code), areas.parent(code)) == (level, parent)
    assert (areas.township_of(code), areas.village_of(code)) == (township, village)


def test_a_grid_lies_in_its_village_township_and_county_and_nowhere_else() -> None:
    assert all(areas.within(GRID, area) for area in (GRID, "990101100001", "990101100000", "990101000000"))
    assert not any(areas.within(GRID, area) for area in ("990101100001-04", "990101100002", "990102000000", ""))
    assert not areas.within("990101100001", GRID) and not areas.within("river", "river")


def test_a_cursor_comes_back_as_it_was_sealed() -> None:
    made = Cursor("e1", 4, {GRID: 17, "990101100000": 3})
    assert cursor.open_(cursor.seal(made, b"key", 17), b"key", 17) == made
    within = Cursor("ab", 4, {GRID: 17, "990101100000": 3}, {GRID: 9})
    assert cursor.open_(cursor.seal(within, b"key", 17), b"key", 17) == within


@pytest.mark.parametrize("device", [17, 18])
@pytest.mark.parametrize("text", ["", "x", None, 5, "é", "AAAA" * 10, "=" * 8])
def test_what_was_not_sealed_is_no_cursor(text: object, device: int) -> None:
    with pytest.raises(BadCursor):
        cursor.open_(text, b"key", device)


def test_a_cursor_of_another_phone_or_key_or_with_one_letter_changed_is_refused() -> None:
    sealed = cursor.seal(Cursor("e1", 4, {GRID: 17}), b"key", 17)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for text, key, device in [(sealed, b"key", 18), (sealed, b"other", 17), (changed, b"key", 17)]:
        with pytest.raises(BadCursor):
            cursor.open_(text, key, device)


@pytest.mark.parametrize("listed", [Outcome, FieldOutcome, RefusalCode, Mark, ConflictKind])
def test_every_member_of_a_closed_list_has_a_sentence_and_a_counter(listed: type[StrEnum]) -> None:
    members = list(listed)
    assert all(member.sentence.endswith(".") for member in members)
    assert len({member.counter for member in members}) == len(members) > 0
    assert all(listed(member.value) is member for member in members)


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (shapes.day, ["2024-02-29", "1930-01-01"], ["2023-02-29", "2024-2-9", "20240229", "0001-01-01", None, 3]),
        (shapes.time, ["08:30", "23:59"], ["24:00", "8:30", "08:60", None]),
        (shapes.text(3), ["a", "王芳x"], ["", "   ", "abcd", 1, None]),
        (shapes.number(1, 5), [1, 5], [0, 6, True, 1.0, "1", None]),
        (shapes.flag, [True, False], [1, 0, None, "true"]),
        (shapes.one_of("a", "b"), ["a"], ["c", None, [], {}]),
        (shapes.code, ["visit_again", "02", "inactivated.b"], ["", "a b", "喝", None, 2]),
        (shapes.many(shapes.ref, 2), [[], ["3.1", "site:1"]], [["3.1"] * 3, ["A B"], "3.1", None]),
        (shapes.entries(2, person=shapes.ref, role=shapes.code), [[{"person": "person:1", "role": "cadre"}]],
         [[{"person": "person:1"}], [{"person": "person:1", "role": "cadre", "more": 1}], [1], {}]),
        (shapes.document, [{}, {"a": [1]}], [[], "x", None]),
        (shapes.key, ["same_identity:0a1b", "dose_same_number:3.1:1r:1"], ["", "x y", "a:" + "b" * 300, None]),
        (shapes.plain, [None, 1, 1.5, "王", [{"a": []}]], ["\0", "\ud800", float("nan"), 2**60, 1e16, {1: 2}, (1,)]),
    ],
)  # fmt: skip
def test_values_have_the_shape_of_their_field(shape, good: list, bad: list) -> None:
    assert [value for value in good if not shape(value)] == []
    assert [value for value in bad if shape(value)] == []


def test_json_without_end_is_not_plain() -> None:
    deep: object = 1
    for _ in range(50):
        deep = [deep]
    assert not shapes.plain(deep)


def test_the_policy_table_fits_together() -> None:
    for name, entity in ENTITIES.items():
        assert entity.parent is None or entity.parent in entity.fields, name
        for field, rule in entity.fields.items():
            assert (rule.machine is not None) == (rule.policy is Policy.MACHINE), field
            assert rule.refers in (None, "", *ENTITIES), field
            assert not entity.append_only or rule.policy is Policy.FIXED, field
        closing = entity.closing
        assert all(entity.fields["life_state"].shape(value) for value in closing)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("张三 😀", "张三 😀"),
        ("张\ud83d\0", "张\ufffd\ufffd"),
        (
            {"a\0": [float("inf"), float("nan"), 2**70, 1.5, True, None]},
            {"a\ufffd": [None, None, hex(2**70), 1.5, True, None]},
        ),
        ([[[[1]]]], [[["…"]]]),
        ("x" * (shapes.MAX_DOCUMENT + 1), "x" * shapes.MAX_DOCUMENT),
    ],
)
def test_what_cannot_be_stored_is_made_to_be_looked_at(given: object, kept: object) -> None:
    assert shapes.storable(given, 3) == kept
    assert shapes.plain(kept)


def test_no_text_of_any_record_may_hold_what_no_database_keeps() -> None:
    for value in ("a\0b", "\ud83d", "a\udc00"):
        assert not shapes.text(100)(value) and not shapes.plain(value)


def test_an_edit_names_no_more_bases_than_a_server_asks_for_at_once() -> None:
    def named(elements: int) -> dict[str, object]:
        base = {f"g{i}": [f"9.{200 * i + j + 1}" for j in range(200)] for i in range(elements)}
        change = {"value": {"remove": sorted(base)}, "base": base}
        return {
            "id": "17.42", "device": 17, "n": 42, "group": "17.42", "size": 1, "at": 0, "kind": "set",
            "entity": "resident", "record": "3.1:157r", "fields": {"groups": change}, "saw": [], "schema": 1,
        }  # fmt: skip

    assert len(list(edit.parse(named(25)).named())) == edit.MAX_NAMED
    with pytest.raises(edit.Malformed):
        edit.parse(named(26))
