"""The roster on the command line: `flask --app server roster check FILE [--json]`, `… roster import FILE --area CODE`.

A file that is no roster ends with one clear sentence and an exit status that is not 0. Ctrl-C or a kill loses
nothing: the same command goes on where the import was.
"""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from server import clock
from server.clock import today
from server.errors import Problem
from server.exchange import rejudging
from server.roster.entry import importing, staging
from server.roster.entry.check import Examined, examine, sentence
from server.roster.entry.shelf import spooled
from server.roster.entry.spool import Spool
from server.roster.person.vaccinated import RESIDENTS, VACCINATED
from server.roster.problems import Unreadable
from server.roster.sheet.abreast import in_sheet
from server.store.session import Store, store
from server.store.tables import Account, Area
from server.words import LANGUAGES, say

roster = AppGroup("roster", help="Lists of residents: check and import.")
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_kind = click.option("--kind", type=click.Choice((RESIDENTS, VACCINATED)), help="What the list is (default: as seen).")
_lang = click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)


def civil_day() -> datetime.date:
    """Today in the township."""
    return datetime.date.fromisoformat(today(current_app.config["TZ"]))


@roster.command("check")
@_file
@click.option("--area", help="The township, village or grid that the file is meant for.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@_kind
@_lang
def check(file: Path, area: str | None, as_json: bool, kind: str | None, lang: str) -> None:
    """Say what would go in, what a person must look at, and what was put right. Changes nothing."""
    opened = store()
    set_up = inspect(opened.engine).has_table(Area.__tablename__)
    with Spool() as spool:
        if set_up:
            with opened.reading() as session:
                examined = _examine(spool, file, area, session, kind, lang)
        else:
            examined = _examine(spool, file, area, None, kind, lang)
        if as_json:
            click.echo(json.dumps(examined.report(lang), ensure_ascii=False, indent=2))
        else:
            _print(examined, lang)


@roster.command("import")
@_file
@click.option("--area", required=True, help="The township, village or grid that the file is meant for.")
@click.option("--login", help="The office account that imports (default: the first administrator).")
@_kind
@_lang
def import_file(file: Path, area: str, login: str | None, kind: str | None, lang: str) -> None:
    """Check FILE and import its good rows, grid by grid. The same file twice changes nothing."""
    opened = store()
    sha256 = staging.fingerprint(file)
    with opened.reading() as session:
        account = _account(session, login, lang)
        begun = staging.unfinished(session, sha256, area)
    if begun and (begun.portion == begun.portions or spooled(begun.id).exists()):
        click.echo(say("roster.cli.resumed", lang))
        import_id = begun.id
    else:
        import_id = _stage(opened, file, sha256, area, account, kind, lang)
    _run(opened, import_id, lang)


def _stage(opened: Store, file: Path, sha256: str, area: str, account: int, kind: str | None, lang: str) -> str:
    path = spooled(f"new-{sha256[:16]}")
    try:
        with Spool(path) as spool:
            with opened.reading() as session:
                examined = _examine(spool, file, area, session, kind, lang)
            _print(examined, lang)
            with opened.writing() as session:
                imported = staging.record_file(session, account, file.name, sha256, clock.now_ms())
                before = staging.predecessor(session, examined.header, area, examined.kind, None)
                staging.aim(session, imported, examined.header, area, examined.kind, before)
                staging.checked(imported, examined)
                path.rename(spooled(imported.id))  # before it can be seen: an import that has begun has its spool
                staging.start(session, imported, account, spool)
                return imported.id
    finally:
        path.unlink(missing_ok=True)


def _run(opened: Store, import_id: str, lang: str) -> None:
    path = spooled(import_id)
    spool = Spool(path) if path.exists() else None
    rejudging.catch_up(opened, civil_day().isoformat())
    more = True
    while more:
        began = time.monotonic()
        more = importing.run(opened, import_id, spool, 0)
        importing.rest(opened, time.monotonic() - began)
        with opened.reading() as session:
            now = importing.progress(session, importing.found(session, import_id))
        click.echo(say("roster.cli.progress", lang, done=now.done, total=now.total))
    if spool is not None:
        spool.close()
        path.unlink(missing_ok=True)
    click.echo(
        say(
            "roster.cli.result",
            lang,
            households=now.households,
            residents=now.added,
            unchanged=now.unchanged,
            stopped=now.stopped + now.elsewhere,
        )
    )


def _examine(
    spool: Spool, file: Path, area: str | None, session: Session | None, kind: str | None, lang: str
) -> Examined:
    try:
        if area is not None and session is not None:
            staging.known_area(session, area)
        return examine(spool, file, area, session, civil_day(), kind=kind)
    except Unreadable as error:
        _refuse(say(f"roster.{error.code.value}", lang, **error.values), error.code.value, lang)
    except Problem as error:
        _refuse(say(f"errors.{error.code}", lang, **error.details), error.code, lang)


def _refuse(message: str, code: str, lang: str) -> NoReturn:
    click.echo(say("roster.cli.not_roster", lang, message=message, code=code), err=True)
    raise SystemExit(1)


def _account(session: Session, login: str | None, lang: str) -> int:
    office = select(Account.id).where(Account.role == "admin", Account.active).order_by(Account.id)
    found = session.scalar(office.where(Account.login == login) if login else office.limit(1))
    if found is None:
        _refuse(say("roster.cli.no_account", lang), "no_account", lang)
    return found


def _print(examined: Examined, lang: str) -> None:
    households, residents = examined.counts()
    click.echo(
        say(
            "roster.cli.summary",
            lang,
            rows=examined.rows,
            households=households,
            residents=residents,
            problems=examined.findings.count("problem"),
            mended=examined.findings.count("mended"),
        )
    )
    unread = [column.title for column in examined.header.columns if not column.taken]
    if unread:
        click.echo(say("roster.cli.unread", lang, columns=say("roster.list_mark", lang).join(unread)))
    if examined.others:
        click.echo(say("roster.cli.others", lang, sheets=say("roster.list_mark", lang).join(examined.others)))
    for found in examined.problems():
        click.echo(
            say(
                "roster.cli.problem",
                lang,
                row=in_sheet(found.row),
                column=found.column,
                code=found.code.value,
                message=sentence(found, lang),
            )
        )
