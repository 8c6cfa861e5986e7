"""What the people of the test world do. Each maker looks at a writer's screen and returns drafts of one group."""

from __future__ import annotations

from sync.policies import ENTITIES
from tests.sync.oracle import Picture
from tests.sync.world import GRIDS, OFFICES, World, Writer

WORDS = ("a", "b", "c")
DAYS = ("2026-11-01", "2026-11-08", "2026-11-15", "2026-12-20")
VALUES = {
    "household": {"door": WORDS, "walk": (1, 2), "dwelling": ("own", "flat"), "phone": ("100", None),
                  "same_as": ("3.1:1h", None), "grid": GRIDS},
    "resident": {"name": WORDS, "id_number": ("990101", "990102", None), "birth": (*DAYS, None), "away": (True, False),
                 "phone": ("100", "101", None), "willingness": ("not_asked", "willing", "hesitant", "refuses"),
                 "next_step": ("call", "book"), "same_as": ("3.1:3r", None)},
    "contraindication": {"kind": ("fever", "epilepsy"), "remark": WORDS,
                         "state": ("suspected", "referred", "confirmed", "deferred", "cleared")},
    "appointment": {"state": ("requested", "confirmed", "attended", "missed", "cancelled"), "note": WORDS},
    "site": {"name": WORDS, "open": (True, False)},
}  # fmt: skip


def _records(picture: Picture, entity: str) -> list[str]:
    return sorted(record for record, kind in picture.entity.items() if kind == entity)


def _some(world: World, picture: Picture, *entities: str) -> str | None:
    """Any record of these kinds, the oldest more often, so that people meet on the same ones."""
    found = [record for entity in entities for record in _records(picture, entity)]
    return world.tape.of(found[:3] if world.tape.odds(7) else found) if found else None


def _saw(picture: Picture, *records: str | None) -> list[str]:
    return sorted({i for r in records if r in picture.entity for i in picture.closings(r)})


def _create(picture: Picture, entity: str, **values) -> dict:
    fields = {name: {"value": value, "base": []} for name, value in values.items()}
    parent = values.get(ENTITIES[entity].parent or "")
    return {"kind": "create", "entity": entity, "fields": fields, "saw": _saw(picture, parent)}


def _numbered(writer: Writer, drafts: list[dict]) -> list[dict]:
    """Records made by phones are named after the edit that makes them."""
    for place, draft in enumerate(drafts, start=1):
        draft.setdefault("record", f"{writer.number}.{writer.n + place}")
    return drafts


def _set(picture: Picture, record: str, values: dict, kind: str = "set", saw: list[str] | None = None) -> dict:
    fields = {}
    for name, value in values.items():
        base = sorted(picture.heads(record, name)) if kind == "decide" else picture.shown_bases(record, name)
        fields[name] = {"value": value, "base": base}
    seen = _saw(picture, record, values.get("household")) if saw is None else saw
    return {"kind": kind, "entity": picture.entity[record], "record": record, "fields": fields, "saw": seen}


def new_household(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    home = f"{writer.number}.{writer.n + 1}"
    drafts = [_create(picture, "household", grid=tape.of(GRIDS), door=tape.of(WORDS), note=None)]
    for _ in range(tape.number(3)):
        drafts.append(
            _create(picture, "resident", household=home, name=tape.of(WORDS), id_number=tape.of(("990101", None)))
        )
    return _numbered(writer, drafts)


def new_resident(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    home = _some(world, picture, "household")
    return home and _numbered(
        writer, [_create(picture, "resident", household=home, name=tape.of(WORDS), id_number="990101")]
    )


def change(world: World, writer: Writer):
    """One to three fields of any record that can be changed."""
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident", "resident", "household", "contraindication", "appointment")
    if record is None:
        return None
    pool = VALUES[picture.entity[record]]
    names = {tape.of(sorted(pool)) for _ in range(1 + tape.number(3))}
    return [_set(picture, record, {name: tape.of(pool[name]) for name in sorted(names)})]


def groups(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident")
    first, second = tape.of((("elderly", "farm"), ("medical", "elderly"), ("farm", "medical")))
    value = tape.of(
        ({"add": [first]}, {"remove": [first]}, {"add": [first], "remove": [second]}, {"remove": [first, second]})
    )
    return record and [_set(picture, record, {"groups": value})]


def move(world: World, writer: Writer):
    picture = world.view(writer)
    record, home = _some(world, picture, "resident"), _some(world, picture, "household")
    return record and home and [_set(picture, record, {"household": home})]


def life(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident", "household")
    if record is None:
        return None
    words = {
        "resident": ("died", "moved_out", "duplicate", "active"),
        "household": ("gone", "vacant", "mistake", "active"),
    }
    value = tape.of(words[picture.entity[record]])
    closes = value in ENTITIES[picture.entity[record]].closing
    saw = sorted({*_saw(picture, record), *picture.bundle(record)}) if closes else None
    return [_set(picture, record, {"life_state": value}, saw=saw)]


def visit(world: World, writer: Writer):
    """A visit, with a dose, a willingness and an appointment as one group."""
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident")
    home = record and picture.parents[record]
    if home not in picture.entity:
        return None
    drafts = [_create(picture, "visit", household=home, on=tape.of(DAYS), outcome=tape.of(("spoke", "nobody")))]
    if tape.odds(5):
        drafts.append(_dose(world, picture, record))
    if tape.odds(5):
        drafts.append(_set(picture, record, {"willingness": tape.of(VALUES["resident"]["willingness"])}))
    if tape.odds(5):
        number = 1 + tape.number(2)
        drafts.append(
            _create(picture, "appointment", resident=record, session="session:1", number=number, state="requested")
        )
    return _numbered(writer, drafts)


def _dose(world: World, picture: Picture, resident: str, **more) -> dict:
    tape = world.tape
    product = tape.of(("inactivated", "protein", None))
    return _create(
        picture,
        "dose",
        resident=resident,
        number=1 + tape.number(3),
        on=tape.of((*DAYS, None)),
        product=product,
        **more,
    )


def dose(world: World, writer: Writer):
    picture = world.view(writer)
    record = _some(world, picture, "resident")
    return record and _numbered(writer, [_dose(world, picture, record)])


def correction(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    target = _some(world, picture, "dose")
    if target is None:
        return None
    resident = picture.values(target)["resident"]
    retract = {"retract": True} if tape.odds(4) else {}
    return _numbered(writer, [_dose(world, picture, resident, voids=target, **retract)])


def contraindication(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident")
    kind = tape.of(("fever", "epilepsy"))
    return record and _numbered(
        writer, [_create(picture, "contraindication", resident=record, kind=kind, state="suspected")]
    )


def appointment(world: World, writer: Writer):
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident")
    return record and _numbered(
        writer, [_create(picture, "appointment", resident=record, session="session:1", number=1 + tape.number(2))]
    )


def office(world: World, writer: Writer):
    """A decision on a contested field, a ruling on any conflict, a confirmation, or a site."""
    picture, tape = world.view(writer), world.tape
    if writer.number not in OFFICES:
        return None
    found = {**picture.conflicts({"*": 14}), **picture.claims()}
    if found and tape.odds(8):
        fields = [key for key in sorted(found) if key.startswith(("field_review", "machine_review"))]
        key = tape.of(fields if fields and tape.odds(6) else sorted(found))
        about, field = (key.split(":", 1)[1].rpartition(":")[0], key.rpartition(":")[2])
        if key.startswith(("field_review", "machine_review")) and field not in ("household", "same_as", "grid"):
            value = tape.of(picture.values_of_heads(about, field))
            saw = sorted(picture.bundle(about)) if field == "life_state" else None
            return [_set(picture, about, {field: value}, "decide", saw)]
        about = next((r for r in sorted(picture.entity) if r in key or r in found[key]), "3.1:1r")
        ruling = _create(picture, "ruling", about=about, key=key, names=sorted(found[key]), verdict="fine")
        return _numbered(writer, [ruling])
    site = _some(world, picture, "site")
    if site is None:
        return _numbered(writer, [_create(picture, "site", name=tape.of(WORDS), open=True)])
    return [_set(picture, site, {name: tape.of(words) for name, words in VALUES["site"].items()})]


def joined(world: World, writer: Writer):
    """The office finds that two are one: what belongs to the one goes to the other. Or a dose goes somewhere else."""
    picture = world.view(writer)
    one, other = _some(world, picture, "resident"), _some(world, picture, "resident")
    if writer.number not in OFFICES or one is None:
        return None
    kinds = ("dose", "appointment", "contraindication")
    mine = [child for child in picture.children(one) if picture.entity[child] in kinds]
    drafts = [_set(picture, child, {"resident": other}) for child in sorted(mine)]
    if one != other and world.tape.odds(6):
        closing = {"life_state": "duplicate", "same_as": other}
        drafts.append(_set(picture, one, closing, "decide", sorted(picture.bundle(one))))
    return drafts or None


def withdrawal(world: World, writer: Writer):
    return _numbered(writer, [{"kind": "withdraw", "entity": "resident", "fields": {}, "saw": []}])


def trouble(world: World, writer: Writer):
    """What a broken or hostile phone might send, alone or as the last of a group that must not be applied in part."""
    picture, tape = world.view(writer), world.tape
    record = _some(world, picture, "resident")
    if record is None:
        return None
    contested = [(r, f) for r in sorted(picture.of) for f in picture.fields(r) if _many_values(picture, r, f)]
    dose = _some(world, picture, "dose")
    drafts = [
        _raw(_set(picture, record, {"phone": 7})),
        _create(picture, "visit", household="99.99"),
        _raw(_set(picture, record, {"phone": "1"}), shoe="1"),
        _raw(_set(picture, record, {"phone": "1"}), initials="AB"),
        _create(picture, "dose", resident=record, number=9),
        {**_create(picture, "site", name="a"), "entity": "river"},
    ]
    if dose is not None:
        drafts.append({**_raw({"kind": "set", "entity": "dose"}, note="a"), "record": dose})
    if writer.number not in OFFICES and dose is not None:  # somebody else's dose is nobody's to give away
        drafts.append({"kind": "set", "entity": "dose", "record": dose, "saw": [], **_fields(picture, dose, record)})
    if writer.number not in OFFICES:
        drafts += [_set(picture, record, {"phone": "100"}, "decide"), _create(picture, "site", name="a")]
        drafts.append({**_create(picture, "household", grid=GRIDS[0]), "record": record})
    if contested and tape.odds(6):  # names heads that were never shown together
        record, name = tape.of(contested)
        value = picture.value(record, name)
        bad = _raw(_set(picture, record, {name: value}), sorted(picture.heads(record, name)), **{name: value})
    else:
        bad = tape.of(drafts)
    good = _set(picture, record, {"note": tape.of(WORDS)}) if picture.entity[record] == "resident" else bad
    return _numbered(writer, [good, {**bad, "dishonest": True}] if tape.odds(5) else [{**bad, "dishonest": True}])


def _fields(picture: Picture, dose: str, resident: str) -> dict:
    return {"fields": {"resident": {"value": resident, "base": picture.shown_bases(dose, "resident")}}}


def _many_values(picture: Picture, record: str, field: str) -> bool:
    return field not in ("groups", "household") and len(picture.values_of_heads(record, field)) > 1


def _raw(draft: dict, bases: list[str] | None = None, **values) -> dict:
    return {
        **draft,
        "fields": {name: {"value": value, "base": bases or []} for name, value in values.items()} or draft["fields"],
    }


MAKERS = (
    change, change, change, change, change, change, groups, groups, move, life, life, visit, dose, correction, office,
    office, office, joined, new_household, new_resident, contraindication, appointment, withdrawal, trouble, trouble,
)  # fmt: skip
