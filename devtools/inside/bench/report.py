"""The figures as people read them; `--json` gives them as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def table(kind: str, rows: Sequence[Row]) -> str:
    """One line a step, its ratios and targets under it."""
    lines = [f"\n{kind}", f"{'step':10}{'wall ms':>10}{'cpu ms':>10}{'kB up':>9}{'kB down':>9}{'req':>6}  what"]
    for row in rows:
        lines.append(
            f"{row['step']:10}{row['wall_ms']:10.1f}{row['cpu_ms']:10.1f}{_kb(row, 'up')}{_kb(row, 'down')}"
            f"{row.get('requests', ''):>6}  {row['what']}"
        )
        lines += [f"{'':10}{line}" for line in _more(row)]
    return "\n".join(lines)


def _kb(row: Row, key: str) -> str:
    return f"{row[key] / 1000:9.2f}" if key in row else " " * 9


def _more(row: Row) -> list[str]:
    lines = []
    extra = {key: row[key] for key in ("p50_ms", "p95_ms", "max_ms", "rss_mb", "edits") if key in row}
    for part in (row["floors"], extra):
        if part:
            lines.append(", ".join(f"{key.replace('_', ' ')} {_short(value)}" for key, value in part.items()))
    for name, ratio in row["ratios"].items():
        target = row["targets"][name]
        lines.append(f"{'met ' if ratio <= target else 'MISSED'} {name}: {ratio:.2f} (target {target:g})")
    return lines


def _short(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
