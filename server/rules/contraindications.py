"""What speaks against an injection today, and until when: a hospital's finding decides, a deferral ends by its date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.rules.days import in_force, known, plus_days

Json = Mapping[str, Any]
UNHEARD_OF = {"code": "", "kind": "needs_hospital", "ask_again_days": None, "only": None}


@dataclass
class Block:
    """`why` is None if nothing speaks against it; `ask_again` None if no day is known."""

    why: str | None = None
    finding: str = "advise"
    ask_again: str | None = None
    notes: list[str] = field(default_factory=list)


def standing(campaign: Json, records: Sequence[Json], if_healthy: bool, today: str) -> Block:
    """The gravest of a resident's contraindications (record values with `id`, and `since`, the day it was recorded).

    `if_healthy`: only a rule for the healthy admits the resident, so that kinds marked `only: if_healthy` apply.
    Unsuitable before deferred; of deferrals the one that ends last; of equals the smaller id.
    """
    block = Block()
    for record in sorted(records, key=lambda record: record["id"]):
        kind = next((kind for kind in campaign["contraindications"] if kind["code"] == record.get("kind")), UNHEARD_OF)
        state = record.get("state") or "suspected"
        name = record.get("kind") or "other"
        if state == "cleared" or not in_force(kind, today) or (kind["only"] == "if_healthy" and not if_healthy):
            continue
        if kind["kind"] == "no_reason":
            block.notes.append(f"no_reason:{name}")
            continue
        ask_again, ends = _days(record, kind, state)
        if ends and today >= ends:
            block.notes.append(f"ask_again:{name}")
        elif state == "confirmed" and kind["kind"] != "temporary":
            if block.finding != "unsuitable":
                block.why, block.finding, block.ask_again = f"confirmed:{name}", "unsuitable", None
        elif block.why is None or (block.finding == "defer" and _later(ask_again, block.ask_again)):
            block.why, block.finding, block.ask_again = f"{state}:{name}", "defer", ask_again
    return block


def _days(record: Json, kind: Json, state: str) -> tuple[str | None, str | None]:
    """The day to ask again, and the day on which the block ends by itself (None: only a finding ends it)."""
    until, since = known(record.get("until")), known(record.get("since"))
    usual = plus_days(since, kind["ask_again_days"]) if since and kind["ask_again_days"] is not None else None
    temporary = kind["kind"] == "temporary"
    ask_again = until or usual
    if temporary:
        return ask_again, ask_again
    return ask_again, until if state == "deferred" else None


def _later(one: str | None, other: str | None) -> bool:
    """Whether `one` ends later; no day is later than any day."""
    return other is not None and (one is None or one > other)
