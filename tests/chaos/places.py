"""A settled town on a store of its own, with a real server in front, that tests may break."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from server import accounts
from server.clock import now_ms
from server.exchange import ledger
from server.store import migrate
from server.store.session import Store
from tests.chaos.cluster import Cluster
from tests.chaos.line import Line
from tests.chaos.phones import Phone
from tests.chaos.serving import Gunicorn
from tests.server.clock import HOUR
from tests.server.town import LI1, LI2, WANG1, settle

GRIDS = (LI1, LI2, WANG1)
HOUSEHOLDS = 3  # of a grid, with two residents each
_names = count()


@dataclass
class Place:
    """`store` looks into the database beside the server; `cluster` is the PostgreSQL, if it is one."""

    store: Store
    url: str
    folder: Path
    server: Gunicorn
    cluster: Cluster | None
    admin: int = 1

    def phone(self, *areas: str, seed: object = 0, ahead: int = 0, role: str = "cadre") -> Phone:
        """An enrolled phone with these areas granted, always."""
        with self.store.writing() as session:
            made = accounts.create_account(session, login=f"u{next(_names)}", name="张三", role=role)
            for area in areas:
                accounts.grant(session, made.id, area, 0)
            code = accounts.make_enrolment(session, made.id, now_ms(), HOUR).code
            account = made.id
        return Phone(Line(self.server.port), code, account, seed, ahead)


def rows(name: str, grid: str, households: int) -> list[ledger.ImportedRow]:
    """The rows of one grid's import under the edit id `name`."""
    made = []
    for number in range(households):
        home = f"{name}:{number}h"
        made.append(ledger.ImportedRow(home, "household", {"grid": grid, "door": str(number)}))
        for place in "ab":
            values = {"household": home, "name": f"李{number}{place}", "groups": {"add": ["elderly"]}}
            made.append(ledger.ImportedRow(f"{name}:{number}{place}", "resident", values))
    return made


def _settled(url: str) -> None:
    """Make the tables, the town's areas, its administrator, and some households."""
    store = Store(url)
    migrate.upgrade(store.engine)
    with store.writing() as session:
        admin = settle(session)
    for grid in GRIDS:
        with store.writing() as session:
            name = ledger.new_edit_id(session, admin)
            ledger.import_rows(session, admin, name, rows(name, grid, HOUSEHOLDS))
    store.engine.dispose()


@cache
def _settled_file() -> bytes:
    """A settled SQLite database."""
    with TemporaryDirectory() as folder:
        _settled(f"sqlite:///{folder}/ruhu.sqlite3")
        return (Path(folder) / "ruhu.sqlite3").read_bytes()


@cache
def _settled_in(cluster: Cluster) -> str:
    """The name of a settled database of a cluster."""
    _settled(cluster.create("settled"))
    return "settled"


@contextmanager
def place(
    folder: Path, cluster: Cluster | None, entry: str = "server:create_app()", *, tablespace: str = "pg_default"
) -> Iterator[Place]:
    """A settled town with a running server; on PostgreSQL if a cluster is given. All ends with the block."""
    folder.mkdir(exist_ok=True)
    if cluster is not None:
        url = cluster.create(f"c{next(_names)}", tablespace, _settled_in(cluster))
    else:
        url = f"sqlite:///{folder / 'ruhu.sqlite3'}"
        (folder / "ruhu.sqlite3").write_bytes(_settled_file())
    made = Place(Store(url), url, folder, Gunicorn(folder, url, entry), cluster)
    try:
        made.server.start()
        yield made
    finally:
        made.server.kill()
        made.store.engine.dispose()
