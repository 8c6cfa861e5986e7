"""A cancelled session holds nobody's place: its people are to be booked again."""

from server.rules import campaigns
from server.store.judging import Judging

TODAY = "2021-05-01"
RESIDENT = {"id": "1.1", "birth": "1980-01-01", "residency": "local", "life_state": "active", "willingness": "willing"}


def status(session_state: str) -> str:
    """How somebody stands who asked for a place in a session in that state."""
    sessions = {"session:1": {"on": "2021-05-03", "state": session_state}}
    appointment = {"id": "2.1", "resident": "1.1", "session": "session:1", "number": 1, "state": "requested"}
    judged = Judging(campaigns.load("covid-2021"), sessions, TODAY)(RESIDENT, [], [], [appointment])
    return str(judged["status"])


def test_whoever_was_booked_into_a_cancelled_session_is_due_again() -> None:
    assert status("open") == "booked"
    assert status("cancelled") == "due"
