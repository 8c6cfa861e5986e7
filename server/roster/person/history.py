"""Columns of dose history become doses: what the file clearly says was given, with what it clearly says of it.

A day is never guessed, and a dose without a day is still a dose. What contradicts itself (the second before the first,
a dose before birth, "not vaccinated" beside a day) is reported and recorded nowhere until a person has looked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from server.roster.person import dates
from server.roster.person.campaign import CampaignWords
from server.roster.person.given import Given, Kit, numbered
from server.roster.person.line import LONGEST, Line
from server.roster.person.marks import BOOSTER, FULL, NO, UNKNOWN, YES, Mark, mark
from server.roster.person.which import counted, settle
from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.vocabulary import NUMBERED, PARTS, vocabulary

_TOTALS = ("vaccinated", "dose_count")
_SINGLE = ("dose_on", "dose_number", "dose_place", "product", "maker", "batch")


class History:
    """Reads the dose columns of one header. `registry`: the file is a list of people vaccinated."""

    def __init__(
        self, places: Mapping[str, int], campaign: CampaignWords, today: datetime.date, registry: bool
    ) -> None:
        self.campaign = campaign
        self.today = today
        self.registry = registry
        self.own = {
            slot: [part for part in PARTS if f"{slot}_{part}" in places]
            for slot in NUMBERED
            if any(f"{slot}_{part}" in places for part in PARTS)
        }
        self.keys = [f"{slot}_{part}" for slot, parts in self.own.items() for part in parts]
        self.keys += [key for key in (*_TOTALS, *_SINGLE) if key in places]
        self.known = frozenset(self.keys)
        self.makers = [key for key in self.keys if key.endswith("maker")]
        self.slots = {slot: frozenset(f"{slot}_{part}" for part in parts) for slot, parts in self.own.items()}

    def main_key(self) -> str:
        """The column to name when something is to be said of the doses as a whole."""
        return next((key for key in self.keys if key.endswith("_on")), (self.keys or ["dose1_on"])[0])

    def filled(self, line: Line) -> bool:
        """Whether any column of a dose says something."""
        return not self.known.isdisjoint(line.texts)

    def read(self, line: Line) -> None:
        """Put the doses of a row into its person; report what a person must look at."""
        if not self.filled(line):
            return
        kit = Kit(line, self.campaign, self.today)
        for key in self.makers:
            kit.made_by(key.removesuffix("maker") + "product", key)
        for slot, parts in self.own.items():
            if not self.slots[slot].isdisjoint(line.texts):
                self._numbered(kit, slot, parts)
        self._single(kit)
        self._told(kit)
        settle(kit)
        self._shared(kit)
        line.person.doses = numbered(kit, "registry" if self.registry else "declared", self.registry)

    def _numbered(self, kit: Kit, slot: str, parts: list[str]) -> None:
        """The columns of one dose: a day, a mark or a product in any of them says that it was given."""
        given = Given(slot, f"{slot}_{parts[0]}")
        for part in ("on", "given", "product"):
            key = f"{slot}_{part}"
            if part in parts and kit.line.text(key):
                self._heard(kit, given, key)
        for part in ("place", "batch"):
            if part in parts:
                kit.line.short(f"{slot}_{part}", given.values, part)
        if given.given is None and "batch" in given.values:
            given.given = True
        if given.given:
            kit.given.append(given)
        elif given.given is None and (given.values or given.named):
            kit.unclear(f"{slot}_{'place' if 'place' in given.values else 'product'}")
        elif given.given is False and given.values.get("on"):
            kit.line.found(given.key, Code.DOSE_CONTRADICTS, value=kit.line.text(f"{slot}_given"), count="1")

    def _heard(self, kit: Kit, given: Given, key: str) -> None:
        cell, said = kit.line.cell(key), kit.line.text(key)
        day = dates.read(cell, self.today)
        if day.on is not None:
            given.given = given.given is not False
            given.key = key
            kit.day(given, key, day.on, said, day.rest)
            return
        if day.fault is not None:
            given.given = True
            kit.fault(given, key, day.fault, said)
            return
        heard = mark(said)
        if heard is not None and heard.what == UNKNOWN:
            kit.line.note(key, said)
        elif heard is not None:
            given.given = heard.what != NO if given.given is None else given.given
        elif kit.names_product(said):
            given.named = said
            given.given = True if not key.endswith("_product") else given.given
            given.named_key = key
        elif key.endswith("_product"):
            given.named, given.named_key = said, key
        elif kit.not_given_because(key, said):
            given.given = False
        else:
            kit.unclear(key)

    def _single(self, kit: Kit) -> None:
        """One dose, told by columns without a number of their own: a clinic's list, or a roster that knows one dose."""
        line = kit.line
        said = line.text("dose_on")
        which = mark(line.text("dose_number")) if line.text("dose_number") else None
        several = dates.every(line.cell("dose_on"), self.today)
        if len(several) > 1:
            for at, day in enumerate(several, 1):
                kit.day(kit.add(f"dose{at}", "dose_on"), "dose_on", day, day.isoformat(), "")
            return
        if not said and (which is None or not (which.count or which.what == BOOSTER)):
            if line.text("dose_number"):
                kit.unclear("dose_number")
            return
        slot = self._slot(kit, which)
        known = next((given for given in kit.given if given.slot == slot), None)
        given = known or Given(slot, "dose_on" if said else "dose_number")
        if said:
            self._heard(kit, given, "dose_on")
        else:
            given.given = True
        if given.given is False:
            return
        given.single = known is None
        if known is None:
            kit.given.append(given)

    def _slot(self, kit: Kit, which: Mark | None) -> str:
        if which is not None and which.what == BOOSTER:
            return "booster"
        if which is not None and which.count and not which.at_least and which.count <= 4:
            return f"dose{which.count}"
        if kit.line.text("dose_number"):
            kit.unclear("dose_number")
        return ""

    def _shared(self, kit: Kit) -> None:
        """A place of the row is that of all its doses without one; a batch only where there is one dose."""
        shared: dict[str, str] = {}
        kit.line.short("dose_place", shared, "place")
        kit.line.short("batch", shared)
        if "batch" in shared and len(kit.given) != 1:
            kit.line.note("batch", shared.pop("batch"))
        for given in kit.given:
            given.values = {**shared, **given.values}

    def _told(self, kit: Kit) -> None:
        """Whether vaccinated, and how often, beside doses that have columns: adds what has no day, or contradicts."""
        for key in _TOTALS:
            said = kit.line.text(key)
            if not said:
                continue
            heard = mark(said)
            if heard is None and kit.names_product(said):
                kit.all_named, kit.all_key = kit.all_named or said, kit.all_key or key
                heard = Mark(YES)
            if heard is None:
                if not kit.not_given_because(key, said):
                    kit.unclear(key)
            elif heard.what == NO:
                if kit.given:
                    kit.line.found(key, Code.DOSE_CONTRADICTS, value=said[:LONGEST], count=str(len(kit.given)))
            elif heard.what == UNKNOWN:
                kit.line.note(key, said)
            elif heard.what == FULL:
                kit.full = (key, said)
            elif heard.what == BOOSTER:
                if not any(given.slot == "booster" for given in kit.given):
                    kit.add("booster", key).implied = True
            else:
                self._counted(kit, key, said, heard)

    def _remarked(self, kit: Kit) -> int:
        """How many doses a remark adds to a bare "yes"; one where it says nothing, or other columns tell of doses."""
        remarks = vocabulary().parts(text.narrow(kit.line.text("note"))) if not kit.given else []
        return next((count for remark in remarks if (count := counted(self.campaign, remark)[0])), 1)

    def _counted(self, kit: Kit, key: str, said: str, heard: Mark) -> None:
        wanted = self._remarked(kit) if heard.what == YES else heard.count or 1
        if len(kit.given) > wanted and heard.what != YES and not heard.at_least:
            kit.line.found(key, Code.DOSE_CONTRADICTS, value=said[:LONGEST], count=str(len(kit.given)))
            return
        if heard.at_least and len(kit.given) <= wanted:
            kit.line.note(key, said)
        kit.fill(wanted, key)
