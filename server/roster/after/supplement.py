"""Bad rows that were corrected and are uploaded again: known by the reason column that the office's own file has."""

from __future__ import annotations

import json

from server.roster.tables import RosterImport
from server.words import LANGUAGES, say

REASON = "roster.stopped.reason"


def reasons() -> frozenset[str]:
    """The titles of the reason column, in every language."""
    return frozenset(say(REASON, lang) for lang in LANGUAGES)


def is_one(imported: RosterImport) -> bool:
    """Whether a file holds only what stayed out of another: then it says nothing of everybody else."""
    return not reasons().isdisjoint(json.loads(imported.titles))
