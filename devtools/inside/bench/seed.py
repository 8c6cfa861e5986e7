"""Fills a server's database with the workload's town, as an import does, and enrols the phones of the benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, groupby
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from devtools.inside.bench.mapping import LATER_SCHEMA, changed, values
from server import accounts
from server.clock import now_ms
from server.demo import campaign
from server.exchange import ledger, publish
from server.exchange.applying import Times, apply
from server.exchange.ledger import Author, open_book
from server.store import migrate
from server.store.session import Store
from server.store.tables import Area
from sync.edit import Change, Edit, Kind

TOWNSHIP = "990101100000"
RECEIPT = 1_789_000_000_000
_logins = count()


@dataclass(frozen=True)
class Phone:
    """An enrolled phone of the benchmark."""

    writer: int
    token: str
    grid: str


@dataclass
class Town:
    """What stands in the database: record ids by the workload's ids."""

    ids: dict[str, str] = field(default_factory=dict)


def grid_of(scope: str) -> str:
    """v001 → the grid 990101100001-01; b001 → 990101100101-01."""
    number = int(scope[1:]) + (100 if scope[0] == "b" else 0)
    return f"{TOWNSHIP[:9]}{number:03d}-01"


def fill(app: Flask, records: Iterable[Mapping[str, Any]], scopes: Sequence[str]) -> Town:
    """Make the township, the grids of `scopes`, and the records, one import a grid (in the order of the workload)."""
    store: Store = app.extensions["ruhu_store"]
    migrate.upgrade(store.engine)
    town = Town()
    with app.app_context():
        with store.writing() as session:
            office = _township(session, scopes)
        for scope, some in groupby(records, key=lambda record: record["scope"]):
            with store.writing() as session:
                _import(session, office, list(some), grid_of(scope), town)
    return town


def phones(app: Flask, grids: Sequence[str]) -> list[Phone]:
    """A new canvasser with an enrolled phone for each of `grids` (which may come more than once)."""
    store: Store = app.extensions["ruhu_store"]
    made = []
    with app.app_context(), store.writing() as session:
        for grid in grids:
            login = f"c{next(_logins)}"
            account = accounts.create_account(session, login=login, name=login, role="canvasser")
            accounts.grant(session, account.id, grid, RECEIPT)
            code = accounts.make_enrolment(session, account.id, now_ms(), 24 * 3_600_000).code
            device, _, token = accounts.use_enrolment(session, code, now_ms(), "bench")
            made.append(Phone(device.id, token, grid))
    return made


def office_edits(app: Flask, town: Town, operations: Iterable[Mapping[str, Any]]) -> None:
    """Somebody else's changes, through the ledger, each an edit of the office."""
    store: Store = app.extensions["ruhu_store"]
    with app.app_context(), store.writing() as session:
        office = _admin(session)
        drafts = []
        for place, each in enumerate(operations):
            fields = {name: (value, None) for name, value in changed("resident", each["set"]).items()}
            drafts.append(ledger.Draft("set", "resident", town.ids[each["id"]], fields, group=place))
        ledger.office(session, office, drafts, schema=LATER_SCHEMA)


def _admin(session: Session) -> int:
    return accounts.by_login(session, "admin").id


def _township(session: Session, scopes: Sequence[str]) -> int:
    admin = accounts.create_account(session, login="admin", name="A", role="admin")
    session.add(Area(code=TOWNSHIP, name="T", level="township", parent=None))
    session.flush()
    publish.area(session, admin, TOWNSHIP)
    for scope in scopes:
        grid = grid_of(scope)
        for code, level, parent in ((grid[:12], "village", TOWNSHIP), (grid, "grid", grid[:12])):
            session.add(Area(code=code, name=scope, level=level, parent=parent))
            session.flush()
            publish.area(session, admin, code)
    document = campaign.shifted(date.today())
    publish.put(session, admin, "campaign", "campaign:1", {"document": document})
    return admin.id


def _import(session: Session, office: int, records: Sequence[Mapping[str, Any]], grid: str, town: Town) -> None:
    edit_id = ledger.new_edit_id(session, office)
    device, _, n = edit_id.partition(".")
    book = open_book(session, RECEIPT)
    book.counters.lock({grid})
    edits = []
    for row, record in enumerate(records, 1):
        name = f"{edit_id}:{row}{record['kind'][0]}"
        town.ids[record["id"]] = name
        given = values(record, grid, town.ids)
        fields = {key: Change({"add": value} if key == "groups" else value) for key, value in given.items()
                  if value is not None}  # fmt: skip
        edits.append(
            Edit(edit_id, int(device), int(n), edit_id, 1, RECEIPT, Kind.CREATE, record["kind"], name, fields,
                 schema=LATER_SCHEMA)
        )  # fmt: skip
    done = apply(book, Author(office, int(device), authority=True), edits, Times())
    assert done.refusal is None, done.refusal
    book.counters.save()
