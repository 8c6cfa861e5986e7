"""A list as the page shows it before anything goes in: who is new, what changes, who stays out and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.office.staff.meeting import CHANGED, NEW, SAME, STOPPED, Outcome, Present
from server.office.staff.reading import Entry, Listed


def of(session: Session, listed: Listed) -> dict[str, Any]:
    """The answer to a check."""
    present = Present(session, listed.titles, listed.entries)
    outcomes = [(entry, present.outcome(entry)) for entry in listed.entries]
    problems = [each for each in listed.problems] + [each for _, outcome in outcomes for each in outcome.problems]
    counts = {what: sum(1 for _, outcome in outcomes if outcome.what == what) for what in (NEW, CHANGED, SAME)}
    outcomes = sorted(
        [*outcomes, *((entry, Outcome(STOPPED)) for entry in listed.stopped)], key=lambda pair: pair[0].row
    )
    counts[STOPPED] = sum(1 for _, outcome in outcomes if outcome.what == STOPPED)
    return {
        "sheet": listed.sheet,
        "rows": listed.rows,
        "columns": listed.columns,
        "counts": counts,
        "people": [_line(entry, outcome) for entry, outcome in outcomes],
        "problems": [found.as_json() for found in sorted(problems, key=lambda found: found.row)],
        "mended": listed.mended,
    }


def _line(entry: Entry, outcome: Outcome) -> dict[str, Any]:
    account = outcome.account
    return {
        "row": entry.row,
        "rows": entry.rows,
        "what": outcome.what,
        "id": account.id if account else None,
        "login": account.login if account else None,
        "name": entry.name,
        "phone": entry.phone or (account.phone if account else None) or "",
        "role": entry.role or (account.role if account else ""),
        "areas": outcome.areas or entry.areas,
        "added": outcome.added if outcome.what == CHANGED else [],
        "removed": outcome.removed,
        "changes": [
            {"field": name, "from": before, "to": after}
            for name, (before, after) in outcome.fields.items()
            if outcome.what == CHANGED
        ],
    }
