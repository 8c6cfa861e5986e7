"""Choices read from bytes, so that Hypothesis can draw, replay and shrink a whole history as one byte string."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Tape:
    def __init__(self, tape: bytes) -> None:
        self.tape, self.at = tape, 0

    @property
    def left(self) -> bool:
        return self.at < len(self.tape)

    def number(self, below: int) -> int:
        """0 … below − 1; 0 when the tape has run out."""
        if not self.left or below < 2:
            return 0
        self.at += 1
        return self.tape[self.at - 1] % below

    def of(self, choices: Sequence[T]) -> T:
        return choices[self.number(len(choices))]

    def odds(self, in_ten: int) -> bool:
        """True `in_ten` times of ten; False when the tape has run out."""
        return self.left and self.number(10) < in_ten
