"""Somebody with a phone who saves whatever comes to mind. The phone says honestly what it showed; all else is chance.

All is drawn from one generator, so that a seed replays it. People say the same, and different things, about the same
few fields, so that much of it meets.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.server.clock import HOUR
from tests.server.town import LI1, LI2, WANG1, Phone

Edit = dict[str, Any]
GRIDS = (LI1, LI2, WANG1)
VALUES: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "resident": {
        "phone": ("10012340001", "10012340002", None), "note": ("x", "y", None), "name": ("李小龙", "王五", "赵六"),
        "willingness": ("not_asked", "willing", "hesitant", "refuses"), "away": (True, False), "relation": ("02",),
        "birth": ("1950-01-01", "1951-01-01", None),
        "groups": ({"add": ["a"]}, {"add": ["c"]}, {"remove": ["a"]}, {"add": ["d"], "remove": ["b"]}),
        "life_state": ("active", "moved_out", "died", None),
        "id_number": ("990101195001010011", "990101195001010012"),
    },
    "household": {
        "note": ("p", None), "door": ("1", "2", "3"), "phone": ("10012349999",), "grid": GRIDS,
        "life_state": ("gone", "active", "vacant"),
    },
    "contraindication": {
        "state": ("suspected", "referred", "cleared", "deferred", "confirmed"), "remark": ("q", None)
    },
    "appointment": {"state": ("requested", "confirmed", "missed", "cancelled", "attended")},
}  # fmt: skip
RARE = frozenset({"life_state", "household", "id_number"})
DAYS = ("2026-11-20", "2026-01-02", "2026-05-05", "2025-05-05")


class Hand:
    """Somebody at work. `own`: the newest unsent edit of a field; `new`: unsent records by entity."""

    def __init__(self, rng: random.Random, phone: Phone) -> None:
        self.rng, self.phone = rng, phone
        self.own: dict[tuple[str, str], list[str]] = {}
        self.new: dict[str, list[str]] = {}

    def day(self) -> list[Edit]:
        """What is sent together: up to seven groups, at times with an edit sent twice and another one forged."""
        self.own, self.new = {}, {}
        sent: list[Edit] = []
        for _ in range(self.rng.randint(1, 7)):
            sent += self.phone.group(*(self.one() for _ in range(self.rng.choice((1, 1, 1, 2, 3)))))
        if self.odds(0.1):
            sent += [sent[-1], {**sent[0], "at": sent[0]["at"] + 1}]
        return sent

    def one(self) -> Edit:
        """One edit of any kind."""
        if not self.shown("resident") or not self.shown("household"):
            return self.household()
        made = self.rng.choice(MAKERS)(self)
        made["at"] -= self.rng.choice((0, 0, 1, HOUR, 30 * HOUR))
        return made

    def odds(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.rng.random() < share

    def shown(self, entity: str) -> list[str]:
        """The records that the screen shows, unsent ones too."""
        return [name for name, row in self.phone.rows.items() if row["entity"] == entity] + self.new.get(entity, [])

    def any(self, entity: str) -> str:
        """One of them, mostly of those that everybody knows: work meets there."""
        names = sorted(self.shown(entity))
        return names[int(len(names) * self.rng.random() ** 2)]

    def create(self, entity: str, **values: Any) -> Edit:
        """A new record; edits of the same day may stand on it."""
        made = self.phone.edit(entity, values)
        if entity in ("household", "resident"):
            self.new.setdefault(entity, []).append(made["id"])
            self.own |= {(made["id"], name): [made["id"]] for name in values}
        return made

    def set(self, entity: str, record: str, values: dict[str, Any]) -> Edit:
        """A change, mostly on top of the own one; not if two windows are open."""
        made = self.phone.edit(entity, values, record)
        for name, change in made["fields"].items():
            if name == "groups":
                change["base"] = self.removed(record, change["value"].get("remove", []))
            else:
                if (record, name) in self.own and self.odds(0.85):
                    change["base"] = self.own[record, name]
                self.own[record, name] = [made["id"]]
        if "life_state" in values and self.odds(0.5):
            made["saw"] = sorted({row["by"] for row in self.phone.rows.values() if row["entity"] != "review"})[:50]
        return made

    def removed(self, record: str, elements: list[str]) -> dict[str, list[str]]:
        """The edits that put these elements into the set that is shown."""
        row = self.phone.rows.get(record, {"values": {}})
        named = row.get("also", {}).get("groups", {})
        return {each: named.get(each, [row["by"]]) for each in elements if each in row["values"].get("groups", [])}

    def values(self, entity: str, most: int) -> dict[str, Any]:
        """Values for a few fields of a record."""
        pool = VALUES[entity]
        names = [name for name in self.rng.choices(list(pool), k=most) if name not in RARE or self.odds(0.4)]
        return {name: self.rng.choice(pool[name]) for name in names or ["note" if "note" in pool else "state"]}

    def change(self) -> Edit:
        """One or several fields of a resident, who may have moved to another household."""
        values = self.values("resident", self.rng.choice((1, 1, 2, 3, 8)))
        if self.odds(0.1):
            values["household"] = self.any("household")
        return self.set("resident", self.any("resident"), values)

    def home(self) -> Edit:
        """One field of a household."""
        return self.set("household", self.any("household"), self.values("household", 1))

    def household(self) -> Edit:
        """A household that nobody had, perhaps where this person may not write."""
        return self.create("household", grid=self.rng.choice(GRIDS), door="7")

    def resident(self) -> Edit:
        """Somebody nobody had; once in a while the name was forgotten."""
        return self.create("resident", household=self.any("household"), name=" " if self.odds(0.1) else "甄友信")

    def visit(self) -> Edit:
        """A visit, or an earlier one corrected or taken back."""
        if self.shown("visit") and self.odds(0.4):
            wrong = self.any("visit")
            home = self.phone.shown(wrong)["household"]
            return self.create("visit", household=home, voids=wrong, retract=self.odds(0.5))
        return self.create("visit", household=self.any("household"), outcome="spoke")

    def dose(self) -> Edit:
        """A dose, or an earlier one corrected."""
        if self.shown("dose") and self.odds(0.4):
            wrong = self.any("dose")
            whose = self.phone.shown(wrong)["resident"]
            return self.create("dose", resident=whose, voids=wrong, number=self.rng.choice((1, 2)), on=DAYS[0])
        number, day = self.rng.randint(1, 5), self.rng.choice(DAYS)
        return self.create("dose", resident=self.any("resident"), number=number, product="unknown", on=day)

    def below(self, entity: str, **values: Any) -> Edit:
        """A new record of a resident's, or a change of one."""
        if self.shown(entity) and self.odds(0.6):
            return self.set(entity, self.any(entity), self.values(entity, 2))
        return self.create(entity, resident=self.any("resident"), **values)

    def contraindication(self) -> Edit:
        """Something that speaks against a dose."""
        return self.below("contraindication", kind=self.rng.choice(("fever", "epilepsy")), state="suspected")

    def appointment(self) -> Edit:
        """A place in a session."""
        return self.below("appointment", session="session:1", number=self.rng.choice((1, 2)), state="requested")

    def withdrawal(self) -> Edit:
        """An edit that was taken back before it was sent: its number only."""
        return {**self.phone.edit("resident", {}, self.any("resident")), "kind": "withdraw"}


MAKERS: Sequence[Callable[[Hand], Edit]] = (
    *[Hand.change] * 6, *[Hand.home] * 3, Hand.visit, *[Hand.dose] * 2, *[Hand.contraindication] * 2,
    *[Hand.appointment] * 2, Hand.resident, Hand.household, Hand.withdrawal,
)  # fmt: skip
