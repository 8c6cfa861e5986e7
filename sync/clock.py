"""The clock that orders last-writer fields, and nothing else.

What it promises: an edit never counts as made after the server received it (a phone set to 2035 wins nothing), it
always counts as later than what it replaced (a slow clock loses nothing that its author knew), and skew never
refuses an edit. The server computes it once and stores it; a later resend keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.edit import Edit
from sync.state import Record


def effective(at: int, offset: int, receipt: int, base_effs: Iterable[int]) -> int:
    """The effective time in ms: max(min(at − offset, receipt), 1 + the greatest eff among its bases).

    `at` is the phone's raw time, `offset` how far its clock runs ahead of the server's, `receipt` the server's time.
    """
    return max([min(at - offset, receipt), *(1 + eff for eff in base_effs)])


def base_effs(record: Record | None, edit: Edit) -> list[int]:
    """The effs of the bases that `edit` names and that still live in `record` (older ones: ask the ledger)."""
    if record is None:
        return []
    return [record.edits[name].eff for name in edit.named() if name in record.edits]
