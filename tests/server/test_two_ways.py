"""There are two ways through a push (`server/exchange/applying.py`); whichever a group goes, the same comes of it.

Two servers get the same requests, one as it is, one on which every group goes the long way. `RUHU_SEED=7` replays one
history; in the soak (`RUHU_EXAMPLES`) it is the first of many.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pytest
from sqlalchemy import inspect, select

from server import create_app
from server.errors import Problem
from server.exchange import applying, push
from server.exchange.ledger import Draft
from server.store.tables import Base, Departure, Edit, Household, Listing, Quarantined, Record, Review, Scope, Tie
from tests.server.bookkeeping import faults
from tests.server.clock import HOUR, Clock
from tests.server.conftest import LIMITS
from tests.server.declared import DeclaredClient
from tests.server.hands import GRIDS, Hand
from tests.server.town import LI1, LI2, WANG1, Phone, Town
from tests.sync.budget import SOAK

pytestmark = pytest.mark.property
T = TypeVar("T")
STEPS = 14
FIRST = int(os.environ.get("RUHU_SEED", "0"))
HISTORIES = max(1, int(SOAK) // 40) if SOAK else 1 if "RUHU_SEED" in os.environ else 4
AREAS = ((LI1,), (LI1, LI2), (LI2, WANG1), GRIDS, GRIDS)
READER = 4  # never writes, and is told whole rows, no patches

# What must be the same after each step, but for these columns: a patch may tell of more than has changed, answers are
# compared as they are sent, and the lists follow when they are looked at.
KEPT: dict[type[Base], set[str]] = {
    Record: {"since", "changes"}, Edit: {"answer"}, Scope: {"listed"}, Review: set(), Quarantined: set(),
    Departure: set(), Tie: set(),
}  # fmt: skip


def kept(town: Town, table: type[Base], without: Collection[str] = ()) -> dict[Any, Any]:
    """A table by its keys, without the reviews that only the office is told of: they are found when it looks."""
    names = [each.key for each in inspect(table).column_attrs if each.key not in without]
    with town.store.reading() as session:
        rows = [row for row in session.scalars(select(table)) if not getattr(row, "office_only", False)]
        return {inspect(row).identity: {name: getattr(row, name) for name in names} for row in rows}


def twins(town: Town) -> dict[str, str]:
    """What the office alone is asked now; twins that came and went between two of its looks were never found."""
    with town.store.reading() as session:
        found = session.scalars(select(Review).where(Review.office_only.is_(True), Review.state == "open"))
        return {each.key: each.body for each in found}


def plain(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers without the server's own name and seal, and without the place of a withdrawn edit, which has none."""
    names: dict[bool, set[str]] = {False: {"ack", "epoch"}, True: {"ack", "epoch", "scope", "seq"}}
    return [{k: v for k, v in each.items() if k not in names[each["outcome"] == "withdrawn"]} for each in answers]


def written(town: Town, draft: Draft) -> str:
    """Let the office write; what came of it."""
    try:
        return town.office(draft)[0].outcome
    except Problem as refused:
        return refused.code


class Two:
    """Two servers, and what is done on both."""

    def __init__(self, towns: list[Town], monkeypatch: pytest.MonkeyPatch) -> None:
        self.towns, self.monkeypatch, self.ways = towns, monkeypatch, Counter[str]()
        self.phones: list[list[Phone]] = [[town.phone(*areas) for areas in AREAS] for town in towns]
        for mine in self.phones:
            mine[READER].ways = {"patch": False, "digest": True}

    def both(self, deed: Callable[..., T], *rest: Any, **more: Any) -> T:
        """Do it in both towns; its outcome is the same."""
        ours, theirs = (deed(town, *rest, **more) for town in self.towns)
        assert ours == theirs
        return ours

    def push(self, who: int, edits: list[dict[str, Any]], cut: int) -> None:
        """Send edits in two requests, the second of all that is not answered by then; the answers are the same."""
        ours, theirs = (self._push(which, who, edits, cut) for which in (0, 1))
        assert ours == theirs

    def _push(self, which: int, who: int, edits: list[dict[str, Any]], cut: int) -> list[dict[str, Any]]:
        sound = applying.apply_quietly

        def counted(*rest: Any) -> Any:
            self.ways["long"] += 1
            done = sound(*rest)
            self.ways.update(quiet=1, long=-1)
            return done

        def stirs(*_: Any) -> NoReturn:
            raise applying.Stirs

        phone = self.phones[which][who]
        with self.monkeypatch.context() as patch:
            patch.setattr(push, "apply_quietly", (counted, stirs)[which])
            first = phone.push(*edits[:cut])
            rest = edits[len(first["answers"]) :]  # a group that was cut is asked for whole
            return plain(first["answers"] + (phone.push(*rest)["answers"] if rest else []))

    def pull(self, who: int) -> None:
        """Somebody's phone pulls; it holds the same of both servers."""
        assert self.phones[0][who].pull() == self.phones[1][who].pull()

    def agree(self) -> None:
        """All that is stored is the same, and as its rows say."""
        for table, without in KEPT.items():
            self.both(kept, table, without)
        for town in self.towns:
            with town.store.reading() as session:
                assert faults(session) == []


@pytest.fixture(params=range(FIRST, FIRST + HISTORIES))
def seed(request: pytest.FixtureRequest) -> int:
    """What a history is drawn from."""
    return int(request.param)


@pytest.fixture
def two(
    seed: int, settled_sqlite: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Two]:
    """Two servers, of which the first may tell its news in small pages."""
    towns = []
    for name, page in (("quiet", (500, 7)[seed % 2]), ("long", 500)):
        shutil.copy(settled_sqlite, tmp_path / f"{name}.sqlite3")
        url = f"sqlite:///{tmp_path / name}.sqlite3"
        app = create_app({"RUHU_VAR": str(tmp_path / name), "DATABASE_URL": url, "PULL_ROWS": page, **LIMITS})
        app.test_client_class = DeclaredClient
        towns.append(Town(app, app.extensions["ruhu_store"], admin=1))
    yield Two(towns, monkeypatch)
    for town in towns:
        town.store.engine.dispose()


def populate(two: Two) -> None:
    """A few people that everybody knows."""
    for grid in GRIDS:
        home = two.both(Town.household, grid)
        for _ in range(2):
            two.both(Town.resident, home, phone="10012340000", groups={"add": ["a", "b"]})
    for who in range(len(AREAS)):
        two.pull(who)


def decide(two: Two, rng: random.Random) -> None:
    """The office decides one of the reviews that are open, if any is."""
    with two.towns[0].store.reading() as session:
        asked = select(Review).where(Review.state == "open", Review.office_only.is_(False)).order_by(Review.key)
        found = session.scalars(asked).all()
        if not found:
            return
        review = rng.choice(found)
        record, body = session.get_one(Record, review.record), json.loads(review.body)
    if review.kind in ("field_review", "machine_review") and review.field != "grid":
        value = json.loads(record.row)["values"].get(review.field)
        two.both(written, Draft("decide", record.entity, record.id, {str(review.field): (value, None)}))
    else:
        names = body.get("names") or [option["edit"] for option in body["options"]]
        ruled = {"about": record.id, "key": review.key, "names": names}
        two.both(written, Draft("create", "ruling", None, {name: (value, None) for name, value in ruled.items()}))


def test_a_push_leaves_everything_as_if_every_group_had_gone_the_long_way(two: Two, seed: int, clock: Clock) -> None:
    rng = random.Random(seed)
    populate(two)
    for step in range(STEPS):
        clock.forward(rng.randint(0, 3 * HOUR))
        who = rng.randrange(READER)
        edits = Hand(rng, two.phones[0][who]).day()
        two.push(who, edits, rng.choice((len(edits), rng.randint(1, len(edits)))))
        if rng.random() < 0.5:
            decide(two, rng)
        two.agree()
        for each in range(len(AREAS)):
            if each == who or (step + each) % 3 == 0:
                two.pull(each)
    for who in range(len(AREAS)):
        two.pull(who)
    assert two.phones[0][READER].rows == two.phones[0][READER - 1].rows
    two.both(Town.look)
    for table in (Listing, Household, Scope, Review):
        two.both(kept, table)
    two.both(twins)
    assert min(two.ways["quiet"], two.ways["long"]) > 0, two.ways
