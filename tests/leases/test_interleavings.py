"""Every order of events in a small world: with the fence nothing is overbooked, without it the search finds how."""

from __future__ import annotations

import pytest

from sync.leases import giving, lending
from sync.leases.pool import Pool, Ticket
from sync.leases.terms import End
from tests.leases.search import search


def test_no_order_of_events_overbooks_a_ticket_or_loses_a_slip_that_holds_by_right() -> None:
    found = search(2)
    assert found.story == ()
    assert found.moments > 30_000
    for happens in (
        "phone 2 gives out ticket 2 of lease b, offline",
        "the server hears that ticket 1 of lease a comes back",
        "phone 1 is lost: the server takes [1, 2] back",
        "the server takes [1] back after the grace",
        "the slip a1 arrives: Kept(number=1)",
        "the slip a1 arrives: Moved(number=2)",
        "the slip a1 arrives: Lost(why=<Loss.EXPIRED: 'lost_expired'>)",
        "the slip a1 arrives: Lost(why=<Loss.PHONE: 'lost_phone'>)",
        "w, who waited, is confirmed with ticket 2",
        "b2 is cancelled",
    ):
        assert happens in found.sentences


def test_no_order_of_events_overbooks_a_ticket_that_goes_through_four_leases() -> None:
    found = search(4, tickets=1)
    assert found.story == ()
    assert "phone 2 gives out ticket 1 of lease d, offline" in found.sentences


@pytest.mark.parametrize("lost", [True, False], ids=["phones may be lost", "no phone is lost"])
def test_without_the_fence_the_search_tells_how_a_ticket_is_promised_twice(
    lost: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def whoever_comes_first(pool: Pool, ticket: Ticket, held: lending.Held, now: int) -> bool:
        return ticket.appointment is None

    monkeypatch.setattr(giving, "by_right", whoever_comes_first)
    found = search(2, lost=lost)
    with capsys.disabled():
        print(f"\nWithout the fence, in {len(found.story)} steps of {found.moments} moments:", *found.story, sep="\n  ")
    assert "is promised to" in found.story[-1]
    assert len(found.story) <= (7 if lost else 11)


def test_a_server_that_frees_what_another_lease_holds_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket given back by number alone: a late repeat frees it under the next phone."""

    def by_number(pool: Pool, writer: int, given_back: list[tuple[str, int]], now: int) -> list[int]:
        for _, number in given_back:
            ticket = pool.tickets[number]
            if ticket.lease is not None:
                pool.put(Ticket(number))
                pool.end(ticket.lease, now, End.RETURNED)
        return []

    monkeypatch.setattr(lending, "give_back", by_number)
    assert search(2, lost=False).story != ()


def test_a_server_that_takes_back_without_the_grace_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "GRACE", 0)
    assert search(2, lost=False).story != ()
