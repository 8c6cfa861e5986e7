"""What digests, patches and pages across scopes need to know of every row and scope, filled from what is there."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from sync import digest

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BATCH = 1000
RECORDS = sa.table(
    "records", sa.column("id", sa.String), sa.column("scope", sa.String), sa.column("seq", sa.BigInteger),
    sa.column("row", sa.Text), sa.column("hash", sa.BigInteger), sa.column("since", sa.BigInteger),
)  # fmt: skip
SCOPES = sa.table(
    "scopes", sa.column("code", sa.String), sa.column("rows", sa.Integer), sa.column("sum", sa.BigInteger)
)


def upgrade() -> None:
    number: dict[str, Any] = {"nullable": False, "server_default": "0"}
    for name in ("hash", "since"):
        op.add_column("records", sa.Column(name, sa.BigInteger(), **number))
    op.add_column("records", sa.Column("changes", sa.Text(), nullable=False, server_default=""))
    op.add_column("scopes", sa.Column("rows", sa.Integer(), **number))
    for name in ("sum", "floor", "listed"):
        op.add_column("scopes", sa.Column(name, sa.BigInteger(), **number))
    op.create_table(
        "ties",
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.String(length=20), nullable=False),
        sa.Column("other_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "seq", "other", name=op.f("pk_ties")),
    )
    op.execute("UPDATE scopes SET listed = seq")
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Rows become canonical text, which is what is hashed; readers so far get each row as a whole once more."""
    rewrite = (
        sa.update(RECORDS)
        .where(RECORDS.c.id == sa.bindparam("b_id"))
        .values(row=sa.bindparam("b_row"), hash=sa.bindparam("b_hash"), since=RECORDS.c.seq)
    )
    totals: dict[str, tuple[int, int]] = {}
    last = ""
    while True:
        page = sa.select(RECORDS.c.id, RECORDS.c.scope, RECORDS.c.row).where(RECORDS.c.id > last)
        found = connection.execute(page.order_by(RECORDS.c.id).limit(BATCH)).all()
        if not found:
            break
        last = found[-1].id
        changed = []
        for each in found:
            text = orjson.dumps(orjson.loads(each.row), option=orjson.OPT_SORT_KEYS)
            hashed = digest.text_hash(text)
            rows, total = totals.get(each.scope, (0, 0))
            totals[each.scope] = rows + 1, digest.add(total, hashed)
            changed.append({"b_id": each.id, "b_row": text.decode(), "b_hash": hashed})
        connection.execute(rewrite, changed)
    for scope, (rows, total) in totals.items():
        connection.execute(sa.update(SCOPES).where(SCOPES.c.code == scope).values(rows=rows, sum=total))
