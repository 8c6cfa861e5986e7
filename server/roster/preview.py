"""What the office's page shows of a checked file before anything goes in."""

from __future__ import annotations

import json
from typing import Any

from server.roster.check import Examined
from server.roster.places import NOWHERE
from server.roster.problems import Code, Found
from server.roster.rows import Person
from server.words import both

ROWS = 50
PROBLEMS = 500
MENDED = 200
_SHOWN = ("name", "relation", "sex", "birth", "id_kind", "id_number", "phone", "groups", "employer", "job", "note")


def of(examined: Examined, names: dict[str, str]) -> dict[str, Any]:
    """Counts, columns, the first rows, problems and mended cells (first ones; the counts are whole), new areas."""
    households, residents = examined.counts()
    problems, mended = examined.problems(), examined.mended()
    all_names = names | {area.code: area.name for area in examined.new_areas}
    return {
        "sheet": examined.sheet,
        "rows": examined.rows,
        "households": households,
        "residents": residents,
        "unchanged": len(examined.unchanged),
        "stopped": sum(not person.good() for person in examined.people()),
        "columns": [
            {"title": column.title, "key": column.key, "taken": column.taken} for column in examined.header.columns
        ],
        "first": _first(examined, all_names),
        "problem_count": len(problems),
        "problems": [problem(found) for found in problems[:PROBLEMS]],
        "mended_count": len(mended),
        "mended": [
            {"row": cell.row, "column": cell.column, "from": cell.before, "to": cell.after} for cell in mended[:MENDED]
        ],
        "new_areas": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in examined.new_areas
            if not area.code.startswith(NOWHERE[:9]) and area.name
        ],
    }


def problem(found: Found) -> dict[str, Any]:
    """A problem as the page shows it, in both languages."""
    return {
        "row": found.row,
        "column": found.column,
        "code": found.code.value,
        "stops": found.code.stops(),
        "message": both(f"roster.{found.code.value}", **found.values),
    }


def kept(report: str) -> dict[str, Any]:
    """The problems that were noted when an import was staged: {problems, problem_count}."""
    noted = json.loads(report)
    found = [
        Found(each["row"], each["column"], Code(each["code"]), each["values"]) for each in noted.get("problems", [])
    ]
    return {"problems": [problem(each) for each in found[:PROBLEMS]], "problem_count": noted.get("problem_count", 0)}


def _first(examined: Examined, names: dict[str, str]) -> list[dict[str, Any]]:
    rows = [
        (person, number, household.grid, household.home)
        for number, household in enumerate(examined.households, 1)
        for person in household.people
    ]
    rows.sort(key=lambda each: each[0].row)
    return [
        {
            "row": person.row,
            "household": number,
            "place": _place(grid, names),
            "door": " ".join(home[key] for key in ("lane", "building", "unit", "door", "room") if key in home),
            "good": person.good(),
            "unchanged": person.row in examined.unchanged,
            "values": _values(person),
        }
        for person, number, grid, home in rows[:ROWS]
    ]


def _place(grid: str, names: dict[str, str]) -> str:
    village = grid.partition("-")[0]
    return " ".join(names.get(code, "") for code in (village, grid) if code).strip()


def _values(person: Person) -> dict[str, Any]:
    return {key: person.values[key] for key in _SHOWN if key in person.values}
