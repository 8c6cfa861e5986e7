"""The doses that one row tells of, on their way from words to records: which product, which number, which order.

Apart from `history`, which only hears what each column says: here what several columns say is put together.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from server.roster.person.campaign import CampaignWords
from server.roster.person.conditions import because
from server.roster.person.line import LONGEST, Line
from server.roster.person.marks import MOST, mark
from server.roster.problems import Code
from server.roster.vocabulary import NUMBERED


@dataclass
class Given:
    """One dose. `slot`: dose1 … dose4, booster, or "" if the row does not say which; `key`: the column to name.

    `single`: told by columns without a number, so that the row's product is this dose's. `implied`: told by a word for
    the whole person ("booster given"), so that the doses before it need not be listed.
    """

    slot: str
    key: str
    given: bool | None = None
    values: dict[str, Any] = field(default_factory=dict)
    named: str = ""
    named_key: str = ""
    single: bool = False
    implied: bool = False

    def number(self) -> int | None:
        """The number that the column says; None for boosters and where nothing is said."""
        return int(self.slot[-1]) if self.slot.startswith("dose") else None

    def remark(self, said: str) -> None:
        """Keep words in the dose's own note."""
        self.values["note"] = "; ".join(filter(None, [self.values.get("note", ""), said]))


@dataclass
class Kit:
    """What is known of a row's doses while its columns are read."""

    line: Line
    campaign: CampaignWords
    today: datetime.date
    given: list[Given] = field(default_factory=list)
    full: tuple[str, str] | None = None  # the column and the words that tell of a full course
    all_named: str = ""  # product of the row, and the column that names it
    all_key: str = ""
    route: str | None = None

    def add(self, slot: str, key: str) -> Given:
        """One more dose that was given."""
        self.given.append(Given(slot, key, True))
        return self.given[-1]

    def day(self, given: Given, key: str, on: datetime.date, said: str, rest: str) -> None:
        """Take a day, unless it cannot be; what else the cell says names the product or is kept with the dose."""
        birth = self.line.person.values.get("birth")
        if on > self.today:
            self.line.found(key, Code.DOSE_AHEAD, value=on.isoformat())
        elif birth and on.isoformat() < birth:
            self.line.found(key, Code.DOSE_BEFORE_BIRTH, value=on.isoformat(), birth=birth)
        elif rest[:1].isdigit():
            self.line.found(key, Code.DOSE_IMPOSSIBLE, value=said[:LONGEST])
        else:
            self.line.mended(key, said, on.isoformat())
        if "on" in given.values and given.values["on"] != on.isoformat():
            self.line.found(key, Code.DOSE_CONTRADICTS, value=said[:LONGEST], count="1")
        given.values["on"] = on.isoformat()
        if rest and mark(rest) is None:
            if self.names_product(rest) and not given.named:
                given.named, given.named_key = rest, key
            else:
                given.remark(rest[:LONGEST])

    def fault(self, given: Given, key: str, fault: Code, said: str) -> None:
        """A day that is none, or not a whole one."""
        self.line.found(key, fault, value=said[:LONGEST])
        given.remark(f"{self.line.title(key)}: {said[:LONGEST]}")

    def names_product(self, said: str) -> bool:
        """Whether a text names a product or a route of the campaign."""
        products, route = self.campaign.product(said)
        return bool(products or route)

    def made_by(self, key: str, maker_key: str) -> None:
        """Read the columns of the vaccine's name and of its maker together: where the maker tells the product, the name
        need not; else both are read as one text.
        """
        named, maker = self.line.text(key), self.line.text(maker_key)
        by_maker, by_name = set(self.campaign.product(maker)[0]), set(self.campaign.product(named)[0])
        if maker and (not named or (by_maker and by_name <= by_maker)):
            self.line.texts[key] = maker
        elif maker and not (by_name and not by_maker):
            self.line.texts[key] = f"{named} {maker}"

    def not_given_because(self, key: str, said: str) -> bool:
        """Whether a text says why somebody was not vaccinated; then it is taken as that."""
        return because(self.line, self.campaign, key, said)

    def fill(self, wanted: int, key: str) -> None:
        """Doses that are told of and have no column of their own, from the first number that is missing."""
        told = [given for given in self.given if given.slot == ""]
        if told and wanted > 1:  # a day, and nobody can tell of which of them
            self.given = [given for given in self.given if given.slot]
            for _given in told:
                self.unclear("dose_on")
        numbers = {given.number() for given in self.given}
        if "" in {given.slot for given in self.given}:
            return
        for number in range(1, wanted + 1):
            if len(self.given) < wanted and number not in numbers:
                self.add(f"dose{number}", key)

    def unclear(self, key: str) -> None:
        """Words that do not tell enough: kept in the note."""
        said = self.line.text(key)[:LONGEST]
        self.line.found(key, Code.DOSE_UNCLEAR, value=said)
        self.line.note(key, said)

    def needed(self) -> int:
        """Doses of the course, by the product of its first dose, else by the route, else by what holds for unknown."""
        for given in sorted(self.given, key=order):
            code = str(given.values.get("product", ""))
            if code in self.campaign.doses_of and given.slot != "booster":
                return self.campaign.doses_of[code]
        return self.of_route() or self.campaign.unknown_doses

    def of_route(self) -> int | None:
        """Doses of a course of the row's route, if all its products agree."""
        routes = self.campaign.route_of
        counts = {self.campaign.doses_of[code] for code, route in routes.items() if route == self.route}
        return counts.pop() if len(counts) == 1 else None


def order(given: Given) -> int:
    """The place of a dose among the columns."""
    return NUMBERED.index(given.slot) if given.slot in NUMBERED else 0


def numbered(kit: Kit, known: str, registry: bool) -> list[dict[str, Any]]:
    """The doses as values of records, in order; reports what contradicts itself or is missing."""
    needed = kit.needed()
    found: list[tuple[int | None, Given]] = []
    for given in sorted(kit.given, key=order):
        number = given.number()
        if given.slot == "booster":
            highest = max((number or 0 for number, _ in found), default=0)
            same = [each for number, each in found if number and number > needed and _may_be_one(each, given)]
            if same:
                same[0].values = {**given.values, **same[0].values}
                continue
            number = max(needed, highest) + 1
        elif not given.slot and not registry:
            if found:
                kit.unclear(given.key)
                continue
            number = 1
            if kit.campaign.doses_of.get(str(given.values.get("product"))) != 1:
                kit.line.found(given.key, Code.DOSE_NUMBER_MISSING)
        if number is not None and number > MOST:
            kit.unclear(given.key)
            continue
        found.append((number, given))
    _in_order(kit, found)
    if not registry:
        _without_gaps(kit, found, needed)
    return [{**({"number": number} if number else {}), **given.values, "known": known} for number, given in found]


def _may_be_one(one: Given, other: Given) -> bool:
    days = {one.values.get("on"), other.values.get("on")} - {None}
    return len(days) < 2


def _in_order(kit: Kit, found: list[tuple[int | None, Given]]) -> None:
    dated = [given for _, given in found if "on" in given.values]
    for before, after in pairwise(dated):
        first, second = before.values["on"], after.values["on"]
        if second == first:
            kit.line.found(after.key, Code.DOSE_SAME_DAY, value=second)
        elif second < first:
            kit.line.found(after.key, Code.DOSE_ORDER, value=second, before=first)


def _without_gaps(kit: Kit, found: list[tuple[int | None, Given]], needed: int) -> None:
    listed = any(f"dose{number}_on" in kit.line.places for number in range(1, needed + 1))
    numbers = {number for number, _ in found}
    for number, given in found:
        alone = number is not None and number > 1 and number - 1 not in numbers
        if alone and not given.implied and (given.slot != "booster" or listed):
            kit.line.found(given.key, Code.DOSE_MISSING_BEFORE)
