"""The office's own templates as they are kept, and who signs its tables."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.lists.content import Signed
from server.store.tables import Account, Meta, ReportTemplate

MOST = 100
SIGNERS = "signers"  # the key of `Meta`: asked once, printed under every table
NAME_LONGEST, FILE_LONGEST = 60, 200


def shown(session: Session) -> list[dict[str, Any]]:
    """All templates by name, without their content."""
    found = session.execute(
        select(
            ReportTemplate.id, ReportTemplate.name, ReportTemplate.filename, ReportTemplate.sections,
            ReportTemplate.made_at, Account.name.label("author"),
        )
        .outerjoin(Account, Account.id == ReportTemplate.account)
        .order_by(ReportTemplate.name, ReportTemplate.id)
    )  # fmt: skip
    return [{**row._mapping, "sections": json.loads(row.sections), "author": row.author or ""} for row in found]


def add(session: Session, account: int, name: str, filename: str, content: bytes, sections: list[str], now: int) -> int:
    """Keep a template that was inspected; its id. One of the same name is replaced. Raises Problem bad_value."""
    name = in_one_line(name)[:NAME_LONGEST]
    if not name:
        raise Problem("bad_value", {"path": "name"})
    kept = session.scalar(select(ReportTemplate).where(ReportTemplate.name == name))
    if kept is None:
        if (session.scalar(select(func.count()).select_from(ReportTemplate)) or 0) >= MOST:
            raise Problem("bad_value", {"path": "name"})
        kept = ReportTemplate(name=name)
        session.add(kept)
    kept.account, kept.sections = account, json.dumps(sections)
    kept.filename = in_one_line(filename)[-FILE_LONGEST:]
    kept.made_at, kept.content = now, content
    session.flush()
    return kept.id


def in_one_line(written: str) -> str:
    """A name as it can be kept and shown: without control characters, its blanks one each."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in written).split())


def known(session: Session, template_id: int) -> ReportTemplate:
    """The template. Raises Problem not_found."""
    found = session.get(ReportTemplate, template_id)
    if found is None:
        raise Problem("not_found")
    return found


def signed(session: Session, account: Account) -> Signed:
    """Who signs: as last said, else whoever makes the table."""
    kept = session.get(Meta, SIGNERS)
    said = json.loads(kept.value) if kept else {}
    return Signed(said.get("filled_by") or account.name, said.get("checked_by", ""), said.get("phone", ""))


def sign(session: Session, said: dict[str, str]) -> None:
    """Remember who signs."""
    kept = session.get(Meta, SIGNERS)
    if kept is None:
        kept = Meta(key=SIGNERS, value="{}")
        session.add(kept)
    kept.value = json.dumps(said, ensure_ascii=False)
