"""State machines: for any two states set apart from each other, what is true now, or that a person must say.

Each table is written out cell by cell (upper triangle; `join` reads it both ways) with its reason. `order` lists the
states from weakest to strongest: what is shown of several heads is the strongest, also while a review is open. A test
holds every table to be total, symmetric and in agreement with that order, so that any number of heads joins the same
way in whatever sequence they came. A state that the table does not know (kept while the field itself was unknown, see
`sync.admit`) is the weakest, and a person decides between it and any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

REVIEW = "review!"


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of a field, weakest first, and the joined state (or REVIEW) of every pair of different ones."""

    order: tuple[str, ...]
    table: dict[tuple[str, str], str]

    def join(self, one: str, other: str) -> str:
        """The state that follows when one was set by somebody and the other by somebody else; or REVIEW."""
        if one == other:
            return one
        return self.table.get((one, other)) or self.table.get((other, one), REVIEW)

    def shown(self, states: Iterable[str]) -> str:
        """What is shown of several heads: the strongest."""
        return max(states, key=self._strength)

    def contested(self, states: Iterable[str]) -> bool:
        """Whether any two of the heads need a person."""
        return any(self.join(one, other) == REVIEW for one, other in combinations(sorted(set(states)), 2))

    def _strength(self, state: str) -> tuple[int, str]:
        return (self.order.index(state), "") if state in self.order else (-1, state)


WILLINGNESS = Machine(
    order=("not_asked", "willing", "hesitant", "refuses"),
    table={
        # Not having asked says nothing: whoever did ask is right.
        ("not_asked", "willing"): "willing",
        ("not_asked", "hesitant"): "hesitant",
        ("not_asked", "refuses"): "refuses",
        # One heard yes, one heard doubt: the person is not sure yet, so somebody talks to them again.
        ("willing", "hesitant"): "hesitant",
        # To or from a refusal no table decides: a person asks. Meanwhile the refusal is respected.
        ("willing", "refuses"): REVIEW,
        ("hesitant", "refuses"): REVIEW,
    },
)

CONTRAINDICATION = Machine(
    order=("suspected", "referred", "cleared", "deferred", "confirmed"),
    table={
        # A referral follows a suspicion.
        ("suspected", "referred"): "referred",
        # The hospital's finding decides over what was suspected or sent to it (source 001: 以医院的诊断为准).
        ("suspected", "cleared"): "cleared",
        ("suspected", "deferred"): "deferred",
        ("suspected", "confirmed"): "confirmed",
        ("referred", "cleared"): "cleared",
        ("referred", "deferred"): "deferred",
        ("referred", "confirmed"): "confirmed",
        # Two findings that differ: a person reads the papers. Meanwhile the more careful one is shown.
        ("cleared", "deferred"): REVIEW,
        ("cleared", "confirmed"): REVIEW,
        ("deferred", "confirmed"): REVIEW,
    },
)

APPOINTMENT = Machine(
    order=("requested", "confirmed", "missed", "cancelled", "attended"),
    table={
        # A confirmation answers the request.
        ("requested", "confirmed"): "confirmed",
        # What happened on the day says more than the request or the confirmation before it.
        ("requested", "missed"): "missed",
        ("requested", "attended"): "attended",
        ("confirmed", "missed"): "missed",
        ("confirmed", "attended"): "attended",
        # A cancellation is the person's word and frees the place, confirmed or not.
        ("requested", "cancelled"): "cancelled",
        ("confirmed", "cancelled"): "cancelled",
        # Who had cancelled did not miss it.
        ("missed", "cancelled"): "cancelled",
        # Who had cancelled and came nevertheless was there.
        ("cancelled", "attended"): "attended",
        # There and not there: a person looks it up. Meanwhile nobody is chased for a dose they may have had.
        ("missed", "attended"): REVIEW,
    },
)

ATTENDANCE = Machine(
    order=("arrived", "mistake", "screened_out", "vaccinated", "left"),
    table={
        # Whoever struck an arrival out did not know what the other desk had gone on to do with it.
        ("arrived", "mistake"): "mistake",
        ("arrived", "screened_out"): "screened_out",
        ("arrived", "vaccinated"): "vaccinated",
        ("arrived", "left"): "left",
        ("mistake", "screened_out"): "screened_out",
        ("mistake", "vaccinated"): "vaccinated",
        ("mistake", "left"): "left",
        # An injection that was given is a fact, whatever another desk had found before.
        ("screened_out", "vaccinated"): "vaccinated",
        ("screened_out", "left"): "left",
        # Who has left had been vaccinated.
        ("vaccinated", "left"): "left",
    },
)
