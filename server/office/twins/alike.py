"""Whether two residents of one name and birth date also share a telephone or an address. Pure.

Nobody is compared with everybody: each has a few keys, and those who share one stand together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

Pair = tuple[str, str]
MANY = 8  # of one kind: no longer each with each other, but all with the first
DIGITS = 11  # of a telephone number, without the country's


def telephones(number: str | None) -> set[str]:
    """The keys of a telephone number: those of two numbers meet if they are equal or differ in one digit."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", number or "") if sign.isdigit())[-DIGITS:]
    if len(digits) < 7:
        return set()
    return {f"{digits[:place]}*{digits[place + 1 :]}" for place in range(len(digits))}


def address(lane: str | None, door: str | None) -> set[str]:
    """The key of an address: its door's words, however they are spaced."""
    words = "".join(unicodedata.normalize("NFKC", f"{lane or ''}{door or ''}").split()).casefold()
    return {words} if words else set()


def pairs(keys: Mapping[str, Iterable[Hashable]]) -> set[Pair]:
    """Those of `keys` (resident: keys) who share one, each pair in the order of ids."""
    sharing: dict[Hashable, list[str]] = {}
    for resident in sorted(keys):
        for key in set(keys[resident]):
            sharing.setdefault(key, []).append(resident)
    return {pair for each in sharing.values() for pair in together(each)}


def together(residents: Sequence[str]) -> Iterator[Pair]:
    """The pairs of residents who are alike: each with each other, of very many only the first with all others."""
    ordered = sorted(residents)
    if len(ordered) > MANY:
        return ((ordered[0], other) for other in ordered[1:])
    return combinations(ordered, 2)
