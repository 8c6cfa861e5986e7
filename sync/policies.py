"""The one table of records, their fields and each field's policy: how edits made apart from each other are settled.

Adding a synced record or field begins here (docs/recipes/add-a-synced-record.md). Policies (design, "How edits merge"):
last = the later edit is shown; set = elements are added and removed one by one; machine = a table joins the states;
fixed = written once, at creation; review = a person decides between different values; derived = computed only.
An append-only record is written once as a whole; its correction is a new record that voids it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sync import areas, machines, shapes
from sync.machines import Machine
from sync.shapes import Shape, code, day, flag, number, one_of, ref, text


class Policy(StrEnum):
    """How one field settles edits made apart."""

    LAST = "last"
    SET = "set"
    MACHINE = "machine"
    FIXED = "fixed"
    REVIEW = "review"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Rule:
    """One field: its policy, the shape of its value (for a set: of one element), and whether creation must give it."""

    policy: Policy
    shape: Shape
    required: bool = False
    machine: Machine | None = None
    refers: str | None = None  # the id of a record that must be there: "" any, or an entity's name
    rejoined: bool = False  # fixed for everybody but the office, which finds that two records are of one person


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record. `parent` is the field that holds the id of the record it belongs to."""

    fields: dict[str, Rule]
    parent: str | None = None
    anchor: str | None = None  # the field that holds the scope itself, of a record that belongs to no other
    append_only: bool = False
    authority: bool = False
    closing: frozenset[str] = frozenset()
    township: bool = False  # lives in the township's scope, not in a grid's


def _last(shape: Shape) -> Rule:
    return Rule(Policy.LAST, shape)


def _review(shape: Shape) -> Rule:
    return Rule(Policy.REVIEW, shape)


def _fixed(shape: Shape, required: bool = False) -> Rule:
    return Rule(Policy.FIXED, shape, required)


def _machine(machine: Machine) -> Rule:
    return Rule(Policy.MACHINE, one_of(*machine.order), machine=machine)


def _parent(entity: str, policy: Policy = Policy.FIXED) -> Rule:
    return Rule(policy, ref, required=True, refers=entity)


def _person() -> Rule:
    return Rule(Policy.FIXED, ref, required=True, refers="resident", rejoined=True)


_SHORT, _LONG = text(100), text(2000)
_MOMENT = number(0, 2**53 - 1)  # ms
_CHANGES = ("ticket", "lost_expired", "lost_phone", "session_cancelled", "session_moved")
_LIFE_HOUSEHOLD = ("active", "vacant", "gone", "duplicate", "mistake")
_LIFE_RESIDENT = ("active", "moved_out", "died", "registered_only", "duplicate", "mistake")

_HOUSEHOLD = Entity(
    anchor="grid",
    closing=frozenset({"gone", "duplicate", "mistake"}),
    fields={
        "grid": Rule(Policy.REVIEW, shapes.grid, required=True),
        "door": _last(_SHORT), "lane": _last(_SHORT), "building": _last(_SHORT), "unit": _last(_SHORT),
        "room": _last(_SHORT), "walk": _last(number(0, 10_000_000)),
        "dwelling": _last(one_of("own", "flat", "rented", "resettled", "dorm", "shop", "other")),
        "phone": _last(text(40)), "life_state": _review(one_of(*_LIFE_HOUSEHOLD)), "same_as": _review(ref),
        "note": _last(_LONG),
    },
)  # fmt: skip

_RESIDENT = Entity(
    parent="household",
    closing=frozenset(_LIFE_RESIDENT) - {"active"},
    fields={
        "household": _parent("household", Policy.REVIEW),
        "name": _review(_SHORT),
        "id_kind": _review(one_of("id_card", "birth_certificate", "passport", "permit", "other", "none")),
        "id_number": _review(shapes.identity(40)), "birth": _review(day), "sex": _review(one_of("m", "f")),
        "relation": _last(code), "phone": _last(text(40)), "phone_of": _last(_SHORT),
        "residency": _last(one_of("local", "moved_in", "moved_out", "registered_elsewhere")),
        "away": _last(flag), "away_place": _last(_SHORT), "back_on": _last(day),
        "groups": Rule(Policy.SET, code), "employer": _last(_SHORT), "job": _last(_SHORT),
        "willingness": _machine(machines.WILLINGNESS), "reason": _last(code), "next_step": _last(code),
        "next_on": _last(day), "life_state": _review(one_of(*_LIFE_RESIDENT)), "same_as": _review(ref),
        "note": _last(_LONG), "initials": Rule(Policy.DERIVED, text(40)),
    },
)  # fmt: skip

_VISIT = Entity(
    parent="household",
    append_only=True,
    fields={
        "household": _parent("household"), "on": _fixed(day), "at": _fixed(_MOMENT),
        "outcome": _fixed(one_of("spoke", "family", "nobody", "refused_entry", "vacant", "moved")),
        "leaflet": _fixed(flag), "informed": _fixed(shapes.many(ref, 60)), "others_informed": _fixed(number(0, 999)),
        "next_step": _fixed(code), "next_on": _fixed(day), "note": _fixed(_LONG),
        "voids": Rule(Policy.FIXED, ref, refers="visit"), "retract": _fixed(flag),
    },
)  # fmt: skip

_DOSE = Entity(
    parent="resident",
    append_only=True,
    fields={
        "resident": _person(), "number": _fixed(number(1, 5)), "product": _fixed(code), "on": _fixed(day),
        "place": _fixed(_SHORT), "batch": _fixed(_SHORT),
        "known": _fixed(one_of("declared", "certificate", "registry", "site")),
        "campaign": _fixed(ref), "campaign_version": _fixed(number(0, 10**9)),
        "voids": Rule(Policy.FIXED, ref, refers="dose"), "retract": _fixed(flag), "note": _fixed(_LONG),
    },
)  # fmt: skip

_CONTRAINDICATION = Entity(
    parent="resident",
    fields={
        "resident": _person(), "kind": _review(code), "remark": _last(_LONG),
        "state": _machine(machines.CONTRAINDICATION), "until": _last(day), "hospital": _last(_SHORT),
        "finding": _last(_LONG),
    },
)  # fmt: skip

_APPOINTMENT = Entity(
    parent="resident",
    fields={
        "resident": _person(), "session": Rule(Policy.LAST, ref, required=True),
        "number": _fixed(number(1, 5), required=True), "state": _machine(machines.APPOINTMENT), "note": _last(_LONG),
        "ticket": _last(number(1, 100_000)), "change": _last(one_of(*_CHANGES)), "change_seen": _last(flag),
    },
)  # fmt: skip

# What a site's desk writes. It lives in the site's scope; what follows for the resident, the server writes there.
_ATTENDANCE = Entity(
    anchor="desk",
    fields={
        "desk": _fixed(shapes.site, required=True), "session": _fixed(ref), "on": _fixed(day, required=True),
        "resident": _fixed(ref), "appointment": _fixed(ref), "ticket": _fixed(number(1, 100_000)),
        "how": _fixed(one_of("slip", "id_number", "ticket", "name", "walk_in")),
        "name": _last(_SHORT), "id_number": _last(shapes.identity(40)), "birth": _last(day),
        "sex": _last(one_of("m", "f")), "phone": _last(text(40)), "state": _machine(machines.ATTENDANCE),
        "arrived_at": _last(_MOMENT), "answers": _last(shapes.many(code, 60)),
        "screening": _last(one_of("ok", "deferred", "refused", "referred")), "until": _last(day),
        "screened_at": _last(_MOMENT), "consent": _last(flag), "guardian": _last(_SHORT),
        "dose_number": _last(number(1, 5)), "product": _last(code), "batch": _last(_SHORT), "checked": _last(flag),
        "vaccinated_at": _last(_MOMENT), "leave_at": _last(_MOMENT), "left_at": _last(_MOMENT), "note": _last(_LONG),
    },
)  # fmt: skip

_REACTION = Entity(
    parent="attendance",
    fields={
        "attendance": _parent("attendance"), "resident": _fixed(ref), "at": _last(_MOMENT),
        "signs": _last(shapes.many(code, 40)), "grave": _last(flag), "action": _last(_LONG),
        "hospital_called_at": _last(_MOMENT), "outcome": _last(code), "note": _last(_LONG),
        "mistake": _last(flag),
    },
)  # fmt: skip

_RULING = Entity(
    parent="about",
    append_only=True,
    authority=True,
    fields={
        "about": _parent(""), "key": _fixed(shapes.key, required=True),
        "names": _fixed(shapes.many(ref, 500), required=True), "verdict": _fixed(code), "remark": _fixed(_LONG),
    },
)  # fmt: skip

_REVIEW = Entity(
    parent="about",
    authority=True,
    fields={
        name: Rule(Policy.DERIVED, shapes.plain)
        for name in (
            "about", "key", "kind", "field", "options", "shown", "state", "verdict", "remark", "decided_by",
            "decided_at",
        )
    },
)  # fmt: skip


def _township(**fields: Shape) -> Entity:
    return Entity({name: _last(shape) for name, shape in fields.items()}, authority=True, township=True)


ENTITIES: dict[str, Entity] = {
    "household": _HOUSEHOLD,
    "resident": _RESIDENT,
    "visit": _VISIT,
    "dose": _DOSE,
    "contraindication": _CONTRAINDICATION,
    "appointment": _APPOINTMENT,
    "attendance": _ATTENDANCE,
    "reaction": _REACTION,
    "ruling": _RULING,
    "review": _REVIEW,
    "area": _township(
        code=shapes.area, name=_SHORT, level=one_of(*areas.LEVELS), parent=shapes.area,
        people=shapes.entries(200, person=ref, role=code),
    ),
    "campaign": _township(document=shapes.document),
    "person": _township(
        name=_SHORT, role=code, area=shapes.area, grids=shapes.many(shapes.area, 1000),
        writers=shapes.many(number(1, 10**10), 500), phone=text(40),
    ),
    "site": _township(
        name=_SHORT, kind=one_of("fixed", "temporary", "mobile"), address=text(300), phone=text(40), hospital=_SHORT,
        hospital_phone=text(40), area=shapes.area, open=flag, code=shapes.site,
    ),
    "session": _township(
        site=ref, on=day, to=shapes.time, product=code, capacity=number(0, 100_000), note=_LONG,
        state=one_of("open", "cancelled"), kind=one_of("general", "special"), template=code,
        **{"from": shapes.time, "for": _SHORT},
    ),
    "supply": _township(
        site=ref, product=code, batch=_SHORT, doses=number(1, 1_000_000), on=day, expires=day, note=_LONG, to=ref,
        kind=one_of("received", "returned", "transferred", "scrapped"),
    ),
}  # fmt: skip

_UNKNOWN = _last(shapes.plain)
KNOWN_SCHEMA = 3  # of this table; what earlier ones said, `sync.upcast` converts


def rule(entity: str, field: str, schema: int = KNOWN_SCHEMA + 1) -> Rule | None:
    """The rule of a field. One of a later schema is kept as last writer; of the known schema it is None."""
    return ENTITIES[entity].fields.get(field, _UNKNOWN if schema > KNOWN_SCHEMA else None)


def closing(entity: str) -> frozenset[str]:
    """The values of `life_state` that take a record of this kind out of everyone's task."""
    return ENTITIES[entity].closing
