"""Places in journeys: a session with few of them, whose they are, and what a thumb does to give one out."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.office import Office
from tests.journeys.phone import Phone
from tests.journeys.waiting import until

VILLAGE = "990101100001"
FROM = "07:15"  # no session of the invented town begins so early: the journey's own is found by it


def day(later: int = 0) -> str:
    """The township's day, or one that comes later."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=later)).isoformat()


def a_session(office: Office, village: int = 0, **shares: int) -> str:
    """A session of tomorrow with exactly so many places for each of these people (by sign-in name, `_` for `-`), and
    for whoever works in the village.
    """
    made = office.get("/api/office/sessions")["sessions"]
    product = made[0]["values"]["product"]
    values = {"site": "site:1", "on": day(1), "from": FROM, "to": "08:15", "product": product}
    office.post("/api/office/sessions", {**values, "capacity": village + sum(shares.values())})
    name = next(
        str(each["id"]) for each in office.get("/api/office/sessions")["sessions"] if each["values"]["from"] == FROM
    )
    accounts = {str(office.account(login.replace("_", "-"))["id"]): places for login, places in shares.items()}
    whole = {"pools": {VILLAGE: village + sum(shares.values())}, "accounts": {VILLAGE: accounts}}
    office.post(f"/api/office/sessions/{name}/quotas", whole)
    return name


def holds(phone: Phone, session: str) -> Phone:
    """The phone has synced, and holds the place of the session that there is for it."""
    phone.syncs()

    def held() -> bool:
        tickets = phone.stored("tickets")
        return any(each["session"] == session and each["state"] == "free" for each in tickets)

    until(held, f"{phone.login} holds a place")
    return phone


def books(phone: Phone, resident: str, session: str) -> str:
    """One tap on the session, and the slip is there; the appointment's id."""
    phone.opens(f"/resident/{resident}/appointment")
    offer = f"[data-test=session][data-id='{session}']"
    phone.first("[data-test=session]").wait_for()
    if not phone.page.locator(offer).count():
        phone.taps_on("[data-test=more-sessions]")
    phone.taps_on(offer).first("[data-test=slip]").wait_for()
    return str(phone.page.evaluate("location.hash")).rpartition("/")[2]


def slip(phone: Phone, appointment: str) -> tuple[str, int]:
    """What the slip on this phone says: its state and its number (0 for none)."""
    phone.opens(f"/appointment/{appointment}")
    shown = phone.first("[data-test=slip]")
    return str(shown.get_attribute("data-state")), int(shown.get_attribute("data-ticket") or 0)


def is_told(phone: Phone, appointment: str, change: str) -> None:
    """The list of people begins with this change; a tap leads to its slip, where it is said to be told."""
    phone.opens("/todo").taps_on(f"[data-test=changed][data-id='{appointment}']")
    phone.first(f"[data-test=change][data-change={change}]").wait_for()
    phone.taps_on("[data-test=change-seen]")
    phone.page.locator("[data-test=change]").wait_for(state="detached")


def given_to(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    """Who has which number, of rows (appointment, number)."""
    return {str(name): int(number) for name, number in rows}
