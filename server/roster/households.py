"""Which rows are one household: by its number; else by its door in the grid; else from one head to the next.

Rows that stay out still take part, so that the wrong digit of a head does not push the family into the neighbours'.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from server.roster.rows import HOME, Person
from server.roster.vocabulary import vocabulary


@dataclass
class Household:
    """A household of the file: `key` is unique in it, `home` its door and building, `people` its rows in order."""

    key: str
    grid: str
    people: list[Person] = field(default_factory=list)
    home: dict[str, str] = field(default_factory=dict)
    address: str = ""
    headed: bool = False
    head_name: str = ""

    def take(self, person: Person, head: bool) -> None:
        """Add a row; the first word said about the house is kept."""
        self.people.append(person)
        self.headed = self.headed or head
        self.head_name = self.head_name or person.head_name
        self.address = self.address or person.address
        for key, value in person.home.items():
            self.home.setdefault(key, value)


class Grouping:
    """Puts rows, given in the file's order with their grids, into households."""

    def __init__(self) -> None:
        self.households: dict[str, Household] = {}
        self._current: Household | None = None
        self._heads = vocabulary().heads
        self._latest: dict[str, str] = {}

    def put(self, person: Person, grid: str) -> Household:
        """The household of this row."""
        head = self._is_head(person)
        household = self._find(person, grid, head)
        household.take(person, head)
        self._current = household
        return household

    def _is_head(self, person: Person) -> bool:
        relation = person.values.get("relation")
        if relation is None:
            return bool(person.head_name) and person.head_name == person.values.get("name")
        return relation in self._heads

    def _find(self, person: Person, grid: str, head: bool) -> Household:
        if person.household_no:
            return self._keyed(f"no:{grid}:{person.household_no}", grid)
        where = [person.home.get(key, "") for key in HOME if key != "lane"]
        if any(where) or person.address:
            lane = person.home.get("lane", "")
            at = "|".join([lane, *where]) if any(where) else person.address
            return self._at(f"door:{grid}:{at}:{person.head_name}", grid, head)
        current = self._current
        follows = current is not None and current.grid == grid and not (head and current.headed)
        if current and follows and person.head_name:
            follows = current.head_name == person.head_name
        elif head or "relation" not in person.values:
            follows = False
        if current and follows:
            return current
        return self._keyed(f"row:{person.row}", grid)

    def _at(self, base: str, grid: str, head: bool) -> Household:
        """Two heads at one door are two households there."""
        key = self._latest.get(base, base)
        if head and key in self.households and self.households[key].headed:
            key = f"{base}#{len(self.households)}"
        self._latest[base] = key
        return self._keyed(key, grid)

    def _keyed(self, key: str, grid: str) -> Household:
        return self.households.setdefault(key, Household(key, grid))
