"""The search of all interleavings: breadth first, so what it finds is the shortest story. There is no chance in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from tests.leases.model import Overbooked, World, check, first, steps


@dataclass(frozen=True, slots=True)
class Found:
    """What the search saw: how many moments, what can happen at all, and the shortest story that ends badly, if any."""

    moments: int
    sentences: frozenset[str]
    story: tuple[str, ...]


def search(leases: int, tickets: int = 2, lost: bool = True) -> Found:
    """Every moment that can be reached while so many leases are made."""
    start = first(tickets)
    came: dict[World, tuple[World, str] | None] = {start: None}
    sentences: set[str] = set()
    waiting = deque([start])
    while waiting:
        world = at = waiting.popleft()
        try:
            for sentence, then in steps(world, leases, lost):
                sentences.add(sentence)
                if then not in came:
                    came[then] = (world, sentence)
                    waiting.append(then)
                    at = then
                    check(then)
                at = world
        except Overbooked as problem:
            return Found(len(came), frozenset(sentences), (*_story(came, at), str(problem)))
    return Found(len(came), frozenset(sentences), ())


def _story(came: dict[World, tuple[World, str] | None], world: World) -> list[str]:
    told = []
    step = came[world]
    while step is not None:
        told.append(step[1])
        step = came[step[0]]
    return told[::-1]
