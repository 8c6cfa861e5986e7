"""Who stands behind an edit: the person, and the phone or the office desk that it was made on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Account, Device, Writer


def writer_of(edit: str) -> int | None:
    """The writer's number in an edit id; None for what is not one."""
    head = edit.partition(".")[0]
    return int(head) if head.isdigit() else None


def authors(session: Session, writers: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """{writer: {writer, kind, account, name, role, device}} of those that are known."""
    wanted = {writer for writer in writers if writer is not None}
    found = session.execute(
        select(Writer.id, Writer.kind, Account.id, Account.name, Account.role, Device.label)
        .join(Account, Account.id == Writer.account)
        .outerjoin(Device, Device.id == Writer.id)
        .where(Writer.id.in_(wanted))
    )
    return {
        writer: {"writer": writer, "kind": kind, "account": account, "name": name, "role": role, "device": label}
        for writer, kind, account, name, role, label in found
    }


def author(known: dict[int, dict[str, Any]], writer: int | None) -> dict[str, Any]:
    """The author of a writer number, in the same shape when nobody knows it."""
    nobody = {"writer": writer, "kind": "", "account": None, "name": "", "role": "", "device": None}
    return known.get(writer, nobody) if writer is not None else nobody
