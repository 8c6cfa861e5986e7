"""What a table says: named values, and lists of lines for repeated rows. Made from the office's lists, once a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.lists import columns, figures, given, ranking
from server.lists.figures import Asked, Counts
from server.lists.names import Names, names
from server.lists.people import Reading
from server.lists.writing import dated
from server.office import residents
from server.office.areas import place
from server.office.filters import Filters
from server.store.judging import campaign
from server.store.tables import Area, Record
from server.words import say

Lines = Sequence[Mapping[str, Any]]
LEADER = "leader"
MOST_LINES = 20_000


class TooLong(Exception):
    """More lines than a workbook that is filled in memory may get."""


@dataclass(frozen=True)
class Signed:
    """What the office says of itself at the foot: who filled in, who checked, which telephone."""

    filled_by: str = ""
    checked_by: str = ""
    phone: str = ""


@dataclass
class Content:
    """The values of one table. `at` (ms) is the moment of making, `until` the hour up to which it says to be true."""

    session: Session
    lang: str
    zone: str
    at: int
    asked: Asked
    until: str
    by: str = "one"
    signed: Signed = field(default_factory=Signed)
    view: Mapping[str, Any] = field(default_factory=dict)
    most: int = MOST_LINES

    @cached_property
    def names(self) -> Names:
        """What codes are called."""
        return names(self.session, self.lang, columns.needs(self.columns))

    @cached_property
    def columns(self) -> list[columns.Column]:
        """The columns of a list of residents: all of them, for a template may name any."""
        return list(columns.COLUMNS.values())

    @cached_property
    def areas(self) -> list[Area]:
        """The villages or grids that the table has lines for, by code."""
        return list(self.session.scalars(select(Area).where(Area.level == self.asked.level).order_by(Area.code)))

    @cached_property
    def counted(self) -> tuple[dict[str, Counts], dict[str, Counts]]:
        """The counts on the day and on the day before; a line for every place, also where nobody lives."""
        now, then = figures.counts(self.session, campaign(self.session), self.asked)
        for area in self.areas:
            now[area.code], then[area.code] = now[area.code], then[area.code]
        return now, then

    @cached_property
    def told(self) -> dict[str, dict[str, str]]:
        """{place: what is told of it beside its figures}."""
        led, known = leaders(self.session, self.lang), dict(self.names.areas)
        return {
            area.code: {
                "name": place(known, area.code),
                "village": known.get(area.code.partition("-")[0], ""),
                LEADER: led.get(area.code) or led.get(area.code.partition("-")[0], ""),
            }
            for area in self.areas
        }

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        """A line of figures for each place."""
        now, _ = self.counted
        return [
            {"no": at, "code": area.code, **self.told[area.code], **figures.line(now[area.code], self.asked.per)}
            for at, area in enumerate(self.areas, 1)
        ]

    @cached_property
    def total(self) -> dict[str, Any]:
        """The line of all places together."""
        now, _ = self.counted
        return figures.line(figures.together([now[area.code] for area in self.areas]), self.asked.per)

    @cached_property
    def ranks(self) -> list[dict[str, Any]]:
        """The ranking."""
        return ranking.lines(*self.counted, self.by, self.asked.per, self.told)

    @cached_property
    def given(self) -> list[dict[str, Any]]:
        """Who was vaccinated on the day."""
        return given.lines(self.session, self.names, self.asked.on)

    @property
    def filters(self) -> Filters:
        """Whose list it is: the view's."""
        return Filters.read(self.view.get("filters", {}))

    @cached_property
    def residents(self) -> list[dict[str, Any]]:
        """The people of the view."""
        rows = residents.query(self.filters, self.view.get("sort") or "walk").limit(self.most + 1)
        needs, day = columns.needs(self.columns), date.fromisoformat(self.asked.on)
        people = Reading(self.session, needs, campaign(self.session), self.asked.on).people(self.session.execute(rows))
        return [
            {each.key: _typed(each.kind, each.value(person, self.names, day)) for each in self.columns}
            for person in people
        ]

    def lines(self, section: str) -> Lines:
        """The lines of a section. Raises TooLong."""
        ways: dict[str, Callable[[], Lines]] = {
            "village": lambda: self.places,
            "rank": lambda: self.ranks,
            "given": lambda: self.given,
            "resident": lambda: self.residents,
        }
        found = ways[section]()
        if len(found) > self.most:
            raise TooLong
        return found

    def example(self, section: str, key: str) -> Any:
        """What a placeholder would say now: of the first line of its section."""
        if not section:
            return self.value(key)
        lines: dict[str, Lines] = {
            "village": self.places, "rank": self.ranks, "given": self.given, "resident": self.residents[:1],
        }  # fmt: skip
        return lines[section][0].get(key) if lines[section] else None

    def value(self, key: str) -> Any:
        """A named value (`server.lists.placeholders.VALUES`), or `total.<figure>`."""
        if key.startswith("total."):
            return self.total.get(key.removeprefix("total."))
        return self.values[key]

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every named value that costs nothing to know; those of the day's doses are counted when asked for."""
        return _Values(self)


def _typed(kind: str, value: Any) -> Any:
    """A day as a day, so that a cell can hold it as one."""
    return date.fromisoformat(known) if kind == "date" and (known := dated(value)) else value


class _Values(dict[str, Any]):
    """Named values, made when they are first asked for."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content

    def __missing__(self, key: str) -> Any:
        content, lang = self.content, self.content.lang
        day = date.fromisoformat(content.asked.on)
        town = content.session.scalar(select(Area).where(Area.level == "township"))
        made = datetime.fromtimestamp(content.at / 1000, ZoneInfo(content.zone))
        hour, minute = content.until.split(":")
        parts = {"year": day.year, "month": day.month, "day": day.day, "hour": hour, "minute": minute}
        ways: dict[str, Callable[[], Any]] = {
            "town": lambda: town.name if town else "",
            "county": lambda: content.names.areas.get(town.parent or "", "") if town else "",
            "date": lambda: say("lists.words.date", lang, **parts),
            "year": lambda: day.year,
            "month": lambda: day.month,
            "day": lambda: day.day,
            "stamp": lambda: say("lists.words.stamp", lang, **parts),
            "stamp_short": lambda: say("lists.words.stamp_short", lang, **parts),
            "made_at": lambda: made.strftime("%Y-%m-%d %H:%M"),
            "filled_by": lambda: content.signed.filled_by,
            "checked_by": lambda: content.signed.checked_by,
            "phone": lambda: content.signed.phone,
            "of": lambda: say(f"lists.of.{content.asked.of}", lang),
            "per": lambda: say(f"lists.per.{content.asked.per}", lang),
            "by": lambda: say(f"lists.by.{content.by}", lang),
            "given_doses": lambda: len(content.given),
            "given_people": lambda: len({line["resident"] for line in content.given}),
            "zero": lambda: "" if content.given else say("lists.words.zero", lang),
            "people": lambda: sum(residents.counts(content.session, content.filters.where()).values()),
            "view": lambda: str(content.view.get("name") or ""),
        }
        if (kind := key.removeprefix("given_")) in figures.TODAY:
            return sum(line["dose_kind"] == kind for line in content.given)
        self[key] = ways[key]()
        return self[key]


def leaders(session: Session, lang: str) -> dict[str, str]:
    """{area: names of its responsible leaders}."""
    rows = session.execute(select(Record.entity, Record.row).where(Record.entity.in_(("area", "person"))))
    found: dict[str, list[dict[str, Any]]] = {"area": [], "person": []}
    for entity, row in rows:
        found[entity].append(json.loads(row))
    people = {person["id"]: str(person["values"].get("name") or "") for person in found["person"]}
    led: dict[str, str] = {}
    for area in found["area"]:
        values = area["values"]
        who = [people.get(each["person"], "") for each in values.get("people") or () if each["role"] == LEADER]
        led[values["code"]] = say("roster.list_mark", lang).join(filter(None, who))
    return led
