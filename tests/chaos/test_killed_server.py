"""kill -9 of the server, of one worker, of PostgreSQL, in the middle of pushes: what was acknowledged is there once."""

from __future__ import annotations

import os
import random
import threading

import pytest

from tests.chaos import work
from tests.chaos.audit import audit
from tests.chaos.phones import Failed, Phone
from tests.chaos.places import GRIDS, Place
from tests.server.town import LI, WANG

KILLS = int(os.environ.get("RUHU_KILLS", "3"))
PHONES = 4
LONGEST = 0.4  # seconds from the first push of a round to the blow


def _works(phone: Phone, over: threading.Event, begun: threading.Event) -> None:
    """Save and sync until the blow, or until the line is cut."""
    while not over.is_set():
        for _ in range(phone.pick.randrange(1, 6)):
            work.some(phone, GRIDS)
        try:
            begun.set()
            phone.sync()
        except Failed:
            return


def _strikes(town: Place, how: str, pick: random.Random) -> None:
    if how == "server":
        town.server.kill()
    elif how == "worker":
        town.server.kill_worker(pick.randrange(2))
    elif town.cluster is not None and how == "backend":
        town.cluster.kill_backend(pick.randrange(9))
    elif town.cluster is not None:
        town.cluster.break_off()


def _round(town: Place, phones: list[Phone], how: str, pick: random.Random) -> None:
    over, begun = threading.Event(), threading.Event()
    threads = [threading.Thread(target=_works, args=(phone, over, begun)) for phone in phones]
    for each in threads:
        each.start()
    assert begun.wait(60)
    over.wait(pick.uniform(0, LONGEST))
    _strikes(town, how, pick)
    over.set()
    for each in threads:
        each.join(120)
        assert not each.is_alive()
    if town.cluster is not None:
        town.cluster.wait()
        town.store.engine.dispose()


@pytest.mark.kill
def test_what_was_acknowledged_before_a_kill_is_there_exactly_once(town: Place, seed: str) -> None:
    pick = random.Random(seed)
    phones = [town.phone(LI, WANG, seed=seed, ahead=hours * 3_600_000) for hours in range(-PHONES, PHONES, 2)]
    for phone in phones:
        phone.sync()
    ways = ["server", "worker"] + (["backend", "cluster"] if town.cluster is not None else [])
    for turn in range(KILLS):
        how = ways[turn % len(ways)]
        _round(town, phones, how, pick)
        assert audit(town.store, phones) == [], how
        if how == "server":
            town.server.start()
    for phone in phones:
        phone.sync_stubbornly()
    assert audit(town.store, phones) == []
    for phone in phones:
        assert phone.line.told.keys() == phone.saved.keys()
        assert {answer["result"] for answer in phone.line.told.values()} == {"applied"}
        assert phone.sync() == phones[0].sync()
    print(f"{KILLS} blows, {sum(len(phone.saved) for phone in phones)} edits")
