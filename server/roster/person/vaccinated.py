"""Lists of people vaccinated, as clinics and the county hand them out: who, which dose, when, where, of which batch.

They are no rosters: nobody is added by them, and no household is in them. Each row is matched by identity number, and
its dose is known from a registry. Which of the two a file is, its columns tell, and its first rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from server.roster.vocabulary import NUMBERED

RESIDENTS, VACCINATED = "residents", "vaccinated"
_HOUSEHOLD = frozenset(  # columns that only a list of households has
    {"household_no", "head_name", "head_id", "relation", "door", "building", "unit", "room", "dwelling", "residency",
     "reason", "willingness", "contraindication", "health", "vaccinated", "dose_count"}
)  # fmt: skip
_AREAS = frozenset({"village", "group", "grid", "area_code"})
_REACHED = frozenset({"phone", "address"})  # clinics write them down too
_WHEN = frozenset({"dose_on", "dose_number", *(f"{number}_on" for number in NUMBERED)})
_CLINIC = frozenset({"dose_place", "product", "batch"})  # of the row's one dose, or of all of them
_MOSTLY = 0.9  # of the rows looked at tell of a dose


def looks_vaccinated(keys: Set[str]) -> bool:
    """Whether columns are those of a list of people vaccinated: who and when, and what only a clinic writes.

    Days of numbered doses are in rosters too, whose people may all be vaccinated: whoever says where people live or
    how they are reached lists residents, unless each row is plainly one dose.
    """
    if not keys & {"id_number", "name"} or not keys & _WHEN or keys & _HOUSEHOLD:
        return False
    if keys & _AREAS:
        return keys >= {"dose_number", "batch"}
    if keys & _REACHED:
        return "dose_number" in keys and bool(keys & _CLINIC)
    return bool(keys & {"dose_number", "dose_on", "batch"}) or keys >= {"dose_place", "product"}


def kind(keys: Set[str], filled: Iterable[bool]) -> str:
    """The kind to suggest: RESIDENTS or VACCINATED. `filled`: of some rows, whether a column of a dose is filled."""
    told = list(filled)
    if not looks_vaccinated(keys) or not told:
        return RESIDENTS
    return VACCINATED if sum(told) >= _MOSTLY * len(told) else RESIDENTS
