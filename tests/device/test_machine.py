"""A server, an office and three devices against the definition, whatever happens between them.

One seed replays a run: `RUHU_SEED=7 pytest tests/device/test_machine.py`. It is 0 where none is given; in the soak
(`RUHU_EXAMPLES`) each run draws its own, and a run that fails prints it with the history, shortened, as the calls that
make it. `RUHU_STEPS` says how many steps a history has at most.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from server import create_app
from server.exchange import ledger
from sync.policies import KNOWN_SCHEMA
from tests.device.agreement import agree, calm
from tests.device.network import Fault
from tests.device.people import act, taken_back
from tests.device.village import AREAS, GRIDS, Template, Village, prepare
from tests.server.clock import HOUR, MINUTE, Clock
from tests.sync.budget import SOAK

pytestmark = pytest.mark.property
NOW = 1_795_167_600_000
YEAR = 365 * 24 * HOUR
EXAMPLES = max(1, int(SOAK) // 40) if SOAK else 60
STEPS = int(os.environ.get("RUHU_STEPS", "30"))
SEED = int(os.environ.get("RUHU_SEED", random.randrange(2**32) if SOAK else 0))

who = st.integers(0, 2)
picks = st.integers(0, 999)
trouble = st.lists(st.sampled_from(Fault), max_size=6)


class Machine(RuleBasedStateMachine):
    """What may happen, in any order."""

    template: Template
    place: Path
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.clock.now = NOW
        self.folder = Path(tempfile.mkdtemp(dir=self.place))
        self.village = Village(self.template, self.folder / "var", self.clock)

    def teardown(self) -> None:
        """Whatever has happened: in the end everybody agrees."""
        try:
            calm(self.village)
            agree(self.village)
        finally:
            self.village.end()
            shutil.rmtree(self.folder)

    @rule(one=who, which=picks, pick=picks)
    def edit(self, one: int, which: int, pick: int) -> None:
        """Somebody saves something."""
        self.clock.forward(1000)
        act(self.village, self.village.canvassers[one], which, pick)

    @rule(one=who, which=picks, picked=st.tuples(picks, picks, picks))
    def day(self, one: int, which: int, picked: tuple[int, ...]) -> None:
        """Somebody saves several things."""
        for place, pick in enumerate(picked):
            self.edit(one, which + place, pick)

    @rule(which=picks, pick=picks, other=st.sampled_from((0, 0, 1, 7, 12)), faults=trouble)
    def race(self, which: int, pick: int, other: int, faults: list[Fault]) -> None:
        """Everybody does much the same without knowing of each other, and sends it."""
        for one in range(3):
            self.edit(one, which, pick + other * one)
        for one in range(3):
            self.sync(one, faults if one == other % 3 else [])

    @rule(one=who, area=st.sampled_from(AREAS), which=picks, pick=picks, hours=st.sampled_from((1, 70, 80)))
    def hand_over(self, one: int, area: str, which: int, pick: int, hours: int) -> None:
        """Somebody gets or loses an area with something unsent, and comes into the network hours later."""
        self.edit(one, which, pick)
        self.regrant(one, area)
        self.edit(one, which + 1, pick)
        self.wait(hours)
        self.sync(one, [])

    @rule(one=who, grid=st.sampled_from(GRIDS), which=picks, pick=picks, hours=st.sampled_from((1, 70, 80)))
    def pending(self, one: int, grid: str, which: int, pick: int, hours: int) -> None:
        """A household moves to another grid while somebody's work on it is unsent."""
        self.edit(one, which, pick)
        self.move(pick, grid)
        self.wait(hours)
        self.sync(one, [])

    @rule(one=who, faults=trouble)
    def sync(self, one: int, faults: list[Fault]) -> None:
        """A device syncs, as far as the network lets it."""
        self.clock.forward(MINUTE)
        self.village.sync(self.village.canvassers[one], faults)

    @rule(one=who, which=picks, picked=st.lists(picks, max_size=4), faults=trouble)
    def busy(self, one: int, which: int, picked: list[int], faults: list[Fault]) -> None:
        """Somebody saves one thing after the other while their device syncs."""
        each = self.village.canvassers[one]
        self.edit(one, which, which)
        acts = [partial(act, self.village, each, which + place, pick) for place, pick in enumerate(picked)]
        self.village.sync(each, faults, meanwhile=acts)

    @rule(one=who, which=picks, pick=picks)
    def regret(self, one: int, which: int, pick: int) -> None:
        """Somebody takes back what may have arrived already: nobody told them."""
        self.edit(one, which, pick)
        self.sync(one, [Fault.UNANSWERED])
        taken_back(self.village, self.village.device(self.village.canvassers[one]), pick)
        self.sync(one, [])

    @rule(one=who, fuse=st.integers(0, 16), faults=trouble)
    def crash(self, one: int, fuse: int, faults: list[Fault]) -> None:
        """A device goes dark while it syncs, and starts again."""
        self.village.sync(self.village.canvassers[one], faults, fuse)

    @rule(place=picks)
    def late(self, place: int) -> None:
        """A request arrives long after it was sent."""
        assert self.village.network is not None
        self.village.network.deliver_late(place)

    @rule(one=who, ahead=st.sampled_from((0, -10 * YEAR, 10 * YEAR, -3 * MINUTE, 3 * MINUTE)))
    def set_clock(self, one: int, ahead: int) -> None:
        """A device's clock is set."""
        self.village.canvassers[one].ahead = ahead

    @rule(hours=st.sampled_from((1, 24, 80)))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.clock.forward(hours * HOUR)

    @rule(one=who, area=st.sampled_from(AREAS))
    def regrant(self, one: int, area: str) -> None:
        """Somebody gets an area, or loses it."""
        self.clock.forward(1000)
        self.village.grant(self.village.canvassers[one], area)

    @rule(one=who, schema=st.sampled_from(range(1, KNOWN_SCHEMA + 2)))
    def app(self, one: int, schema: int) -> None:
        """Somebody has an older app, or one that is newer than the server."""
        self.village.canvassers[one].schema = schema

    @rule(pick=picks, grid=st.sampled_from(GRIDS))
    def move(self, pick: int, grid: str) -> None:
        """The office moves a household to another grid, whatever is pending on it."""
        homes = sorted(r for r, kind in self.village.chronicle.picture().entity.items() if kind == "household")
        change = ledger.Draft("set", "household", homes[pick % len(homes)], {"grid": (grid, None)})
        self.village.office(change)

    @rule(pick=picks, other=picks)
    def join(self, pick: int, other: int) -> None:
        """The office finds that two people are one, whatever is pending on either."""
        picture = self.village.chronicle.picture()
        people = sorted(r for r, kind in picture.entity.items() if kind == "resident")
        alive = [name for name in people if picture.value(name, "life_state") in (None, "active")]
        if len(alive) > 1:
            closes = alive.pop(pick % len(alive))
            self.village.join(alive[other % len(alive)], closes)

    @rule(pick=picks)
    def reopen(self, pick: int) -> None:
        """The two were two after all."""
        picture = self.village.chronicle.picture()
        people = sorted(r for r, kind in picture.entity.items() if kind == "resident")
        closed = [name for name in people if picture.value(name, "life_state") == "duplicate"]
        if closed:
            back = {"life_state": ("active", None), "same_as": (None, None)}
            self.village.office(ledger.Draft("decide", "resident", closed[pick % len(closed)], back))

    @rule(pick=picks)
    def decide(self, pick: int) -> None:
        """The office decides what waits for it."""
        picture = self.village.chronicle.picture()
        waiting = [
            (record, field)
            for record in sorted(picture.of)
            for field in picture.fields(record)
            if field != "groups" and picture.contested(record, field)
        ]
        if waiting:
            record, field = waiting[pick % len(waiting)]
            options = picture.values_of_heads(record, field)
            value = options[pick % len(options)]
            if value is not None:
                draft = ledger.Draft("decide", picture.entity[record], record, {field: (value, None)})
                self.village.office(draft)

    @precondition(lambda self: any(each.disk.all("rows") for each in self.village.canvassers))
    @rule(one=who, pick=picks)
    def damage(self, one: int, pick: int) -> None:
        """A row on a device is changed by nobody knows whom, or lost; the next cycle finds it."""
        each = self.village.canvassers[one]
        names = sorted(each.disk.all("rows"))
        if names:
            name = names[pick % len(names)]
            with each.disk.transaction() as write:
                if pick % 2:
                    write.delete("rows", name)
                else:
                    copies: dict[str, Any] = write.get("rows", name)
                    broken = {scope: {**row, "by": "1.1"} for scope, row in copies.items()}
                    write.put("rows", name, broken)
            each.damaged = True
            self.village.sync(each, [])

    @rule()
    def back_up(self) -> None:
        """The office makes a backup."""
        self.village.back_up()

    @precondition(lambda self: self.village.kept is not None)
    @rule()
    def restore(self) -> None:
        """The server's disk dies, and the backup takes its place."""
        self.clock.forward(HOUR)
        self.village.restore()

    @rule()
    def rest(self) -> None:
        """Everybody syncs, and agrees."""
        calm(self.village)
        agree(self.village)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Machine]]:
    """The machine on a settled township, with the server's clock in its hand."""
    fast = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="ruhu-machine-", dir=fast if fast.is_dir() else None))
    clock = Clock(NOW)
    create_app({"RUHU_VAR": str(place / "first"), "DATABASE_URL": "sqlite://"})  # so that all of it is imported
    for name, module in list(sys.modules.items()):
        if name.startswith(("server.", "tests.server.")) and hasattr(module, "now_ms"):
            monkeypatch.setattr(module, "now_ms", clock)
    made = type("Machine", (Machine,), {"clock": clock, "place": place, "template": prepare(place / "var", NOW)})
    yield made
    shutil.rmtree(place)


def test_whatever_happens_everybody_agrees_with_the_definition_in_the_end(machine: type[Machine]) -> None:
    print(f"RUHU_SEED={SEED}")
    phases = [Phase.generate, Phase.shrink]
    run_state_machine_as_test(
        seed(SEED)(machine),
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, phases=phases, database=None, deadline=None,
            print_blob=True, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
