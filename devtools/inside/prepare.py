"""Brings the database up to date before serving, and says what a newcomer has to know, as JSON.

`python -m devtools.inside.prepare --base URL (--empty | --residents N) [--answer FILE]` answers {"login", "password"?,
"canvasser"?, "link"?, "desk"?, "desk_link"?}: the password only when the administrator has none of their own yet. It
goes into a file that only its owner reads, else to the last line: what is printed may end in a log.
"""

import argparse
import json
import os
from datetime import date

from sqlalchemy import select

from server import accounts, create_app
from server.clock import now_ms, today
from server.demo.commands import SEED, telling
from server.demo.load import decline, is_empty, load
from server.store import migrate
from server.store.session import Store, store
from server.store.tables import Account

ADMIN = "admin"


def prepare(store: Store, *, base: str, residents: int | None, zone: str, link_ms: int) -> dict[str, str]:
    """Migrate, load the town if the database is empty and `residents` is given, make password and link."""
    migrate.upgrade(store.engine)
    with store.reading() as session:
        wanted = residents is not None and is_empty(session)
    if wanted and residents is not None:
        load(store, residents=residents, seed=SEED, today=date.fromisoformat(today(zone)), progress=telling())
    answer = {"login": ADMIN}
    with store.writing() as session:
        if residents is None:
            decline(session)
        admin = session.scalar(select(Account).where(Account.role == "admin", Account.active).order_by(Account.id))
        if admin is None or not admin.password_hash or admin.must_change_password:
            answer["login"] = admin.login if admin else ADMIN
            answer["password"] = accounts.one_time_password(session, answer["login"])
        else:
            answer["login"] = admin.login
        first = session.scalar(select(Account).where(Account.role == "canvasser", Account.active).order_by(Account.id))
        if first is not None:
            made = accounts.make_enrolment(session, first.id, now_ms(), link_ms)
            answer |= {"canvasser": first.name, "link": accounts.enrolment_link(base, made.code)}
        desk = session.scalar(select(Account).where(Account.role == "site", Account.active).order_by(Account.id))
        if desk is not None:
            made = accounts.make_enrolment(session, desk.id, now_ms(), link_ms)
            answer |= {"desk": desk.name, "desk_link": accounts.enrolment_link(base, made.code)}
    return answer


def main() -> None:
    """Read the arguments, prepare, print the answer."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--base", required=True)
    asked.add_argument("--empty", action="store_true")
    asked.add_argument("--residents", type=int, default=6000)
    asked.add_argument("--answer")
    given = asked.parse_args()
    app = create_app()
    with app.app_context():
        residents = None if given.empty else given.residents
        zone, link_ms = app.config["TZ"], int(app.config["ENROLMENT_MS"])
        answer = prepare(store(), base=given.base, residents=residents, zone=zone, link_ms=link_ms)
    told = json.dumps(answer, ensure_ascii=False)
    if given.answer is None:
        print(told)
        return
    with os.fdopen(os.open(given.answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(told)


if __name__ == "__main__":
    main()
