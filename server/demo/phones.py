"""The town's phones without screens: enrolled like any phone, shown what a phone is shown, heard by the same push.

They exist so that the office of the invented town finds what a real one does: devices that have not synced for days,
edits that disagree, edits that were not taken. What they push is composed first and kept, then pushed phone by phone,
so that a load that was cut short pushes again and the protocol's repeats (P4) keep everything from coming twice.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import accounts
from server.demo.town import Person, Town
from server.demo.words import words
from server.exchange.pull import rows_of
from server.exchange.push import Batch, push
from server.store.session import Store
from server.store.tables import Account, Device
from sync.grants import HANDOVER_MS
from sync.policies import KNOWN_SCHEMA

Values = dict[str, Any]
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
# Of a hundred people some have no phone yet; of a hundred phones some were in step today, yesterday, days ago, never.
WITHOUT = 0.12
IN_STEP = {"today": 50, "yesterday": 26, "days ago": 18, "never": 6}
APP = "0.1.0"
ZONE = ZoneInfo("Asia/Shanghai")
FAILURES = 5


def enrol(session: Session, town: Town, ids: dict[str, int], seed: int, began: int) -> None:
    """Give most of the people a phone, as they did after `began` (ms). The first canvasser's is left to the reader."""
    rng = random.Random(f"{seed}:phones")
    first = next(person for person in town.people if person.role == "canvasser")
    for person in town.people:
        if person is not first and _carries(person, rng):
            enrol_one(session, ids[person.login], began + rng.randint(1, 40) * HOUR, rng.choice(words()["phones"]))


def _carries(person: Person, rng: random.Random) -> bool:
    return person.role in ("cadre", "canvasser") and (person.role == "cadre" or rng.random() >= WITHOUT)


def enrol_one(session: Session, account: int, at: int, label: str) -> Device:
    """One more phone of an account, enrolled at `at` (ms) by a link as an office makes it."""
    made = accounts.make_enrolment(session, account, at, DAY)
    return accounts.use_enrolment(session, made.code, at, label)[0]


@dataclass
class Phone:
    """One phone while it is composing: what it shows and what it has not sent."""

    session: Session
    device: Device
    account: Account
    now: int
    shown: dict[str, Values] = field(default_factory=dict)
    unsent: list[Values] = field(default_factory=list)

    def sees(self, grid: str) -> list[Values]:
        """The rows of a grid as its snapshot gives them."""
        rows = rows_of(self.session, grid)
        self.shown |= {row["id"]: row for row in rows}
        return rows

    def creates(self, entity: str, moment: int, /, **values: Any) -> str:
        """Make a record; its id."""
        return self._edit("create", entity, None, values, moment)

    def sets(self, record: str, moment: int, /, **values: Any) -> str:
        """Change fields of a record, from what this phone shows."""
        return self._edit("set", str(self.shown[record]["entity"]), record, values, moment)

    def _edit(self, kind: str, entity: str, record: str | None, values: Values, at: int) -> str:
        n = len(self.unsent) + 1
        own = f"{self.device.id}.{n}"
        fields = {name: {"value": value, "base": self._base(record, name)} for name, value in values.items()}
        saw = self._all_of(record) if record and "life_state" in values else []
        self.unsent.append(
            {
                **{"id": own, "device": self.device.id, "n": n, "group": own, "size": 1, "at": at, "kind": kind},
                **{"entity": entity, "record": record or own, "fields": fields, "saw": saw, "schema": KNOWN_SCHEMA},
            }
        )
        return own

    def _base(self, record: str | None, name: str) -> list[str]:
        if record is None:
            return []
        row = self.shown[record]
        base: list[str] = row.get("also", {}).get(name, [row["by"]] if name in row["values"] else [])
        return base

    def _all_of(self, record: str) -> list[str]:
        """All edits that this phone shows of a record and of what belongs to it."""
        own = [
            row
            for row in self.shown.values()
            if record in (row["id"], row["values"].get("resident"), row["values"].get("household"))
        ]
        also = (names for row in own for names in row.get("also", {}).values() if isinstance(names, list))
        return sorted({row["by"] for row in own} | {name for names in also for name in names})


def day_of(moment: int) -> date:
    """The township's day of a moment (ms)."""
    return datetime.fromtimestamp(moment / 1000, ZONE).date()


def phone_of(session: Session, account: int, now: int) -> Phone | None:
    """The newest phone of an account, or None."""
    device = session.scalar(select(Device).where(Device.account == account).order_by(Device.id.desc()).limit(1))
    return Phone(session, device, session.get_one(Account, account), now) if device is not None else None


def batches(phones: Iterable[Phone]) -> list[list[Values]]:
    """What each phone has to send, as JSON that can be kept."""
    return [phone.unsent for phone in phones if phone.unsent]


def send(store: Store, batch: list[Values], now: int) -> list[Values]:
    """Push one phone's edits as a request does, which may begin again within the session; the answers."""
    device = int(batch[0]["device"])
    asked = Batch(device, batch, phone_now=now, receipt=now, handover_ms=HANDOVER_MS, failures=FAILURES)
    with store.session() as session:
        told = push(session, asked)
        session.commit()
    return told.answers


def settle(session: Session, seed: int, now: int, pushed: Iterable[int]) -> None:
    """Say of each phone when it was last in step and what it then had not sent, as its pulls would have."""
    rng = random.Random(f"{seed}:steps")
    just = set(pushed)
    for device in session.scalars(select(Device).order_by(Device.id)):
        kind = rng.choices(list(IN_STEP), list(IN_STEP.values()))[0]
        ago = {
            "today": rng.randint(3, 240) * MINUTE,
            "yesterday": DAY + rng.randint(0, 300) * MINUTE,
            "days ago": rng.randint(2, 9) * DAY + rng.randint(0, 600) * MINUTE,
            "never": 0,
        }[kind]
        behind = rng.choice([0, 0, 1, 2, 5]) if kind == "today" else rng.choice([0, 3, 7, 12, 31])
        if device.revoked_at is not None:
            kind, ago, behind = "lost", now - device.revoked_at + HOUR, 1
        elif device.id in just:
            kind, ago, behind = "today", MINUTE, 0
        if kind == "never":
            continue
        device.last_sync, device.unsent, device.app = max(now - ago, device.enrolled_at), behind, APP
