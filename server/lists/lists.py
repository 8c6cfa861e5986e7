"""A list: the people of the filters, in an order, with the columns chosen; a page for the screen, all for a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from server.lists import columns, writing
from server.lists.columns import Column
from server.lists.names import names
from server.lists.people import Reading
from server.office import residents
from server.office.filters import Filters
from server.store.judging import campaign
from server.words import say

MASKED = frozenset({"id_number", "phone"})
ORDER = "walk"
MOST_FROZEN = 5  # columns up to the name that stay in sight


def asked_columns(args: Mapping[str, str]) -> list[Column]:
    """The columns of a query string (`columns=a,b,c`). Raises Problem bad_value."""
    return columns.chosen(key for key in args.get("columns", "").split(",") if key)


def page(session: Session, args: Mapping[str, str], lang: str, today: str) -> dict[str, Any]:
    """One page: {columns, rows: [{id, household, cells}], total, page, size, statuses}; numbers that identify a person
    are masked here, not in the browser.
    """
    wanted = asked_columns(args)
    filters = Filters.read(args)
    number, size = residents.whole(args, "page", 1, 1_000_000), residents.whole(args, "size", 50, residents.MOST_ROWS)
    statuses = residents.counts(session, filters.without_status().where())
    total = sum(statuses.values()) if filters.status is None else sum(
        residents.counts(session, filters.where()).values()
    )  # fmt: skip
    statement = residents.query(filters, args.get("sort") or ORDER).limit(size).offset((number - 1) * size)
    lines = list(session.execute(statement))
    rows = [
        {"id": line.resident, "household": line.household, "cells": [_shown(each, value) for each, value in cells]}
        for line, cells in zip(lines, _cells(session, lines, wanted, lang, today, (number - 1) * size), strict=True)
    ]
    shown = [{"key": each.key, "title": say(f"lists.column.{each.key}", lang), "kind": each.kind} for each in wanted]
    return {"columns": shown, "rows": rows, "total": total, "page": number, "size": size, "statuses": statuses}


def _shown(column: Column, value: Any) -> Any:
    return residents.masked(value) if column.key in MASKED else value


def _cells(
    session: Session, lines: Any, wanted: Sequence[Column], lang: str, today: str, before: int = 0
) -> Iterator[list[tuple[Column, Any]]]:
    needed = columns.needs(wanted)
    known, day = names(session, lang, needed), datetime.date.fromisoformat(today)
    for person in Reading(session, needed, campaign(session), today).people(lines, before):
        yield [(column, column.value(person, known, day)) for column in wanted]


def file(session: Session, path: Path, args: Mapping[str, str], lang: str, today: str) -> int:
    """Write the list as .xlsx; returns how many people."""
    wanted = asked_columns(args)
    heads = [writing.Head(say(f"lists.column.{each.key}", lang), each.width, each.kind) for each in wanted]
    lines = residents.filtered(session, Filters.read(args), args.get("sort") or ORDER)
    rows = ([value for _, value in cells] for cells in _cells(session, lines, wanted, lang, today))
    name = next((at for at, each in enumerate(wanted[:MOST_FROZEN], 1) if each.key == "name"), 0)
    return writing.write(path, say("lists.sheet.list", lang), heads, rows, lang, name)
