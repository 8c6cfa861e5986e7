"""A day's work by chance: what canvassers do at doors, alone and together, in groups of one to four edits."""

from __future__ import annotations

from tests.chaos.phones import Json, Phone

SURNAMES = "赵钱孙李周吴郑王"
OUTCOMES = ("spoke", "nobody", "family")


def some(phone: Phone, grids: tuple[str, ...]) -> list[Json]:
    """One more group in the phone's outbox: a new family, a visit, a dose, a changed field, a move."""
    homes = sorted(name for name, row in phone.rows.items() if row["entity"] == "household")
    people = sorted(name for name, row in phone.rows.items() if row["entity"] == "resident")
    kind = phone.pick.choices(("family", "visit", "dose", "field", "groups", "move"), (3, 4, 3, 5, 2, 1))[0]
    if kind == "family" or not homes or not people:
        return _family(phone, phone.pick.choice(grids))
    home, person = phone.pick.choice(homes), phone.pick.choice(people)
    if kind == "visit":
        return phone.save(_visit(phone, home))
    if kind == "dose":
        visit = _visit(phone, phone.rows[person]["values"]["household"])
        number = phone.pick.randrange(1, 5)
        return phone.save(visit, phone.edit("dose", {"resident": person, "number": number, "known": "declared"}))
    if kind == "groups":
        held = phone.rows[person]["values"].get("groups", [])
        change = {"remove": held[:1]} if held and phone.pick.random() < 0.5 else {"add": ["elderly"]}
        return phone.save(phone.edit("resident", {"groups": change}, person))
    if kind == "move":
        return phone.save(phone.edit("household", {"grid": phone.pick.choice(grids)}, home))
    if phone.pick.random() < 0.5:
        return phone.save(phone.edit("household", {"note": _word(phone), "door": _word(phone)}, home))
    return phone.save(phone.edit("resident", {"phone": f"100{phone.pick.randrange(10**8):08d}"}, person))


def _family(phone: Phone, grid: str) -> list[Json]:
    home = phone.edit("household", {"grid": grid, "door": _word(phone)})
    residents = [
        phone.edit("resident", {"household": home["id"], "name": phone.pick.choice(SURNAMES) + "一二三"[place]})
        for place in range(phone.pick.randrange(1, 3))
    ]
    return phone.save(home, *residents, _visit(phone, home["id"]))


def _visit(phone: Phone, home: str) -> Json:
    return phone.edit("visit", {"household": home, "outcome": phone.pick.choice(OUTCOMES)})


def _word(phone: Phone) -> str:
    return f"{phone.pick.randrange(1000)}"
