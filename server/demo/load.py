"""Loads the demonstration town as an office would: accounts, township records, one import per grid, then its phones.

Each grid is a transaction of its own, and a load that was cut short goes on where it stopped.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import accounts, clock
from server.demo import campaign, disputes, phones, places
from server.demo.grid import Maker, Row
from server.demo.history import Times
from server.demo.town import TOWNSHIP, Person, Town, plan
from server.exchange import ledger
from server.exchange.answers import ImportedRow
from server.places import following
from server.store.session import Store
from server.store.tables import Account, Area, Meta, Scope, Writer

MARK = "demo"
ZONE = ZoneInfo("Asia/Shanghai")
Progress = Callable[[int, int, int], None]


def is_empty(session: Session) -> bool:
    """True when the town may be loaded: there is no area and nobody declined it, or a load was cut short."""
    mark = session.get(Meta, MARK)
    if mark is not None:
        return not json.loads(mark.value)["done"]
    return session.scalar(select(Area.code).limit(1)) is None


def decline(session: Session) -> None:
    """Remember that this database stays without the town, also at later starts."""
    if session.get(Meta, MARK) is None:
        session.add(Meta(key=MARK, value=json.dumps({"done": True})))


def load(store: Store, *, residents: int, seed: int, today: date, progress: Progress) -> str:
    """Load the town and tell `progress(grids done, grids, records)`; returns its first canvasser's sign-in name."""
    wanted = _begin(store, {"residents": residents, "seed": seed, "today": today.isoformat(), "done": False})
    day = date.fromisoformat(wanted["today"])
    document = campaign.shifted(day)
    product = campaign.times(document, day, ()).inactivated[0]
    town = plan(wanted["residents"], wanted["seed"], day, product)
    times = campaign.times(document, day, tuple(key for key, _ in town.sessions))
    office = _township(store, town, document, wanted["seed"], times)
    midnight = _midnight(day)
    maker = Maker(wanted["seed"], times)
    records = 0
    for number, grid in enumerate(town.grids, 1):
        rows = maker.rows(grid)
        with store.writing() as session:
            counted = session.get(Scope, grid.code)
            if counted is None or counted.seq == 0:
                edit = ledger.new_edit_id(session, office)
                ledger.import_rows(session, office, edit, [_imported(edit, row) for row in rows], receipt=midnight)
        records += len(rows)
        progress(number, len(town.grids), records)
    _phones(store, town, times, wanted, midnight)
    return next(person.login for person in town.people if person.role == "canvasser")


def _begin(store: Store, wanted: dict[str, Any]) -> dict[str, Any]:
    """What is being loaded: the arguments, or those of the load that was cut short."""
    with store.writing() as session:
        mark = session.get(Meta, MARK)
        if mark is None:
            session.add(Meta(key=MARK, value=json.dumps(wanted)))
            return wanted
        begun: dict[str, Any] = json.loads(mark.value)
        return begun


def _midnight(day: date) -> int:
    """The beginning of a day of the township, in ms."""
    return int(datetime.combine(day, time(), ZONE).timestamp() * 1000)


def _phones(store: Store, town: Town, times: Times, wanted: dict[str, Any], midnight: int) -> None:
    """Let the phones send what they recorded today. What they send is kept first: a load cut short sends it again."""
    with store.writing() as session:
        mark = session.get_one(Meta, MARK)
        begun = json.loads(mark.value)
        if "now" not in begun:
            ids = {login: number for login, number in session.execute(select(Account.login, Account.id))}
            now = clock.now_ms()
            begun = wanted | {"now": now, "unsent": disputes.compose(session, town, ids, times, midnight, now)}
            mark.value = json.dumps(begun)
    for batch in begun["unsent"]:
        phones.send(store, batch, begun["now"])
    with store.writing() as session:
        phones.settle(session, wanted["seed"], begun["now"], (batch[0]["device"] for batch in begun["unsent"]))
    places.fill(store, town, times, wanted["seed"], begun["now"])
    with store.writing() as session:
        mark = session.get_one(Meta, MARK)
        if "desk" not in begun:
            begun = begun | {"desk": places.desk_day(session, town, times, begun["now"])}
            mark.value = json.dumps(begun)
    phones.send(store, begun["desk"], begun["now"])
    following.catch_up(store)
    with store.writing() as session:
        session.get_one(Meta, MARK).value = json.dumps(wanted | {"done": True})


def _township(store: Store, town: Town, document: dict[str, Any], seed: int, times: Times) -> int:
    """Accounts, areas, campaign, sites and sessions in one transaction; returns the importing account's id."""
    with store.writing() as session:
        began = _midnight(times.began)
        known = {login: number for login, number in session.execute(select(Account.login, Account.id))}
        office = town.people[0].login
        if office in known:
            return known[office]
        ids = {one.login: _account(session, one) for one in town.people}
        _areas(session, town)
        edit = ledger.new_edit_id(session, ids[office])
        for person in town.people:
            for area in person.areas:
                accounts.grant(session, ids[person.login], area, began)
        phones.enrol(session, town, ids, seed, began)
        writers = _writers(session)
        ledger.import_rows(session, ids[office], edit, list(_township_rows(town, document, ids, writers, times)))
        return ids[office]


def _areas(session: Session, town: Town) -> None:
    session.add(Meta(key="township", value=TOWNSHIP))
    for _, values in town.areas:
        area = Area(**{name: values[name] for name in ("code", "name", "level", "parent")})
        session.add(area)
        if area.level in ("township", "grid", "site"):
            session.add(Scope(code=area.code, seq=0))
    session.flush()


def _account(session: Session, person: Person) -> int:
    made = accounts.create_account(session, login=person.login, name=person.name, role=person.role, phone=person.phone)
    return made.id


def _writers(session: Session) -> dict[int, list[int]]:
    """The writer numbers of every account, so that phones can say whose edit they show."""
    found: dict[int, list[int]] = {}
    for number, account in session.execute(select(Writer.id, Writer.account).order_by(Writer.id)):
        found.setdefault(account, []).append(number)
    return found


def _township_rows(
    town: Town, document: dict[str, Any], ids: dict[str, int], writers: dict[int, list[int]], times: Times
) -> Iterator[ImportedRow]:
    record = {f"person:{login}": f"person:{number}" for login, number in ids.items()}
    for key, values in town.areas:
        people = [{**one, "person": record[one["person"]]} for one in values["people"]]
        yield ImportedRow(key, "area", _without_nulls(values | {"people": people}))
    yield ImportedRow(f"campaign:{document['id']}", "campaign", {"document": document})
    for person in town.people:
        values = {"name": person.name, "role": person.role, "area": person.areas[0], "phone": person.phone}
        grids = [area for area in person.areas if "-" in area and person.role != "site"]
        known = writers.get(ids[person.login], [])
        yield ImportedRow(record[f"person:{person.login}"], "person", {**values, "grids": grids, "writers": known})
    for key, values in town.sites:
        yield ImportedRow(key, "site", values)
    for key, values in town.sessions:
        yield ImportedRow(key, "session", values)
    for key, values in places.supplied(town, times):
        yield ImportedRow(key, "supply", values)


def _without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _imported(edit: str, row: Row) -> ImportedRow:
    values = dict(row.values)
    for name, keys in row.refs.items():
        values[name] = f"{edit}:{keys}" if isinstance(keys, str) else [f"{edit}:{key}" for key in keys]
    return ImportedRow(f"{edit}:{row.key}", row.entity, values)
