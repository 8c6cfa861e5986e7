"""The columns that an office can choose for a list: what each is called, how wide it is, what it says of a person."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from server.errors import Problem
from server.lists.doses import SLOTS
from server.lists.names import Names
from server.lists.people import Person, working_in
from server.office.areas import place
from server.roster.export import age, door
from server.roster.person.doors import in_words

Said = Callable[[Person, Names, datetime.date], Any]
MOST = 60


@dataclass(frozen=True)
class Column:
    """One column: its key (its title is `lists.column.<key>`), the part of the chooser in which it stands, its width in
    characters, its kind of cell (text, date, number), what it needs read, and its value.
    """

    key: str
    part: str
    width: int
    kind: str
    needs: frozenset[str]
    value: Said


def _of_row(name: str) -> Said:
    return lambda person, *_: getattr(person.row, name)


def _own(name: str) -> Said:
    return lambda person, *_: person.own.get(name)


def _home(name: str) -> Said:
    return lambda person, *_: person.home.get(name)


def _word(kind: str, of: Said) -> Said:
    return lambda person, names, today: names.word(kind, of(person, names, today))


def _campaign(name: str, of: Said) -> Said:
    return lambda person, names, today: names.of(name, of(person, names, today))


def _dose(slot: str, name: str) -> Said:
    return lambda person, *_: person.doses.get(slot, {}).get(name)


def _address(person: Person, names: Names, _: datetime.date) -> str:
    """Where somebody lives, in words."""
    return " ".join(part for part in (place(dict(names.areas), person.row.grid), in_words(person.home)) if part)


def _contraindications(person: Person, names: Names, _: datetime.date) -> str:
    said = []
    for found in person.contraindications:
        if found.get("state") != "cleared":
            words = (names.of("contraindications", found.get("kind")), found.get("remark"))
            said.append(" ".join(str(word) for word in words if word))
    return names.joined(said)


def _state(person: Person, names: Names, _: datetime.date) -> str:
    return names.joined([names.word("contraindication_state", each.get("state")) for each in person.contraindications])


def _until(person: Person, *_: Any) -> str | None:
    return max((str(each["until"]) for each in person.contraindications if each.get("until")), default=None)


def _workers(role: str) -> Said:
    return lambda person, names, _: names.joined(working_in(names.workers.get(role, {}), person.row.grid))


def _area(name: str) -> Said:
    return lambda person, names, _: names.areas.get(getattr(person.row, name), getattr(person.row, name))


def _groups(person: Person, names: Names, _: datetime.date) -> str:
    return names.joined([names.of("groups", code) for code in person.row.groups.split("|") if code])


def _yes(name: str) -> Said:
    return lambda person, names, _: names.word("answer", "yes" if getattr(person.row, name) else "no")


def _column(part: str, key: str, width: int, value: Said, kind: str = "text", needs: str = "") -> Column:
    return Column(key, part, width, kind, frozenset(needs.split()), value)


_ALL = (
    _column("who", "serial", 6, lambda person, *_: person.at, "number"),
    _column("who", "name", 10, _of_row("name")),
    _column("who", "sex", 5, _word("sex", _of_row("sex"))),
    _column("who", "birth", 11, _of_row("birth"), "date"),
    _column("who", "age", 5, lambda person, _, today: age(person.row.birth, today), "number"),
    _column("who", "id_kind", 12, _word("id_kind", _own("id_kind")), needs="own"),
    _column("who", "id_number", 20, _of_row("id_number")),
    _column("who", "phone", 13, _of_row("phone")),
    _column("who", "phone_of", 10, _own("phone_of"), needs="own"),
    _column("home", "village", 14, _area("village")),
    _column("home", "grid", 16, _area("grid")),
    _column("home", "grid_code", 16, _of_row("grid")),
    _column("home", "household_no", 12, lambda person, names, _: names.numbers.get(person.row.household),
            needs="numbers"),
    _column("home", "head", 10, lambda person, *_: person.head, needs="head"),
    _column("home", "relation", 10, _word("relation", _own("relation")), needs="own"),
    _column("home", "door", 14, lambda person, *_: door(person.row)),
    _column("home", "building", 8, _home("building"), needs="home"),
    _column("home", "unit", 8, _home("unit"), needs="home"),
    _column("home", "room", 8, _home("room"), needs="home"),
    _column("home", "address", 26, _address, needs="home"),
    _column("home", "residency", 10, _word("residency", _of_row("residency"))),
    _column("home", "away_place", 14, _own("away_place"), needs="own"),
    _column("home", "back_on", 11, _own("back_on"), "date", "own"),
    _column("home", "employer", 18, _own("employer"), needs="own"),
    _column("home", "job", 10, _own("job"), needs="own"),
    _column("home", "groups", 18, _groups),
    _column("home", "canvasser", 10, _workers("canvasser"), needs="workers"),
    _column("home", "cadre", 10, _workers("cadre"), needs="workers"),
    _column("standing", "status", 10, _word("status", _of_row("status"))),
    _column("standing", "next_number", 7, _of_row("next_number"), "number"),
    _column("standing", "due", 11, _of_row("due"), "date"),
    _column("standing", "overdue_since", 11, _of_row("overdue_since"), "date"),
    _column("standing", "ask_again", 11, _of_row("ask_again"), "date"),
    _column("standing", "doses", 7, _of_row("doses"), "number"),
    _column("standing", "last_dose", 11, _of_row("last_dose"), "date"),
    _column("standing", "willingness", 8, _word("willingness", _of_row("willingness"))),
    _column("standing", "reason", 14, _campaign("reasons", _of_row("reason"))),
    _column("standing", "contraindication", 18, _contraindications, needs="contraindication"),
    _column("standing", "contraindication_state", 10, _state, needs="contraindication"),
    _column("standing", "contraindication_until", 11, _until, "date", "contraindication"),
    _column("standing", "last_visit", 11, _of_row("last_visit"), "date"),
    _column("standing", "knocked", 7, _yes("knocked")),
    _column("standing", "in_review", 7, _yes("in_review")),
    _column("standing", "life_state", 9, _word("life_state", _of_row("life_state"))),
    _column("standing", "note", 24, _own("note"), needs="own"),
    *(
        _column("doses", f"{slot}_{name}", width, value, kind, "dose slot")
        for slot in SLOTS
        for name, width, kind, value in (
            ("on", 11, "date", _dose(slot, "on")),
            ("product", 12, "text", _campaign("products", _dose(slot, "product"))),
            ("place", 16, "text", _dose(slot, "place")),
            ("batch", 12, "text", _dose(slot, "batch")),
            ("known", 9, "text", _word("known", _dose(slot, "known"))),
        )
    ),
)  # fmt: skip

COLUMNS = {column.key: column for column in _ALL}
# What a list shows as long as nobody has chosen.
USUAL = (
    "village", "grid", "door", "name", "sex", "birth", "age", "id_number", "phone", "status", "next_number", "due",
    "overdue_since", "doses", "last_dose", "willingness", "reason", "groups", "last_visit", "knocked",
)  # fmt: skip


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of these keys, in their order, each once; none: the usual ones. Raises Problem bad_value."""
    wanted = list(dict.fromkeys(keys)) or list(USUAL)
    if len(wanted) > MOST or any(key not in COLUMNS for key in wanted):
        raise Problem("bad_value", {"path": "columns"})
    return [COLUMNS[key] for key in wanted]


def needs(columns: Iterable[Column]) -> frozenset[str]:
    """What has to be read for these columns."""
    return frozenset().union(*(column.needs for column in columns))
