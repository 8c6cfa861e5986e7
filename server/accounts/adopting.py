"""Phones that were enrolled after the backup which the server was restored from: taken on again, by their own token.

A phone's token says whose it is, signed with the township's secret: random text, writer, account, signature. A server
looks tokens up by their hash as ever; only a restored one, which has forgotten some, reads what an unknown one says
(docs/protocol.md, B7).
"""

from __future__ import annotations

import hashlib
import hmac

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange import seals
from server.store.tables import Account, Device, Writer
from server.store.tables.restored import Recalled, Restore

MAC_SIGNS = 32
DIGITS = 10

log = structlog.get_logger("accounts")


def phone_token(secret: str, writer: int, account: int) -> str:
    """The token of a new phone: `secret` and, signed, whose it is."""
    said = f"{secret}.{writer}.{account}"
    return f"{said}.{_mac(said)}"


def whose(token: str) -> tuple[int, int] | None:
    """(writer, account) of a token that this township has made, else None."""
    said, _, mac = token.rpartition(".")
    secret, *numbers = said.split(".")
    if len(numbers) != 2 or not secret or not all(_is_number(each) for each in numbers) or not mac.isascii():
        return None
    return (int(numbers[0]), int(numbers[1])) if hmac.compare_digest(_mac(said), mac) else None


def take_on(session: Session, token: str, now: int) -> bool:
    """Enter the phone again under its old number, if it was enrolled in what a restored database has forgotten, for an
    account that it still knows. Its edits are expected from the first on.
    """
    said = whose(token)
    if said is None:
        return False
    writer, number = said
    forgotten = select(Restore.epoch).where(
        Restore.writers_known < writer, Restore.writers_upto > writer, Restore.accounts_known >= number
    )
    account = session.get(Account, number)
    if account is None or not account.active or session.scalar(forgotten.limit(1)) is None:
        return False
    if session.get(Writer, writer) is not None:
        return False
    session.add(Writer(id=writer, kind="device", account=account.id, last_n=0, failures=0))
    if session.get(Recalled, writer) is None:
        session.add(Recalled(writer=writer, known=0, made=0, at=now))
    session.flush()
    digest = hashlib.sha256(token.encode()).hexdigest()
    session.add(Device(id=writer, account=account.id, token_hash=digest, label=None, enrolled_at=now, revoked_at=None))
    session.flush()
    log.warning("phone_taken_on_again", writer=writer, account=account.id)
    from server.exchange import publish

    publish.person(session, account, account)
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < DIGITS


def _mac(said: str) -> str:
    return hmac.digest(seals.key("token"), said.encode(), "sha256").hex()[:MAC_SIGNS]
