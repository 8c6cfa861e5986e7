"""A day's work by chance: what canvassers do at doors, alone and together, in groups of one to four edits."""

from __future__ import annotations

from tests.chaos.phones import Phone

SURNAMES = "赵钱孙李周吴郑王"
OUTCOMES = ("spoke", "nobody", "family")
KINDS = {"family": 3, "visit": 4, "dose": 3, "field": 5, "groups": 2, "move": 1}


def some(phone: Phone, grids: tuple[str, ...]) -> None:
    """One more group in the phone's outbox: a new family, a visit, a dose, a changed field, a move."""
    homes, people = phone.shown("household"), phone.shown("resident")
    kind = phone.pick.choices(list(KINDS), list(KINDS.values()))[0] if homes and people else "family"
    if kind == "family":
        _family(phone, phone.pick.choice(grids))
        return
    home, person = phone.pick.choice(homes)["id"], phone.pick.choice(people)
    with phone.saving() as group:
        if kind == "visit":
            group.create("visit", _visit(phone, home))
        elif kind == "dose":
            group.create("visit", _visit(phone, person["values"]["household"]))
            dose = {"resident": person["id"], "number": phone.pick.randrange(1, 5), "known": "declared"}
            group.create("dose", dose)
        elif kind == "groups":
            group.set(person["id"], {"groups": phone.pick.sample(["elderly", "medical", "cold"], 2)})
        elif kind == "move":
            group.set(home, {"grid": phone.pick.choice(grids)})
        elif phone.pick.random() < 0.5:
            group.set(home, {"note": _word(phone), "door": _word(phone)})
        else:
            group.set(person["id"], {"phone": f"100{phone.pick.randrange(10**8):08d}"})


def _family(phone: Phone, grid: str) -> None:
    with phone.saving() as group:
        home = group.create("household", {"grid": grid, "door": _word(phone)})
        for place in range(phone.pick.randrange(1, 3)):
            group.create("resident", {"household": home, "name": phone.pick.choice(SURNAMES) + "一二三"[place]})
        group.create("visit", _visit(phone, home))


def _visit(phone: Phone, home: str) -> dict[str, object]:
    return {"household": home, "outcome": phone.pick.choice(OUTCOMES)}


def _word(phone: Phone) -> str:
    return f"{phone.pick.randrange(1000)}"
