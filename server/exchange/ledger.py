"""The only writer of records: whoever changes anything, phone, office or import, comes through here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from server.exchange.answers import Answer, Author, Draft, ImportedRow

if TYPE_CHECKING:
    from sync.edit import Edit
    from sync.state import State

__all__ = ["Answer", "Author", "Draft", "ImportedRow", "bundle", "commit", "import_rows", "new_edit_id", "office"]


def commit(session: Session, author: Author, edits: Sequence[Edit], receipt: int) -> list[Answer]:
    """Apply whole groups of edits, in order, and number what changed. The caller's transaction commits."""
    raise NotImplementedError


def office(session: Session, account: int, drafts: Sequence[Draft]) -> list[Answer]:
    """Apply the office's drafts under the account's own writer. Raises Problem edit_refused; then nothing is changed."""
    raise NotImplementedError


def import_rows(session: Session, account: int, edit_id: str, rows: Sequence[ImportedRow]) -> int:
    """Create the records of one grid (or the township) under one edit id. Returns how many. Existing ids are skipped."""
    raise NotImplementedError


def new_edit_id(session: Session, account: int) -> str:
    """The next edit id of the account's office writer, for an import."""
    raise NotImplementedError


def bundle(session: Session, record: str) -> State:
    """The engine's state of a record's household with all that belongs to it."""
    raise NotImplementedError
