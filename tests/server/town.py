"""A small town for the server's tests: two villages, three grids, an office account, canvassers with phones.

A `Phone` is a device written from docs/protocol.md alone: it numbers its edits, pushes, pulls and keeps what it is
told.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server import accounts
from server.clock import now_ms, today
from server.exchange import ledger, rejudging
from server.store import migrate
from server.store.session import Store
from server.store.tables import Account, Area
from sync import columns, digest, patches
from sync.policies import KNOWN_SCHEMA
from tests.server.clock import HOUR

TOWNSHIP = "990101100000"
LI, WANG = "990101100001", "990101100002"
LI1, LI2, WANG1 = f"{LI}-01", f"{LI}-02", f"{WANG}-01"
SITE1, SITE2 = f"{TOWNSHIP}-01", f"{TOWNSHIP}-02"
AREAS = (
    ("990101000000", "county", None), (TOWNSHIP, "township", "990101000000"), (LI, "village", TOWNSHIP),
    (WANG, "village", TOWNSHIP), (LI1, "grid", LI), (LI2, "grid", LI), (WANG1, "grid", WANG), (SITE1, "site", TOWNSHIP),
    (SITE2, "site", TOWNSHIP),
)  # fmt: skip


@dataclass
class Town:
    """The app, its store, and the office."""

    app: Flask
    store: Store
    admin: int
    _logins: Any = field(default_factory=itertools.count)

    def account(self, role: str = "canvasser", *areas: str) -> int:
        """A new account with these areas granted."""
        with self.store.writing() as session:
            made = accounts.create_account(session, login=f"u{next(self._logins)}", name="张三", role=role)
            for area in areas:
                accounts.grant(session, made.id, area, now_ms())
            return made.id

    def phone(self, *areas: str, role: str = "canvasser") -> Phone:
        """A canvasser's phone, enrolled, with these areas granted."""
        return self.enrol(self.account(role, *areas))

    def enrol(self, account: int, **options: Any) -> Phone:
        """Enrol a new phone for an account."""
        with self.store.writing() as session:
            made = accounts.make_enrolment(session, account, now_ms(), 24 * HOUR, **options)
        client = self.app.test_client()
        told = client.post("/api/enrol", json={"code": made.code}).get_json()
        return Phone(client, account, told["token"], told["writer"])

    def grant(self, phone: Phone, area: str) -> None:
        """Grant an area to the phone's person."""
        with self.store.writing() as session:
            accounts.grant(session, phone.account, area, now_ms())

    def end_grant(self, phone: Phone, area: str) -> None:
        """Take an area from the phone's person."""
        with self.store.writing() as session:
            accounts.revoke_grant(session, phone.account, area, now_ms())

    def revoke(self, phone: Phone) -> None:
        """Revoke the phone."""
        with self.store.writing() as session:
            accounts.revoke_device(session, phone.writer, now_ms())

    def office(self, *drafts: ledger.Draft) -> list[ledger.Answer]:
        """Let the office write."""
        with self.app.app_context(), self.store.writing() as session:
            return ledger.office(session, self.admin, drafts)

    def look(self) -> None:
        """The office looks at its lists: what phones have pushed is put into them first."""
        with self.app.app_context():
            assert rejudging.catch_up(self.store, today(self.app.config["TZ"]))

    def household(self, grid: str = LI1, door: str = "1") -> str:
        """A household written by the office; its id."""
        fields = {"grid": (grid, None), "door": (door, None)}
        return self.office(ledger.Draft("create", "household", None, fields))[0].record

    def resident(self, household: str, name: str = "李小龙", **values: Any) -> str:
        """A resident written by the office; their id."""
        fields = {"household": (household, None), "name": (name, None)}
        fields |= {key: (value, None) for key, value in values.items()}
        return self.office(ledger.Draft("create", "resident", None, fields))[0].record


@dataclass
class Phone:
    """A device of a canvasser."""

    client: FlaskClient
    account: int
    token: str
    writer: int
    n: int = 0
    clock_ahead: int = 0
    cursor: str | None = None
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: list[dict[str, Any]] = field(default_factory=list)
    ways: dict[str, bool] = field(default_factory=lambda: {"patch": True, "digest": True})

    def edit(self, entity: str, fields: dict[str, Any], record: str | None = None, **other: Any) -> dict[str, Any]:
        """A numbered edit: creates without `record`, else sets with the bases that the phone was shown."""
        self.n += 1
        own = f"{self.writer}.{self.n}"
        kind = "set" if record else "create"
        shown = {} if record is None else {name: self.base(record, name) for name in fields}
        named = {name: {"value": value, "base": shown.get(name, [])} for name, value in fields.items()}
        return {
            "id": own, "device": self.writer, "n": self.n, "group": own, "size": 1,
            "at": now_ms() + self.clock_ahead, "kind": kind, "entity": entity, "record": record or own,
            "fields": named, "saw": [], "schema": KNOWN_SCHEMA, "lease": None, **other,
        }  # fmt: skip

    def base(self, record: str, name: str) -> Any:
        """The heads of the value that this phone shows."""
        row = self.rows.get(record)
        if row is None:
            return []
        return row.get("also", {}).get(name, [row["by"]] if name in row["values"] else [])

    def group(self, *edits: dict[str, Any]) -> list[dict[str, Any]]:
        """Let consecutive edits belong together."""
        return [{**each, "group": edits[0]["id"], "size": len(edits)} for each in edits]

    def send(self, path: str, body: Any, *, packed: bool = False) -> Any:
        """POST JSON as this device; returns the response."""
        data = json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if packed:
            data, headers = gzip.compress(data), headers | {"Content-Encoding": "gzip"}
        return self.client.post(path, data=data, headers=headers)

    def push(self, *edits: dict[str, Any]) -> dict[str, Any]:
        """Push edits; returns the answer."""
        response = self.send("/api/sync/push", {"epoch": None, "now": now_ms() + self.clock_ahead, "edits": edits})
        assert response.status_code == 200, response.get_json()
        told: dict[str, Any] = response.get_json()
        return told

    def one(self, edit: dict[str, Any]) -> dict[str, Any]:
        """Push one edit; returns its answer."""
        answers: list[dict[str, Any]] = self.push(edit)["answers"]
        assert len(answers) == 1
        return answers[0]

    def page(self, **asked: Any) -> dict[str, Any]:
        """One page of a pull, applied."""
        response = self.send(
            "/api/sync/pull", {"cursor": self.cursor, "unsent": 0, "app": "test", **self.ways, **asked}
        )
        assert response.status_code == 200, response.get_json()
        told: dict[str, Any] = response.get_json()
        for gone in told["gone"]:
            if self.rows.get(gone["id"], {}).get("scope") == gone["scope"]:
                del self.rows[gone["id"]]
        self.keep(told["rows"])
        for patch in told.get("patches", []):
            self.rows[patch["id"]] = patches.apply(self.rows[patch["id"]], patch)
        for entered in told["enter"]:
            self.leave(entered["scope"])
            self.keep(self.fetch(entered))
        for scope in told["leave"]:
            self.leave(scope)
        self.cursor, self.held = told["cursor"], told["held"]
        for scope, theirs in told.get("digests", {}).items():
            assert self.digest(scope) == theirs, f"{scope} differs"
        return told

    def leave(self, scope: str) -> None:
        """Drop the rows of a scope."""
        self.rows = {name: row for name, row in self.rows.items() if row["scope"] != scope}

    def fetch(self, entered: dict[str, Any]) -> list[dict[str, Any]]:
        """All rows of a snapshot, its chunks compared with what was announced."""
        rows: list[dict[str, Any]] = []
        for each in entered["chunks"]:
            response = self.chunk(entered["scope"], each["hash"])
            assert response.status_code == 200, response.get_json()
            assert hashlib.sha256(response.data).hexdigest() == each["hash"]
            some = columns.unpack(response.get_json(), entered["scope"])
            assert (len(response.data), len(some)) == (each["bytes"], each["rows"])
            rows += some
        assert len(rows) == entered["rows"] and sum(each["bytes"] for each in entered["chunks"]) == entered["bytes"]
        return rows

    def digest(self, scope: str) -> str:
        """The digest of a scope as this phone holds it."""
        hashes = [digest.row_hash(row) for row in self.rows.values() if row["scope"] == scope]
        return digest.told(len(hashes), functools.reduce(digest.add, hashes, 0))

    def repair(self, scope: str) -> dict[str, Any]:
        """Compare the buckets of a scope with the server's and take its rows; returns the answer."""
        mine = {name: row for name, row in self.rows.items() if row["scope"] == scope}
        buckets = digest.buckets((name, digest.row_hash(row)) for name, row in mine.items())
        response = self.send("/api/sync/repair", {"scope": scope, "buckets": buckets})
        assert response.status_code == 200, response.get_json()
        told: dict[str, Any] = response.get_json()
        for name in mine:
            if digest.bucket(name) in told["buckets"]:
                del self.rows[name]
        self.keep(told["rows"])
        return told

    def keep(self, rows: list[dict[str, Any]]) -> None:
        """Store rows as the server's last word."""
        self.rows |= {row["id"]: row for row in rows}

    def pull(self) -> dict[str, dict[str, Any]]:
        """Pull until there is no more; returns all rows held."""
        while self.page()["more"]:
            pass
        return self.rows

    def chunk(self, scope: str, name: str, accepted: str = "") -> Any:
        """Ask for a chunk of a scope's snapshot; returns the response."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": accepted}
        return self.client.get(f"/api/sync/chunk/{scope}/{name}", headers=headers)

    def shown(self, record: str) -> dict[str, Any]:
        """The values of a record as this phone has them."""
        values: dict[str, Any] = self.rows[record]["values"]
        return values


def settle(session: Session) -> int:
    """Put the areas and the administrator into an empty store; returns the administrator's account."""
    for code, level, parent in AREAS:
        session.add(Area(code=code, name=code, level=level, parent=parent))
    admin = accounts.create_account(session, login="admin", name="镇专班", role="admin", password="correct horse")
    session.flush()
    return session.get_one(Account, admin.id).id


def prepare(url: str) -> None:
    """Migrate and settle an empty store."""
    store = Store(url)
    migrate.upgrade(store.engine)
    with store.writing() as session:
        settle(session)
    store.engine.dispose()
