"""The invented town has places: quotas, numbers on phones, appointments that hold, and a desk amid its day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from server import clock, create_app
from server.demo.load import load
from server.office.sessions import supply
from server.places import storing
from server.store import migrate
from server.store.session import Store, store
from server.store.tables import Booking, Lease, Posting, Quarantined, Record, SessionTemplate, Ticket


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The town of today."""
    app = create_app({"RUHU_VAR": str(tmp_path_factory.mktemp("town"))})
    with app.app_context():
        migrate.upgrade(store().engine)
        load(store(), residents=1500, seed=20, today=_today(), progress=lambda *_: None)
        yield store()
        store().engine.dispose()


def _today() -> date:
    return date.fromisoformat(clock.today("Asia/Shanghai"))


def _records(of: Store, entity: str) -> dict[str, dict[str, Any]]:
    with of.reading() as session:
        rows = session.execute(select(Record.id, Record.row).where(Record.entity == entity))
        return {name: orjson.loads(row)["values"] for name, row in rows}


def test_no_session_promises_more_than_it_has_and_most_appointments_hold(loaded: Store) -> None:
    with loaded.reading() as session:
        counted = session.execute(select(Booking.state, func.count()).group_by(Booking.state))
        states = {state: number for state, number in counted}
        names = session.scalars(select(Booking.session).distinct())
        for name, pool in storing.looked(session, names).items():
            counts = pool.counts()
            assert counts.given + counts.leased + counts.free == pool.capacity, name
        numbers = select(func.count()).select_from(Ticket).where(Ticket.appointment.is_not(None))
        assert states["confirmed"] > 20 and session.scalar(numbers) >= states["confirmed"]


def test_a_weeks_sessions_are_broken_down_and_phones_hold_numbers(loaded: Store) -> None:
    with loaded.reading() as session:
        broken_down = select(func.count(func.distinct(Ticket.session))).where(Ticket.pool == "990101100001")
        assert session.scalar(broken_down) >= 14
        assert session.scalar(select(func.count()).select_from(Ticket).where(Ticket.account.is_not(None)))
        held = select(func.count()).select_from(Ticket).where(Ticket.lease.is_not(None), Ticket.appointment.is_(None))
        assert session.scalar(held) >= 10
        ends = list(session.scalars(select(Lease.until).where(Lease.ended_at.is_(None))))
        assert ends and min(ends) > clock.now_ms()
        assert session.scalar(select(SessionTemplate.name))


def test_no_session_is_planned_beyond_what_its_site_has(loaded: Store) -> None:
    with loaded.reading() as session:
        supply.within(session, _today().isoformat(), {})
    assert len(_records(loaded, "supply")) == 7


def test_a_desk_is_in_the_middle_of_its_day_and_its_doses_are_the_residents(loaded: Store) -> None:
    came = _records(loaded, "attendance")
    states = {values["state"] for values in came.values()}
    assert {"arrived", "left"} <= states and len(_records(loaded, "reaction")) == 1
    injected = [values for values in came.values() if values.get("vaccinated_at")]
    with loaded.reading() as session:
        posted = select(func.count()).select_from(Posting).where(Posting.state == "posted")
        assert session.scalar(posted) == len(injected) > 0
        of_desk = select(Quarantined.id).where(Quarantined.code.in_(("scope_not_granted", "unknown_record")))
        assert session.scalar(of_desk) is None
    doses = [each for each in _records(loaded, "dose").values() if each.get("known") == "site"]
    assert len(doses) == len(injected)
    assert all(values["arrived_at"] <= clock.now_ms() for values in came.values())
