"""Which rows are one household: by its number; else by its door in the grid; else from one head to the next.

Rows that stay out still take part, so that the wrong digit of a head does not push the family into the neighbours'.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from server.roster.person.doors import HOME, door_of
from server.roster.person.rows import Person
from server.roster.vocabulary import vocabulary

UNTOLD = "row:"  # how the key of a household begins of which the file says neither number nor door nor head


@dataclass
class Household:
    """A household of the file: its number in the file's order, a key unique in it, the row of its first member; `home`
    is its door and building.
    """

    id: int
    key: str
    grid: str
    first: int
    home: dict[str, str] = field(default_factory=dict)
    address: str = ""
    headed: bool = False
    head_name: str = ""

    def take(self, person: Person, head: bool) -> bool:
        """Add a row; the first word said about the house is kept. Returns whether the row said something new."""
        before = (self.headed, self.head_name, self.address, len(self.home))
        self.headed = self.headed or head
        self.head_name = self.head_name or person.head_name
        self.address = self.address or person.address
        for key, value in person.home.items():
            self.home.setdefault(key, value)
        return before != (self.headed, self.head_name, self.address, len(self.home))

    def values(self) -> dict[str, str]:
        """The household's values: its door; without one, its address as a note."""
        at_a_door = not self.address or {"door", "building", "room"} & self.home.keys()
        return dict(self.home) if at_a_door else {**self.home, "note": self.address}


class Kept(Protocol):
    """Where households are kept while a file is read (`findings.Findings`)."""

    def household(self, key: str) -> Household | None:
        """The household of a key."""

    def new_household(self, key: str, grid: str, row: int) -> Household:
        """The next household, its first row being `row`."""

    def put(self, household: Household) -> None:
        """Keep what has changed."""

    def households(self) -> int:
        """How many there are."""

    def latest(self, base: str) -> str:
        """The household that stood last at a door."""

    def follow(self, base: str, key: str) -> None:
        """Note the household that stands at a door now."""


class Grouping:
    """Puts rows, given in the file's order with their grids, into households. `current`: the key of the last one."""

    def __init__(self, kept: Kept, current: str | None = None) -> None:
        self.kept = kept
        self.current = current
        self._heads = vocabulary().heads

    def put(self, person: Person, grid: str) -> Household:
        """The household of this row."""
        head = self._is_head(person)
        household = self._find(person, grid, head)
        if household.take(person, head):
            self.kept.put(household)
        self.current = household.key
        return household

    def _is_head(self, person: Person) -> bool:
        relation = person.values.get("relation")
        if relation is None:
            return bool(person.head_name) and person.head_name == person.values.get("name")
        return relation in self._heads

    def _find(self, person: Person, grid: str, head: bool) -> Household:
        if person.household_no:
            return self._numbered(grid, head, person)
        door = door_of(person.home)
        told = any(said for key, said in zip(HOME, door, strict=True) if key != "lane")
        if told or person.address:
            at = "|".join(door) if told else person.address
            return self._at(f"door:{grid}:{at}:{person.head_name}", grid, head, person)
        current = self.kept.household(self.current) if self.current else None
        follows = current is not None and current.grid == grid and not (head and current.headed)
        if person.head_name:
            base = f"head:{grid}:{person.head_name}"
            if current and follows and current.head_name == person.head_name:
                self.kept.follow(base, current.key)
            return self._at(base, grid, head, person)
        if head or "relation" not in person.values:
            follows = False
        if current and follows:
            return current
        return self._keyed(f"{UNTOLD}{person.row}", grid, person)

    def _numbered(self, grid: str, head: bool, person: Person) -> Household:
        """Where numbers begin again, a number that comes back with a head of its own is another household; in the rows
        of one household 001 and 1 are one number.
        """
        base, current = f"no:{grid}:{person.household_no}", self.current or ""
        if current == base or current.startswith(f"{base}#"):
            return self._keyed(current, grid, person)
        before = current.partition("#")[0].removeprefix(f"no:{grid}:")
        there = self.kept.household(current) if before != current and _number(before) else None
        if there and _number(before) == _number(person.household_no) and not (head and there.headed):
            self.kept.follow(base, current)
            return there
        return self._at(base, grid, head, person)

    def _at(self, base: str, grid: str, head: bool, person: Person) -> Household:
        """Two heads at one door are two households there."""
        key = self.kept.latest(base)
        there = self.kept.household(key)
        if head and there is not None and there.headed:
            key = f"{base}#{self.kept.households()}"
        self.kept.follow(base, key)
        return self._keyed(key, grid, person)

    def _keyed(self, key: str, grid: str, person: Person) -> Household:
        return self.kept.household(key) or self.kept.new_household(key, grid, person.row)


def _number(said: str) -> str:
    """A household's number without zeros in front; "" for anything else than digits."""
    return said.lstrip("0") if said.isdigit() else ""
