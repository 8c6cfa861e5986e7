"""What each site still has, by product and batch: received less what left and what its desks have injected."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.office.sessions import supply


def left(session: Session) -> dict[str, list[dict[str, Any]]]:
    """{site: [{product, batch, received, used, left, expires}]}, only what was received or used there."""
    found: dict[str, list[dict[str, Any]]] = {}
    for (site, product), batches in sorted(supply.stock(session).batches.items()):
        for batch, each in sorted(batches.items()):
            found.setdefault(site, []).append(
                {
                    "product": product,
                    "batch": batch,
                    "received": each.received + each.moved_in,
                    "used": each.used,
                    "left": each.in_stock,
                    "expires": each.expires,
                }
            )
    return found
