"""A village with a real server, an office and three canvassers whose devices, networks and clocks fail."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import select

from device import Device, Outcome, Reply, Request, drive, rows
from device.screen import Screen
from server import accounts, create_app
from server.backup.restoring import Place, restore
from server.backup.taking import backup
from server.exchange import joining, ledger
from server.office.twins.joining import whole
from server.store import migrate
from server.store.session import Store
from server.store.tables import Edit as EditRow
from server.store.tables import Quarantined, Record
from sync.edit import from_json
from sync.policies import KNOWN_SCHEMA
from tests.device.chronicle import SEEN, Chronicle, Grant
from tests.device.network import Disk, Fault, Network, PowerCut
from tests.server.clock import Clock
from tests.server.town import LI, LI1, LI2, TOWNSHIP, WANG, WANG1, Town, settle

GRIDS = (LI1, LI2, WANG1)
AREAS = (LI1, LI2, WANG1, LI, WANG)
FIRST_GRANTS = ((LI,), (LI1,), (LI2, WANG1))
SECRET = re.compile(r"zq[0-9]+q")  # every text that anybody writes is one of these, and is written once
SETTINGS = {"PULL_ROWS": 4, "SIGN_IN_LIMIT": "1000 per minute", "ENROL_LIMIT": "1000 per minute"}


@dataclass
class Canvasser:
    """Somebody with a device. `ahead`: how far its clock is ahead (ms); `damaged`: its rows were tampered with."""

    who: int
    account: int
    identity: dict[str, Any]
    disk: Disk = field(default_factory=Disk)
    ahead: int = 0
    schema: int = KNOWN_SCHEMA
    damaged: bool = False
    out_of_sight: set[str] = field(default_factory=set)  # own records that live where they may not look


@dataclass(frozen=True)
class Template:
    """A settled township to be copied for each history: a folder, and who was enrolled in it."""

    folder: Path
    people: tuple[tuple[int, dict[str, Any]], ...]


def prepare(folder: Path, now: int) -> Template:
    """Make the township once: three grids, five households with their people, three enrolled devices."""
    app = _app(folder)
    store: Store = app.extensions["ruhu_store"]
    migrate.upgrade(store.engine)
    with store.writing() as session:
        settle(session)
    town = Town(app, store, admin=1)
    people = []
    for areas in FIRST_GRANTS:
        account = town.account("canvasser", *areas)
        with store.writing() as session:
            code = accounts.make_enrolment(session, account, now, 3_600_000).code
        told = app.test_client().post("/api/enrol", json={"code": code}).get_json()
        people.append((account, {key: told[key] for key in ("token", "writer", "epoch", "person", "township")}))
    for place, grid in enumerate((LI1, LI1, LI2, LI2, WANG1)):
        home = town.household(grid, f"zq{place}q")
        town.resident(home, f"zq{10 + place}q", groups={"add": ["elderly", "farm"]}, phone=f"zq{20 + place}q")
    store.engine.dispose()
    return Template(folder, tuple(people))


def _unseen(done: int, of: int) -> None:
    """Nobody looks at the progress."""


def _app(folder: Path) -> Flask:
    app = create_app({"RUHU_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'ruhu.sqlite3'}", **SETTINGS})
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    return app


class Village:
    """One history. What people do is in `tests.device.people`; here is what happens to them, and what is checked."""

    def __init__(self, template: Template, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        shutil.copytree(template.folder, folder)
        self.words = 100
        self.joined = False  # whether the office has found two residents to be one
        self.kept: tuple[Path, Mapping[str, Any]] | None = None  # a backup, and what was promised by then
        self.chronicle = Chronicle()
        self.canvassers = [Canvasser(each["writer"], account, each) for account, each in template.people]
        for each, areas in zip(self.canvassers, FIRST_GRANTS, strict=True):
            self.chronicle.grants[each.who] = [Grant(area, clock.now) for area in areas]
            with each.disk.transaction() as write:
                write.put("meta", "identity", each.identity)
                write.put("meta", "server_now", clock.now)
        self.network: Network | None = None
        self.start()
        self.heard_from_office()

    def start(self) -> None:
        """The server starts (again)."""
        self.app = _app(self.folder)
        self.store: Store = self.app.extensions["ruhu_store"]
        self.town = Town(self.app, self.store, admin=1)
        if self.network is None:
            self.network = Network(self.app, self.watch)
        self.network.serve(self.app)

    def end(self) -> None:
        """The history is over."""
        self.app.extensions["ruhu_highwater"].note()  # now, and not at the end of the process, when the folder is gone
        self.store.engine.dispose()
        shutil.rmtree(self.folder)

    def word(self) -> str:
        """A text that nobody has written before."""
        self.words += 1
        return f"zq{self.words}q"

    def device(self, each: Canvasser) -> Device:
        """The device as it is after it was started (again)."""
        made = Device(each.disk, lambda: self.clock.now + each.ahead, schema=each.schema)
        made.pace.bytes = 400  # so that a day's work takes several requests
        return made

    # -- what happens -------------------------------------------------------------------------------------------------
    def sync(
        self,
        each: Canvasser,
        faults: list[Fault],
        fuse: int | None = None,
        meanwhile: Sequence[Callable[[], None]] = (),
    ) -> Outcome | None:
        """One cycle with these faults, in order, while people go on working; None if the power went."""
        assert self.network is not None
        self.network.faults, self.network.meanwhile = list(faults), list(meanwhile)
        each.disk.fuse = fuse
        try:
            done = drive(self.device(each).cycle(), self.network.line(each.who))
        except PowerCut:
            return None
        finally:
            each.disk.fuse = None
            self.network.faults, self.network.meanwhile = [], []
            self.nothing_vanishes(each)
        SEEN["repaired"] += done.repaired
        SEEN["witnessed"] += done.witnessed
        assert each.damaged or (done.repaired, done.unknown) == (0, 0), "nothing is to be repaired that nobody broke"
        if done.failure is None:
            each.damaged = False
            self.groups_are_whole(each)
        else:
            halved = ("internal",) if Fault.HALF in faults else ()  # half of a refusal has no code that can be read
            assert faults and done.failure in ("unreachable", *halved), f"no fault of the network explains {done}"
        return done

    def grant(self, each: Canvasser, area: str) -> None:
        """Give an area to somebody, or take it from them."""
        now, mine = self.clock.now, self.chronicle.grants[each.who]
        standing = [grant for grant in mine if grant.area == area and grant.until is None]
        with self.store.writing() as session:
            if standing:
                accounts.revoke_grant(session, each.account, area, now)
                standing[0].until = now
            else:
                accounts.grant(session, each.account, area, now)
                mine.append(Grant(area, now))

    def back_up(self) -> None:
        """The office makes a backup; the one before is thrown away."""
        path = self.folder / f"{self.word()}.backup"
        backup(self.store, self.folder, path, self.clock.now, _unseen)
        self.kept = path, self.chronicle.life()

    def restore(self) -> None:
        """The database is lost, and the backup is put in its place."""
        if self.kept is None:
            return
        path, life = self.kept
        place = Place(self.store, self.app.config["DATABASE_URL"], self.folder, self.clock.now)
        restore(place, path, True, _unseen)
        self.chronicle.back_to(life)
        self.start()
        SEEN["restored backups"] += 1

    def office(self, *drafts: ledger.Draft) -> None:
        """The office writes."""
        self.town.office(*drafts)
        self.heard_from_office()

    def join(self, stays: str, closes: str) -> None:
        """The office finds that two residents are one."""
        with self.store.reading() as session:
            drafts = whole(session, joining.read(session, [closes])[closes], stays)
        self.joined = True
        self.office(*drafts)
        SEEN["joined residents"] += 1

    def heard_from_office(self) -> None:
        """Take the office's edits from the ledger: nobody else could know them."""
        phones = [each.who for each in self.canvassers]
        with self.store.reading() as session:
            bodies = session.scalars(select(EditRow.body).where(EditRow.writer.not_in(phones)))
            self.chronicle.office([from_json(json.loads(body)) for body in bodies], self.clock.now)

    def heard_of_released(self) -> None:
        """B6: what stood on something lost is applied by itself when that has come back."""
        undecided = select(Quarantined.id).where(Quarantined.state == "released")
        with self.store.reading() as session:
            bodies = session.scalars(select(EditRow.body).where(EditRow.id.in_(undecided)))
            self.chronicle.released([from_json(json.loads(body)) for body in bodies], self.clock.now)

    # -- what is heard ------------------------------------------------------------------------------------------------
    def watch(self, who: int, request: Request, reply: Reply) -> None:
        """Every answer of the server, whether or not it arrives."""
        if reply.status == 200 and request.path == "/api/sync/push":
            self.chronicle.hear(who, request, reply, self.clock.now)
            if self.joined:
                self.heard_from_office()  # what followed of it has been settled
            if self.chronicle.lives > 1:
                self.heard_of_released()
        self.nothing_of_others(who, request, reply)

    def nothing_of_others(self, who: int, request: Request, reply: Reply) -> None:
        """I4: no answer holds a text of a record that lives outside of the device's grants."""
        secrets = set(SECRET.findall(reply.data.decode()))
        if not secrets:
            return
        inside: set[str] = set()  # what was said of somebody's other record is said of theirs, once they are one
        outside: set[str] = set()
        with self.store.reading() as session:
            rows = session.execute(select(Record.row, Record.scope).where(Record.entity != "person"))
            for row, scope in rows:
                (inside if self.sees(who, scope) else outside).update(SECRET.findall(row))
        outside -= inside if self.joined else set()
        assert not secrets & outside, f"{request.path} tells {who} of {secrets & outside}"

    def sees(self, who: int, scope: str) -> bool:
        """Whether a scope is granted to a device now."""
        return scope == TOWNSHIP or self.chronicle.granted(who, scope)

    # -- what must be true --------------------------------------------------------------------------------------------
    def nothing_vanishes(self, each: Canvasser) -> None:
        """P10: what somebody has made is on their screen at any time, as long as they may see it."""
        screen = Screen(each.disk)
        with self.store.reading() as session:
            homes = {name: scope for name, scope in session.execute(select(Record.id, Record.scope))}
        refused = set(each.disk.all("refused"))
        for name, made in self.chronicle.made.items():
            if made["device"] == each.who and made["kind"] == "create" and name not in refused:
                home = homes.get(name)
                if home is not None and not self.holds(each, home):
                    each.out_of_sight.add(name)  # also while a restored server does not know of it
                elif home is not None and screen.row(name):  # it may have come back without the device knowing yet
                    each.out_of_sight.discard(name)
                seen = screen.row(name) or name in each.out_of_sight
                assert seen or each.damaged, f"{name} has vanished"

    def holds(self, each: Canvasser, scope: str) -> bool:
        """Whether a scope is granted to somebody, and their device has entered it."""
        return self.sees(each.who, scope) and scope in rows.scopes(each.disk)

    def groups_are_whole(self, each: Canvasser) -> None:
        """I9: of records made together, a device in step holds all that it is granted, or none."""
        held = set(each.disk.all("rows"))
        with self.store.reading() as session:
            homes = {name: scope for name, scope in session.execute(select(Record.id, Record.scope))}
        groups: dict[str, set[str]] = {}
        for edit in self.chronicle.applied.values():
            if edit.kind == "create" and edit.size > 1 and self.sees(each.who, homes.get(edit.record, "")):
                groups.setdefault(edit.group, set()).add(edit.record)
        for group, records in groups.items():
            assert records <= held or not records & held, f"{each.who} holds {records & held} of {group} only"

    def ledger(self) -> tuple[set[str], set[str]]:
        """What the server has: ids of applied edits of phones, and of those that are held."""
        phones = [each.who for each in self.canvassers]
        waiting = Quarantined.state.in_(("held", "waiting")) & (Quarantined.code != "lost_in_restore")
        with self.store.reading() as session:
            taken = set(session.scalars(select(EditRow.id).where(EditRow.writer.in_(phones))))
            held = set(session.scalars(select(Quarantined.id).where(waiting)))
        return taken, held
