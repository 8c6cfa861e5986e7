"""Rosters as forty villages send them: each kind of mess made by code, with the answer that a check must give.

`python -m tests.roster.messy FOLDER` writes them all into a folder, with `expected.json` beside them.
"""

from tests.roster.messy import (
    cells,
    doors,
    formats,
    headers,
    histories,
    households,
    lines,
    mixtures,
    oddities,
    strangers,
    surprises,
)

PARTS = (headers, households, doors, lines, cells, formats, oddities, surprises, strangers, mixtures)
KINDS = [kind for part in PARTS for kind in part.KINDS]
EVERY_KIND = [*KINDS, *histories.KINDS]  # what histories tell of doses has tests of its own
