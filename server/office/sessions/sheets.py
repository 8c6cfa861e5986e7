"""The lists that leave the office on paper: a session's day sheet, who rides on which bus, whose place has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from server.office import township
from server.office.sessions import breakdown, lines, people, remote
from server.store.tables import Booking

LOST = ("lost_expired", "lost_phone")
KINDS = {"lost": LOST, "session": ("session_cancelled", "session_moved"), "ticket": ("ticket",)}
ON_SHEET = ("confirmed", "requested", "attended", "missed")
LIVE = ("requested", "confirmed")
RIDE = ("confirmed", "attended")


def sheet(session: Session, name: str, today: str) -> dict[str, Any]:
    """A session's people by number, then those who wait. Raises Problem unknown_record."""
    row = lines.row_of(session, name)
    site = {each["id"]: each["values"] for each in township.sites(session)}.get(row["values"].get("site"), {})
    of_session = [Booking.session == name, Booking.state.in_(ON_SHEET)]
    listed = people.found(session, of_session, today, identified=True)
    shown = {**lines.counted(session, [row])[0], **lines.head(row, lines.site_names(session))}
    return {"session": shown, "site": site, "people": sorted(listed, key=people.by_number)}


def waiting(session: Session, name: str, today: str) -> list[people.Person]:
    """Who waits for a place in a session, in the order in which they will be confirmed."""
    lines.row_of(session, name)
    listed = people.found(session, [Booking.session == name, Booking.state == "requested"], today)
    return sorted(listed, key=people.by_number)


def bus(session: Session, on: str, today: str, site: str | None, only_remote: bool) -> dict[str, Any]:
    """Who is to be fetched on a day: one run for each session and village, by the time of the session."""
    far, named, sites = remote.read(session), breakdown.villages(session), lines.site_names(session)
    held = [
        row
        for row in lines.open_ones(lines.rows(session, on))
        if row["values"].get("on") == on and site in (None, row["values"].get("site"))
    ]
    runs = []
    for row in held:
        listed = people.found(session, [Booking.session == row["id"], Booking.state.in_(RIDE)], today)
        for village in sorted({each["village"] for each in listed}):
            if village in far or not only_remote:
                mine = sorted((each for each in listed if each["village"] == village), key=people.on_the_way)
                head = lines.head(row, sites)
                runs.append({"session": head, "village": village, "village_name": named.get(village), "people": mine})
    return {"on": on, "runs": runs}


def changes(session: Session, today: str, kind: str | None, told: bool) -> dict[str, Any]:
    """Whose place was lost, moved or cancelled, and whose number is another: until the family has been told.

    A lost place is off the list once there is another; a cancelled one as soon as the resident is booked again.
    """
    again = aliased(Booking)
    rebooked = exists(
        select(again.appointment).where(
            again.resident == Booking.resident, again.dose == Booking.dose, again.state.in_(LIVE)
        )
    )
    every = [code for codes in KINDS.values() for code in codes]
    where = [
        Booking.change.in_(every),
        or_(Booking.change.not_in(LOST), Booking.state == "requested"),
        or_(Booking.change != "session_cancelled", Booking.state == "cancelled"),
        or_(Booking.state != "cancelled", ~rebooked),
        Booking.state.in_((*LIVE, "cancelled")),
    ]
    facts, sites = {row["id"]: row["values"] for row in lines.rows(session)}, lines.site_names(session)
    listed = []
    for each in people.found(session, where, today):
        values = facts.get(each["session"], {})
        head = {name: values.get(name) for name in ("on", "from", "to", "product")}
        listed.append({**each, **head, "site_name": sites.get(str(values.get("site")), "")})
    listed = [each for each in listed if each["change_seen"] == told]
    counted = {name: sum(each["change"] in codes for each in listed) for name, codes in KINDS.items()}
    mine = [each for each in listed if kind is None or each["change"] in KINDS[kind]]
    mine.sort(key=lambda each: (str(each["on"]), str(each["from"]), *people.on_the_way(each)))
    return {"counts": counted, "people": mine}
