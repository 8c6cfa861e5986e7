"""What the office's page shows of a file: as it arrived, with its columns; and as checked, before anything goes in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from server.roster.entry.check import Examined
from server.roster.entry.spool import Spool
from server.roster.person.doors import in_words
from server.roster.person.places import NOWHERE
from server.roster.problems import Code, Found
from server.roster.sheet import header as headers
from server.roster.sheet import text
from server.roster.sheet.abreast import in_sheet
from server.roster.sheet.files import Row
from server.roster.sheet.header import Header
from server.roster.vocabulary import vocabulary
from server.words import both

ROWS = 50
PROBLEMS = 500
MENDED = 200
TURNS = 300
SAMPLES = 3
LOOKED_AT = 200  # rows in which samples are looked for
_CELL_LONGEST = 200
_RAW = 20
_SHOWN = ("name", "relation", "sex", "birth", "id_kind", "id_number", "phone", "groups", "employer", "job", "note")


def received(spool: Spool, header: Header | None, remembered: bool, kind: str) -> dict[str, Any]:
    """A file that has arrived: its columns, what they seem to be, sample values, and the first rows as they stand."""
    first = header.index + 2 if header else 1
    rows = [row for _, row in spool.rows(first - 1, LOOKED_AT)]
    return {
        "sheet": spool.get("sheet"),
        "others": spool.get("others"),
        "kind": kind,
        "shape": headers.shape(header) if header else "",
        "remembered": remembered,
        "header": {"rows": [index + 1 for index in header.rows or (header.index,)] if header else []},
        "columns": [
            {
                "index": column.index,
                "title": column.title,
                "key": column.key,
                "taken": column.taken,
                "sample": _sample(rows, column.index),
            }
            for column in (header.columns if header else [])
        ],
        "keys": choices(),
        "rows": spool.count(first - 1),
        "first": [_texts(row) for _, row in spool.rows(0, _RAW)],
    }


def choices() -> list[dict[str, str]]:
    """What a column can be taken for, in the order in which rosters have them."""
    words = vocabulary()
    return [{"key": key, "title": title} for key, title in words.titles.items() if key in words.taken]


def of(examined: Examined, names: Mapping[str, str]) -> dict[str, Any]:
    """Counts, columns, the first rows, problems and mended cells (first ones; the counts are whole), new areas."""
    households, residents = examined.counts()
    states = examined.states
    differences, doses, contraindications = examined.findings.sums()
    made = examined.new_areas()
    return {
        "sheet": examined.sheet,
        "kind": examined.kind,
        "rows": examined.rows,
        "households": households,
        "residents": residents,
        "unchanged": states.get("unchanged", 0),
        "changed": states.get("changed", 0),
        "unplaced": states.get("unplaced", 0),
        "stopped": states.get("stopped", 0),
        "not_found": states.get("not_found", 0),
        "differences": differences,
        "doses": doses,
        "contraindications": contraindications,
        "columns": [
            {"title": column.title, "key": column.key, "taken": column.taken} for column in examined.header.columns
        ],
        "first": _first(examined, {**names, **{area.code: area.name for area in made}}),
        "problem_count": examined.findings.count("problem"),
        "problems": [problem(found) for found in examined.problems(PROBLEMS)],
        "mended_count": examined.findings.count("mended"),
        "mended": [
            {"row": in_sheet(cell.row), "column": cell.column, "from": cell.before, "to": cell.after}
            for cell in examined.mended(MENDED)
        ],
        "turn_count": examined.findings.count("turning"),
        "turns": [
            {"row": in_sheet(row), "name": name, **turn._asdict()} for row, name, turn in examined.findings.turns(TURNS)
        ],
        "new_areas": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in made
            if not area.code.startswith(NOWHERE[:9]) and area.name
        ],
    }


def problem(found: Found) -> dict[str, Any]:
    """A problem as the page shows it, in both languages."""
    return {
        "row": in_sheet(found.row),
        "column": found.column,
        "code": found.code.value,
        "stops": found.code.stops(),
        "message": both(f"roster.{found.code.value}", **found.values),
    }


def kept(report: str) -> dict[str, Any]:
    """The problems that were noted when an import was checked: {problems, problem_count}."""
    noted = json.loads(report)
    found = [
        Found(each["row"], each["column"], Code(each["code"]), each["values"]) for each in noted.get("problems", [])
    ]
    return {"problems": [problem(each) for each in found[:PROBLEMS]], "problem_count": noted.get("problem_count", 0)}


def _first(examined: Examined, names: Mapping[str, str]) -> list[dict[str, Any]]:
    query = examined.spool.db.execute("SELECT row FROM person ORDER BY row LIMIT ?", (ROWS,))
    return [
        {
            "row": in_sheet(row),
            "household": household.id if household else 0,
            "place": _place(grid, names),
            "door": in_words(household.home) if household else "",
            "state": state,
            "good": state != "stopped",
            "unchanged": state == "unchanged",
            "values": {key: body["resident"][key] for key in _SHOWN if key in body["resident"]},
            "doses": body.get("doses", []),
        }
        for row, _, grid, state, body, household in examined.findings.people(row for (row,) in query.fetchall())
    ]


def _place(grid: str, names: Mapping[str, str]) -> str:
    village = grid.partition("-")[0]
    return " ".join(names.get(code, "") for code in (village, grid) if code).strip()


def _texts(row: Row) -> list[str]:
    return [text.plain(cell)[:_CELL_LONGEST] for cell in row]


def _sample(rows: list[Row], index: int) -> list[str]:
    found = (text.plain(row[index])[:_CELL_LONGEST] for row in rows if index < len(row))
    return list(dict.fromkeys(said for said in found if said))[:SAMPLES]
