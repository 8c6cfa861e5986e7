"""Saved views: filters, order and columns under a name, one's own or the whole office's."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.lists import columns
from server.office.filters import Filters
from server.office.residents import ORDERS
from server.store.tables import Account, ListView

MOST = 200  # of one account


def shown(session: Session, account: int) -> list[dict[str, Any]]:
    """The views that an account sees: its own and the shared ones, by name."""
    found = session.execute(
        select(ListView, Account.name)
        .outerjoin(Account, Account.id == ListView.account)
        .where(or_(ListView.account == account, ListView.shared))
        .order_by(ListView.name, ListView.id)
    )
    return [_line(view, author, account) for view, author in found]


def _line(view: ListView, author: str | None, account: int) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "shared": view.shared,
        "mine": view.account == account,
        "author": author or "",
        "changed_at": view.changed_at,
        **json.loads(view.body),
    }


def one(session: Session, account: int, view_id: str) -> dict[str, Any]:
    """A view that an account sees: {name, filters, sort, columns}. Raises Problem not_found."""
    view = session.get(ListView, int(view_id)) if view_id.isdecimal() and len(view_id) < 10 else None
    if view is None or not (view.shared or view.account == account):
        raise Problem("not_found")
    return {"name": view.name, **json.loads(view.body)}


def checked(body: dict[str, Any]) -> str:
    """What is kept of a view: JSON {filters, sort, columns}. Raises Problem bad_value for what no list knows."""
    Filters.read(body["filters"])
    if body["sort"] not in ORDERS:
        raise Problem("bad_value", {"path": "sort"})
    keys = [column.key for column in columns.chosen(body["columns"])] if body["columns"] else []
    filters = {name: value for name, value in body["filters"].items() if value}
    return json.dumps({"filters": filters, "sort": body["sort"], "columns": keys}, ensure_ascii=False)


def save(session: Session, account: int, body: dict[str, Any], now: int, view_id: int | None = None) -> int:
    """A new view, or one's own view as it is now; its id. Raises Problem not_found, not_allowed, bad_value."""
    kept = checked(body)
    view = _own(session, account, view_id) if view_id else ListView(account=account)
    if view_id is None:
        if len(session.scalars(select(ListView.id).where(ListView.account == account)).all()) >= MOST:
            raise Problem("bad_value", {"path": "name"})
        session.add(view)
    view.name, view.shared, view.body, view.changed_at = body["name"], body["shared"], kept, now
    session.flush()
    return view.id


def remove(session: Session, account: int, view_id: int) -> None:
    """Forget one's own view. Raises Problem not_found, not_allowed."""
    session.delete(_own(session, account, view_id))


def _own(session: Session, account: int, view_id: int) -> ListView:
    view = session.get(ListView, view_id)
    if view is None or not (view.shared or view.account == account):
        raise Problem("not_found")
    if view.account != account:
        raise Problem("not_allowed")
    return view
