"""What the town's phones recorded without knowing of each other, and what the server will not take from them.

One of each kind that an office meets in its first weeks. Each situation is looked for among the people of one grid and
left out where there is nobody to fit it (the smallest towns).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice, pairwise
from typing import Any

from sqlalchemy.orm import Session

from server import accounts
from server.demo import phones
from server.demo.history import Times
from server.demo.phones import DAY, HOUR, Phone
from server.demo.town import Grid, Town
from server.demo.words import words

Values = dict[str, Any]
# Since when the grant of the canvasser who helped out next door is over: longer ago than the handover lasts.
GRANT_ENDED, LOST = 5 * DAY, 2 * DAY
FIELD = ("cadre", "canvasser")
# Relations of GB/T 4761: head, husband, wife.
COUPLE = ("02", "11", "12")
PLACES = 4


class Grids:
    """The grids of the town with the two phones that may write in each: its canvasser's and its village's cadre's."""

    def __init__(self, session: Session, town: Town, ids: dict[str, int], now: int) -> None:
        self.session, self.town, self.ids, self.now = session, town, ids, now
        self.known: dict[int, Phone | None] = {}

    def person(self, area: str) -> int | None:
        """The account that was granted exactly this area."""
        return next((self.ids[one.login] for one in self.town.people if area in one.areas and one.role in FIELD), None)

    def phone(self, account: int | None) -> Phone | None:
        """The phone of an account, the same one each time."""
        if account is None:
            return None
        if account not in self.known:
            self.known[account] = phones.phone_of(self.session, account, self.now)
        return self.known[account]

    def shared(self) -> list["Place"]:
        """A few grids with a phone of the canvasser and one of the cadre. The reader's own is the last to be taken, so
        that it starts as it was made."""
        first, *others = self.town.grids
        found: list[Place] = []
        for grid in (*others[:: max(1, len(others) // PLACES)], first):
            one, other = self.phone(self.person(grid.code)), self.phone(self.person(grid.village))
            if one is not None and other is not None and len(found) < PLACES:
                found.append(Place(one, other, _people(one.sees(grid.code))))
                other.sees(grid.code)
        return found

    def idle(self) -> Iterator[tuple[Grid, Grid, int, Phone]]:
        """Grids whose canvasser's phone has nothing to send yet: the grid, the next one, the account, the phone."""
        for grid, next_door in pairwise(self.town.grids[1:]):
            account = self.person(grid.code)
            phone = self.phone(account)
            if account is not None and phone is not None and not phone.unsent:
                yield grid, next_door, account, phone


@dataclass(frozen=True)
class Place:
    """A grid with two phones that both show it, and its people to whom nothing has happened yet."""

    one: Phone
    other: Phone
    people: list[Values]

    def somebody(self, fits: Callable[[Values], bool] = bool) -> Iterator[Values]:
        """One person who fits, or nobody; nobody else will happen upon them."""
        for person in [person for person in reversed(self.people) if fits(person)][:1]:
            self.people.remove(person)
            yield person


Situation = Callable[[Place, Times, int], None]


def compose(session: Session, town: Town, ids: dict[str, int], times: Times, midnight: int, now: int) -> list[Any]:
    """What each phone has to send, phone by phone; a grant that has ended and a lost phone are written."""
    grids = Grids(session, town, ids, now)
    places = grids.shared()
    at = midnight + (now - midnight) // 2 if now > midnight else now
    situations: list[Situation] = [
        names_heard_differently,
        refused_and_willing,
        died_and_vaccinated,
        two_doses_too_near,
        the_same_dose_twice,
        booked_twice,
        moved_away_and_died,
        an_impossible_birthday,
    ]
    for place, situation in zip(cycle(places), situations, strict=False):
        situation(place, times, at)
    helped_next_door(grids, times)
    lost_phone(grids)
    return phones.batches(phone for phone in grids.known.values() if phone is not None)


def _people(rows: list[Values]) -> list[Values]:
    """Couples and heads of households on the books, without a dose, an appointment or a contraindication, as rows."""
    busy = {row["values"].get("resident") for row in rows}
    return [
        row
        for row in rows
        if row["entity"] == "resident"
        and row["id"] not in busy
        and row["values"]["life_state"] == "active"
        and row["values"]["relation"] in COUPLE
    ]


def names_heard_differently(place: Place, times: Times, at: int) -> None:
    """Both phones mend a name, each as it was heard."""
    for person in place.somebody():
        family, given = person["values"]["name"][:1], words()["names_heard"][person["values"]["sex"]]
        place.one.sets(person["id"], at, name=family + given[0])
        place.other.sets(person["id"], at + HOUR // 2, name=family + given[1])


def refused_and_willing(place: Place, times: Times, at: int) -> None:
    """In the morning no, in the evening yes, and neither phone knew."""
    for person in place.somebody(_unasked):
        place.one.sets(person["id"], at, willingness="refuses", reason="refuses")
        place.other.sets(person["id"], at + HOUR, willingness="willing", next_step="book")


def died_and_vaccinated(place: Place, times: Times, at: int) -> None:
    """A death is recorded while the other phone records a dose: one of the two is another person."""
    old = (times.today - timedelta(days=70 * 365)).isoformat()
    for person in place.somebody(lambda person: str(person["values"]["birth"]) < old):
        place.one.sets(person["id"], at, life_state="died")
        place.other.creates("dose", at + HOUR // 3, **_dose(person, 1, times, days=2))


def two_doses_too_near(place: Place, times: Times, at: int) -> None:
    """A first and a second dose, nine days apart."""
    for person in place.somebody():
        place.one.creates("dose", at, **_dose(person, 1, times, days=12))
        place.other.creates("dose", at + HOUR, **_dose(person, 2, times, days=3))


def the_same_dose_twice(place: Place, times: Times, at: int) -> None:
    """A first dose told at the door, and read from the certificate with another day."""
    for person in place.somebody():
        place.one.creates("dose", at, **_dose(person, 1, times, days=11) | {"known": "declared"})
        place.other.creates("dose", at + HOUR, **_dose(person, 1, times, days=10))


def booked_twice(place: Place, times: Times, at: int) -> None:
    """Two appointments for one dose."""
    first, second = times.sessions[3], times.sessions[5]
    for person in place.somebody():
        for phone, session in ((place.one, first), (place.other, second)):
            phone.creates("appointment", at, resident=person["id"], session=session, number=1, state="requested")


def moved_away_and_died(place: Place, times: Times, at: int) -> None:
    """Somebody is said to have moved away, somebody else to have died: the office confirms both."""
    for state in ("moved_out", "died"):
        for person in place.somebody():
            place.one.sets(person["id"], at, life_state=state)


def an_impossible_birthday(place: Place, times: Times, at: int) -> None:
    """A day that no calendar has; the work behind it is taken."""
    for person in place.somebody():
        place.one.sets(person["id"], at, birth=f"{person['values']['birth'][:4]}-02-30")
        place.one.sets(person["id"], at + HOUR // 4, note=words()["resident_notes"][0])


def helped_next_door(grids: Grids, times: Times) -> None:
    """A canvasser helped out in the next grid; what they recorded there arrives when the grant is long over."""
    for _, next_door, account, phone in islice(grids.idle(), 1):
        accounts.grant(grids.session, account, next_door.code, grids.now - 2 * GRANT_ENDED)
        rows = phone.sees(next_door.code)
        accounts.revoke_grant(grids.session, account, next_door.code, grids.now - GRANT_ENDED)
        made, on = grids.now - GRANT_ENDED - 3 * HOUR, (times.today - timedelta(days=5)).isoformat()
        door = next(row["id"] for row in rows if row["entity"] == "household")
        phone.creates("visit", made, household=door, on=on, at=made, outcome="spoke", leaflet=True)
        place = {"grid": next_door.code, "lane": words()["lanes"][0], "door": words()["new_door"]}
        home = phone.creates("household", made + HOUR, life_state="active", **place)
        name = words()["surnames"][7] + words()["given"]["f"][3]
        phone.creates("resident", made + HOUR, household=home, name=name, sex="f", relation="02", life_state="active")


def lost_phone(grids: Grids) -> None:
    """A phone was lost and revoked, a new one enrolled; then the old one is found, and sends what it still had."""
    for grid, _, account, old in islice(grids.idle(), 1):
        people = [person for person in _people(old.sees(grid.code)) if _unasked(person)]
        for person in people[:1]:
            old.sets(person["id"], grids.now - LOST - HOUR, willingness="hesitant", next_step="ask_family")
        accounts.revoke_device(grids.session, old.device.id, grids.now - LOST)
        phones.enrol_one(grids.session, account, grids.now - LOST + HOUR, words()["phones"][0])


def _unasked(person: Values) -> bool:
    return bool(person["values"].get("willingness", "not_asked") == "not_asked")


def _dose(person: Values, number: int, times: Times, *, days: int) -> Values:
    on = (times.today - timedelta(days=days)).isoformat()
    return {
        **{"resident": person["id"], "number": number, "product": times.inactivated[0], "on": on},
        **{"known": "certificate", "place": words()["vaccinated_at"][0]},
    }
