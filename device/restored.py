"""After a restored backup (docs/protocol.md, B): rows that show edits which the server does not know any more are given
back to it as a witness, before this device takes over the server's picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from device import rows
from device.records import order
from device.screen import ids
from device.wire import Steps, ask, post

if TYPE_CHECKING:
    from device.device import Device

ROWS_A_REQUEST = 500


def witness(device: Device, restored: Mapping[str, Any] | None) -> Steps[int]:
    """Send the rows by edits that came after what the server knows of their writers; returns how many."""
    if restored is None:
        return 0
    known = {int(writer): last for writer, last in restored["writers"].items()}
    seen = [row for row in rows.everything(device.storage) if row["entity"] != "review" and _newer(row, known)]
    for start in range(0, len(seen), ROWS_A_REQUEST):
        some = {"rows": seen[start : start + ROWS_A_REQUEST]}
        yield from ask(post("/api/sync/witness", some, device.identity["token"]))
    return len(seen)


def _newer(row: rows.Row, known: Mapping[int, int]) -> bool:
    return any(n > known.get(writer, 0) for writer, n in map(order, ids(row)))
