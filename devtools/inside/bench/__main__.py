"""`python -m devtools.inside.bench sync`: makes the workload's town, runs its steps, prints figures and floors."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from devtools.inside.bench import booking, crowd, report, roster, seed, servers, village
from devtools.inside.bench.bench import Bench
from devtools.inside.bench.floors import Raw

WORKLOAD = servers.ROOT.parent / "shared" / "workload" / "town.py"
STORES = ("sqlite", "postgresql")
Records = list[dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when everything ran, whether the targets were met or not."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ruhu-bench-") as name:
        folder = Path(name)
        if folder.stat().st_uid == 0:
            folder.chmod(0o755)  # noqa: S103 (PostgreSQL runs as somebody else)
        _say(asked, f"making the workload, seed {asked.seed}")
        small = ["--small"] if asked.small else []
        command = [sys.executable, str(asked.workload), str(folder / "work"), "--seed", str(asked.seed), *small]
        subprocess.run(command, check=True)
        found = {kind: _all(asked, kind, folder) for kind in asked.stores.split(",")}
    if asked.json:
        print(json.dumps({"seed": asked.seed, "small": asked.small, "stores": found}, ensure_ascii=False, indent=1))
    return 0


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py bench", description="Measure, beside floors taken in the same run.")
    top.add_argument("what", choices=["sync"])
    top.add_argument("--json", action="store_true", help="print figures as JSON")
    top.add_argument("--seed", type=int, default=20, help="of the workload (default 20)")
    top.add_argument("--small", action="store_true", help="a tenth of town and herd: to try the bench out")
    top.add_argument("--only", default="village,herd,places,minute,roster,town", help="parts to run (default: all)")
    top.add_argument("--stores", default=",".join(STORES), help="default: both")
    top.add_argument("--phones", type=int, default=1000, help="of W6")
    top.add_argument("--workload", type=Path, default=WORKLOAD, help="the script that writes the workload")
    return top


def _say(asked: argparse.Namespace, words: str) -> None:
    print(words, file=sys.stderr if asked.json else sys.stdout, flush=True)


def _all(asked: argparse.Namespace, kind: str, folder: Path) -> list[dict[str, Any]]:
    """Every part on one kind of store, each on a database of its own."""
    work = json.loads((folder / "work" / "work.json").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = []
    parts = asked.only.split(",")
    if "village" in parts:
        records = _read(folder / "work" / "village.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            rows += village.village(bench, work["rounds"], records)
            rows.append(village.rebuilt(bench))
    if "herd" in parts:
        records = _read(folder / "work" / "herd.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            rows.append(crowd.crowd(bench, work["herd"], records))
    if "places" in parts:
        records = _read(folder / "work" / "herd.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            rows.append(booking.booking(bench, work["herd"], records))
    if "minute" in parts:
        records = _read(folder / "work" / "herd.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            rows.append(crowd.arriving(bench, work["herd"], asked.phones, asked.seed))
    if "roster" in parts:
        records = _read(folder / "work" / "herd.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            rows += roster.roster(bench, work["herd"], (1000, 5000) if asked.small else (10_000, 180_000))
    if "town" in parts:
        records = _read(folder / "work" / "town.jsonl")
        with _bench(asked, kind, folder, records) as bench:
            first = [record for record in records if record["scope"] == "v001"]
            rows += village.village(bench, work["rounds"], first, name=" in town")
    rows += _beside_the_village(rows)
    _say(asked, report.table(kind, rows))
    return rows


def _beside_the_village(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """W5: what W1 and W3 cost in a town, by what they cost in a village."""
    by_step = {row["step"]: row for row in rows}
    for step in ("W1", "W3"):
        here, there = by_step.get(step), by_step.get(f"{step} in town")
        if here and there:
            yield {
                "step": f"W5 {step}", "what": f"{step} in a town of 180,000 residents by {step} in a village",
                "wall_ms": there["wall_ms"], "cpu_ms": there["cpu_ms"], "floors": {"village_cpu_ms": here["cpu_ms"]},
                "ratios": {name: there[f"{name}_ms"] / here[f"{name}_ms"] for name in ("wall", "cpu")},
                "targets": {"wall": 1.1, "cpu": 1.1},
            }  # fmt: skip


def _read(path: Path) -> Records:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@contextmanager
def _bench(asked: argparse.Namespace, kind: str, folder: Path, records: Records) -> Iterator[Bench]:
    """A database with these records, Ruhu serving it, an empty server and a bare table beside it."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        url, database = stack.enter_context(servers.store(kind, home))
        os.environ["ENROL_LIMIT"] = "100000 per minute"
        from server import create_app
        from server.store.tables import Meta

        app = create_app({"RUHU_VAR": str(home), "DATABASE_URL": url})
        _say(asked, f"{kind}: filling a database with {len(records)} records")
        town = seed.fill(app, records, list(dict.fromkeys(record["scope"] for record in records)))
        with app.extensions["ruhu_store"].reading() as session:
            epoch = session.get_one(Meta, "epoch").value
        app.extensions["ruhu_store"].engine.dispose()
        ruhu = stack.enter_context(servers.ruhu(home, url, database))
        empty = stack.enter_context(servers.empty())
        raw = Raw(kind, home, url)
        stack.callback(raw.close)
        stack.callback(app.extensions["ruhu_store"].engine.dispose)
        _say(asked, f"{kind}: measuring")
        yield Bench(kind, app, town, ruhu, empty, raw, epoch)


if __name__ == "__main__":
    sys.exit(main())
