"""Two phones that disagree, and the office that decides between them."""

from __future__ import annotations

from typing import Any

from tests.office.conftest import Desk
from tests.server.town import Phone


def only(desk: Desk, kind: str) -> dict[str, Any]:
    """The one open review of a kind."""
    rows: list[dict[str, Any]] = desk.get(f"/reviews?kind={kind}")["rows"]
    assert len(rows) == 1, rows
    return rows[0]


def decide(desk: Desk, review: dict[str, Any], way: str, status: int = 200, **choice: Any) -> Any:
    """Decide a review as seen."""
    return desk.post(f"/reviews/{review['key']}/decide", {"way": way, "seen": review["names"], **choice}, status)


def rename(two: tuple[Phone, Phone], person: str) -> None:
    """Both phones give the person another name."""
    for phone, name in zip(two, ("李小隆", "李晓龙"), strict=True):
        phone.one(phone.edit("resident", {"name": name}, person))


def dose(phone: Phone, person: str, on: str, number: int = 1) -> str:
    """A dose written on a phone; its id."""
    return str(phone.one(phone.edit("dose", {"resident": person, "number": number, "product": "bibp", "on": on}))["id"])


def died(phone: Phone, person: str) -> None:
    """The phone records a death, knowing all that it shows."""
    saw = sorted({row["by"] for row in phone.rows.values()})
    phone.one(phone.edit("resident", {"life_state": "died"}, person, saw=saw))
