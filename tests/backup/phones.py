"""A phone that keeps its answered edits, as docs/protocol.md asks (P10), and knows what to do after a restore (B)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.server.town import Phone


@dataclass
class Keeping:
    """A phone with its kept edits: {n: edit with `eff` and `ack` of its answer}."""

    phone: Phone
    kept: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, Any] | None = None  # `restored` of the last page that had it

    @property
    def writer(self) -> int:
        """Its number."""
        return self.phone.writer

    def write(self, entity: str, fields: dict[str, Any], record: str | None = None, **other: Any) -> dict[str, Any]:
        """Make an edit, push it, keep it with its answer; returns the edit."""
        made = self.phone.edit(entity, fields, record, **other)
        self.push(made)
        return made

    def push(self, *edits: dict[str, Any], **other: Any) -> dict[str, Any]:
        """Push, and keep what was answered."""
        body = {"epoch": None, "now": self.now, "edits": list(edits), **other}
        response = self.phone.send("/api/sync/push", body)
        assert response.status_code == 200, response.get_json()
        told: dict[str, Any] = response.get_json()
        for each, answer in zip(edits, told["answers"], strict=False):
            signed = {"eff": answer["eff"], "ack": answer["ack"]} if answer["result"] == "applied" else {}
            self.kept[each["n"]] = {**each, **signed}
        return told

    @property
    def now(self) -> int:
        """The phone's clock."""
        from server.clock import now_ms

        return now_ms() + self.phone.clock_ahead

    def come_back(self) -> None:
        """B2–B4: after a restore, send again what is asked for, bear witness, and take the new epoch."""
        asked = self.phone.send("/api/sync/pull", {"cursor": self.phone.cursor, "unsent": 0}).get_json()
        self.told = asked.get("restored")
        if self.told is not None:
            self.send_again()
            self.witness()
        self.phone.pull()

    def send_again(self) -> None:
        """Kept edits from `expect` on; what is no longer kept is given up as lost."""
        expect = self.push()["expect"]
        have = [n for n in sorted(self.kept) if n >= expect]
        if have and have[0] > expect:
            expect = self.push(lost=[expect, have[0] - 1])["expect"]
        if have:
            self.push(*(self.kept[n] for n in have))

    def witness(self) -> int:
        """Send rows that name edits which the server does not know; returns how many pieces were new to it."""
        assert self.told is not None
        known = {int(writer): last for writer, last in self.told["writers"].items()}
        rows = [row for row in self.phone.rows.values() if any(_beyond(name, known) for name in _names(row))]
        response = self.phone.send("/api/sync/witness", {"rows": rows})
        assert response.status_code == 200, response.get_json()
        kept: int = response.get_json()["kept"]
        return kept


def _names(row: dict[str, Any]) -> list[str]:
    found = [row["by"]]
    for base in row.get("also", {}).values():
        lists = base.values() if isinstance(base, dict) else [base]
        found += [name for each in lists for name in each]
    return found


def _beyond(name: str, known: dict[int, int]) -> bool:
    writer, _, n = name.partition(".")
    return n.isdigit() and int(n) > known.get(int(writer), 0)
