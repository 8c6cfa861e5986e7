"""The little that a device must know of the kinds of records (docs/protocol.md, "Records and fields").

Which field names the record that this one belongs to, or the scope it lives in; which fields are sets, and which values
of `life_state` close a record. All else about fields and values is judged by the server.
"""

from __future__ import annotations

PARENT = {
    "resident": "household",
    "visit": "household",
    "dose": "resident",
    "contraindication": "resident",
    "appointment": "resident",
    "reaction": "attendance",
    "ruling": "about",
    "review": "about",
}
ANCHOR = {"household": "grid", "attendance": "desk"}
SETS = {("resident", "groups")}
CLOSING = {
    "household": {"gone", "duplicate", "mistake"},
    "resident": {"moved_out", "died", "registered_only", "duplicate", "mistake"},
}


def order(edit_id: str) -> tuple[int, int]:
    """Edit ids are ordered as two numbers ("Words")."""
    writer, _, n = edit_id.partition(".")
    return int(writer), int(n)
