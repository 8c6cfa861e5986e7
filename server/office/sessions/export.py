"""What stands in the plan's files: the board, a session's day sheet, the buses, the changes, the supply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from server.office.sessions.workbook import Table
from server.roster.person.groups import names_of
from server.words import say
from sync.leases.terms import GENERAL, RESERVE

Json = Mapping[str, Any]
WHEN = (("on", 11), ("weekday", 6), ("time", 12), ("site_name", 26), ("product_name", 12))
FIGURES = ("capacity", "given", "requested", "leased", "free", "double", "attended", "missed")
BOARD = (*WHEN, ("kind", 8), ("for", 16), ("state", 8), *((name, 8) for name in FIGURES), ("in_stock", 8), ("left", 8))
CELLS = (
    *WHEN,
    ("village_name", 16),
    *((name, 8) for name in ("quota", "given", "leased", "free", "requested", "people")),
)
WHO = (("name", 10), ("sex", 5), ("age", 5), ("id_number", 20), ("phone", 13))
HOME = (("village_name", 14), ("grid_name", 16), ("door", 20))
SHEET = (("ticket", 6), *WHO, *HOME, ("dose", 6), ("state", 9), ("account_name", 10), ("arrived", 8), ("batch", 12),
         ("note", 16))  # fmt: skip
BUS = (("on", 11), ("time", 12), ("site_name", 26), *HOME, ("name", 10), ("age", 5), ("phone", 13), ("ticket", 6),
       ("account_name", 10), ("aboard", 8))  # fmt: skip
CHANGES = (("change", 14), *WHEN, ("name", 10), ("phone", 13), *HOME, ("state", 9), ("ticket", 6), ("account_name", 10))
SUPPLY = (("site_name", 26), ("product_name", 12), ("batch", 14), ("expires", 11), ("received", 8), ("moved_in", 8),
          ("returned", 8), ("scrapped", 8), ("moved_out", 8), ("used", 8), ("in_stock", 8))  # fmt: skip


@dataclass(frozen=True)
class Speaker:
    """What codes are called in the file's language."""

    lang: str
    products: Mapping[str, str]

    def word(self, kind: str, code: object) -> str:
        """The word of a closed code, "" for none."""
        return say(f"plan.{kind}.{code}", self.lang) if code else ""

    def session(self, each: Json) -> dict[str, Any]:
        """The columns that say when and where."""
        weekday = self.word("weekday", _weekday(str(each["on"]))) if each.get("on") else ""
        time = f"{each.get('from') or ''}–{each.get('to') or ''}"
        product = self.products.get(str(each.get("product")), str(each.get("product") or ""))
        return {"on": each.get("on"), "weekday": weekday, "time": time, "site_name": each.get("site_name"),
                "product_name": product}  # fmt: skip

    def person(self, each: Json) -> dict[str, Any]:
        """A person's columns."""
        words = {"sex": self.word("sex", each["sex"]), "state": self.word("state", each["state"])}
        return {**each, **words, "change": self.word("change", each["change"])}


def speaker(session: Session, lang: str) -> Speaker:
    """The words for a file in a language."""
    return Speaker(lang, names_of(session, "products", lang))


def board(shown: Json, said: Speaker) -> list[Table]:
    """The week board: the sessions, and each with its villages."""
    names = {each["code"]: each["name"] for each in shown["villages"]}
    names |= {GENERAL: said.word("pool", "general"), RESERVE: said.word("pool", RESERVE)}
    sessions, cells = [], []
    for each in shown["sessions"]:
        head = said.session(each)
        words = {"kind": said.word("kind", each["kind"]), "state": said.word("session_state", each["state"])}
        sessions.append({**each, **each["supply"], **head, **words})
        pools = {GENERAL: each["general"], RESERVE: each["reserve"], **each["cells"]}
        cells += [{**head, **cell, "village_name": names.get(pool, pool)} for pool, cell in pools.items()]
    last = shown["days"][-1]["on"]
    title = say("plan.title.board", said.lang, first=shown["from"], last=last)
    return [Table("sessions", title, BOARD, sessions), Table("villages", title, CELLS, cells)]


def sheet(shown: Json, said: Speaker) -> list[Table]:
    """A session's people by number."""
    head = said.session(shown["session"])
    title = say("plan.title.sheet", said.lang, **{**head, "people": len(shown["people"])})
    return [Table("sheet", title, SHEET, [said.person(each) for each in shown["people"]])]


def bus(shown: Json, said: Speaker) -> list[Table]:
    """Who is to be fetched, by session and village."""
    rows = [{**said.person(each), **said.session(run["session"])} for run in shown["runs"] for each in run["people"]]
    title = say("plan.title.bus", said.lang, on=shown["on"], people=len(rows))
    return [Table("bus", title, BUS, rows)]


def changes(shown: Json, said: Speaker) -> list[Table]:
    """Whose place has changed."""
    rows = [{**said.person(each), **said.session(each)} for each in shown["people"]]
    return [Table("changes", say("plan.title.changes", said.lang, people=len(rows)), CHANGES, rows)]


def supply(shown: Json, said: Speaker) -> list[Table]:
    """What the sites have, by batch."""
    rows: list[dict[str, Any]] = [
        {**batch, "site_name": site["site_name"], "product_name": said.products.get(each["product"], each["product"])}
        for site in shown["sites"]
        for each in site["products"]
        for batch in each["batches"]
    ]
    return [Table("supply", say("plan.title.supply", said.lang), SUPPLY, rows)]


def _weekday(on: str) -> int:
    return date.fromisoformat(on).isoweekday()


def columns() -> Sequence[str]:
    """The keys of all columns, each of which has a title in both languages."""
    return sorted({key for table in (BOARD, CELLS, SHEET, BUS, CHANGES, SUPPLY) for key, _ in table})
