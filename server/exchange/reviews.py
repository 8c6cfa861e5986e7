"""Reviews: the conflicts that the engine finds, kept as rows for the office and published as records for the phones.

They are a projection: after each group what is open is found anew in the households that it touched, what is no longer
found is closed. A review says who wrote what; identity twins are for the office only and never published.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from server.exchange.answers import SILENT, Author, Said
from server.exchange.book import Book
from server.exchange.placing import Pen
from server.metrics import REVIEWS
from server.store.judging import interval_days, judging
from server.store.tables import Review
from sync import canonical, conflicts, ids, view
from sync.outcomes import ConflictKind
from sync.state import State

DEFAULT_INTERVAL_DAYS = 14
UNDECIDED: dict[str, None] = dict.fromkeys(("decided_at", "decided_by", "verdict", "remark"))


def refresh(book: Book, pen: Pen, author: Author, said: Said = SILENT) -> None:
    """Open, renew and close the reviews of every household that `pen` has touched."""
    for root in sorted(pen.roots):
        state = book.state([root])
        found = find(book, state)
        published = [name for name in book.members(root) if name in book.reviews]
        if not found and not published:
            continue
        keys = {str(orjson.loads(book.reviews[name])["values"]["key"]) for name in published} | found.keys()
        kept = {each.key: each for each in book.session.scalars(select(Review).where(Review.key.in_(sorted(keys))))}
        for key, conflict in sorted(found.items()):
            _open(book, pen, root, conflict, kept.get(key))
        for key in sorted(kept.keys() - found.keys()):
            if kept[key].state == "open" or key == said.key:
                _close(book, pen, root, kept[key], author, state, said)
    book.session.flush()


def find(book: Book, state: State) -> dict[str, conflicts.Conflict]:
    """The open conflicts among these records that phones are told of, by key."""
    campaign = judging(book.session, book.today).campaign
    limits = {"dose_interval_days": interval_days(campaign, DEFAULT_INTERVAL_DAYS)}
    found = (*conflicts.find(state, limits), *conflicts.claims(state))
    return {each.key: each for each in found if each.kind is not ConflictKind.SAME_IDENTITY}


def review_id(key: str) -> str:
    """The id of the record under which a conflict is published."""
    return "review:" + canonical.digest(key, 32)


def _open(book: Book, pen: Pen, root: str, conflict: conflicts.Conflict, kept: Review | None) -> None:
    body = orjson.dumps(conflict.as_json()).decode()
    if kept is not None and kept.state == "open" and kept.body == body and kept.root == root:
        return
    if kept is None:
        kept = Review(key=conflict.key, opened_at=book.receipt, office_only=False, published=review_id(conflict.key))
        book.session.add(kept)
    if kept.state != "open":
        REVIEWS.labels(str(conflict.kind)).inc()
    kept.record, kept.root, kept.scope = conflict.about, root, book.homes[conflict.about].scope
    kept.kind, kept.field, kept.body, kept.state = str(conflict.kind), conflict.field, body, "open"
    kept.decided_at = kept.decided_by = kept.verdict = kept.remark = None
    pen.publish(str(kept.published), root, conflict.about, values(kept))


def _close(book: Book, pen: Pen, root: str, kept: Review, author: Author, state: State, said: Said) -> None:
    """The conflict is gone: decided by a reviewer (perhaps once more), or settled by later edits of the field."""
    kept.state, kept.decided_at = "decided", book.receipt
    kept.decided_by = author.account if author.authority else None
    verdict, remark = _ruling(state, kept.key)
    verdict = said.verdict if said.key == kept.key else verdict or said.verdict
    kept.verdict, kept.remark = verdict, said.remark or remark
    kept.scope = book.homes[kept.record].scope
    body = orjson.loads(kept.body)
    record = book.records.get(kept.record)
    if record is not None and kept.field:
        body["shown"] = view.shown(record, kept.field)
    kept.body = orjson.dumps(body).decode()
    pen.publish(str(kept.published), root, kept.record, values(kept))


def _ruling(state: State, key: str) -> tuple[str | None, str | None]:
    """(verdict, remark) of the newest ruling on this conflict."""
    rulings = [r for r in state.records.values() if r.entity == "ruling" and view.shown(r, "key") == key]
    if not rulings:
        return None, None
    newest = view.values(max(rulings, key=lambda ruling: ids.order(ruling.created_by)))
    return _text(newest.get("verdict")), _text(newest.get("remark"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def values(review: Review) -> dict[str, Any]:
    """What phones see of a review (docs/protocol.md, R2), without what is empty."""
    body = orjson.loads(review.body)
    told = {
        "about": review.record,
        "key": review.key,
        "kind": review.kind,
        "field": review.field,
        "options": body["options"],
        "shown": body["shown"],
        "state": review.state,
        "verdict": review.verdict,
        "remark": review.remark,
        "decided_by": f"person:{review.decided_by}" if review.decided_by else None,
        "decided_at": review.decided_at,
    }
    return {name: value for name, value in told.items() if value is not None}


def office_only(
    book: Book, found: Iterable[conflicts.Conflict], keys: Iterable[str], author: Author, said: Said
) -> None:
    """Keep the reviews of `keys` as found: opened or renewed if in `found`, closed if not. Never published."""
    conflicting = {each.key: each for each in found}
    wanted = sorted({*keys, *conflicting})
    kept = {each.key: each for each in book.session.scalars(select(Review).where(Review.key.in_(wanted)))}
    for key in wanted:
        conflict = conflicting.get(key)
        if conflict is not None:
            _keep(book, conflict, kept.get(key))
        elif key in kept and (kept[key].state == "open" or key == said.key):
            decided_by = author.account if author.authority else None
            book.session.execute(
                update(Review)
                .where(Review.key == key)
                .values(
                    state="decided",
                    decided_at=book.receipt,
                    decided_by=decided_by,
                    verdict=said.verdict,
                    remark=said.remark,
                )
            )


def _keep(book: Book, conflict: conflicts.Conflict, kept: Review | None) -> None:
    home = book.homes[conflict.about]
    row = {
        "record": conflict.about,
        "root": home.root,
        "scope": home.scope,
        "kind": str(conflict.kind),
        "field": conflict.field,
        "body": orjson.dumps(conflict.as_json()).decode(),
        "state": "open",
    }
    if kept is None:
        opened = {"key": conflict.key, "opened_at": book.receipt, "office_only": True}
        book.session.execute(insert(Review).values(**row, **opened))
    else:
        book.session.execute(update(Review).where(Review.key == conflict.key).values(**row, **UNDECIDED))
    if kept is None or kept.state != "open":
        REVIEWS.labels(str(conflict.kind)).inc()
