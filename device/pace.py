"""How much goes into one request: what the network carried of late in a few seconds.

A slow network gets small batches, so that a cut loses little; a good one gets few.
"""

from __future__ import annotations

LEAST, FIRST, MOST = 8_000, 64_000, 1_000_000  # bytes of JSON; the server takes 5 MB
SECONDS = 5.0
MOST_EDITS = 1000


class Pace:
    """The bytes of the next batch."""

    def __init__(self) -> None:
        self.bytes = FIRST

    def measured(self, sent: int, seconds: float) -> None:
        """A request of `sent` bytes took so long. A small one measures the way there and back only: it says nothing."""
        if sent >= LEAST and seconds > 0:
            self.bytes = max(LEAST, min(int(sent / seconds * SECONDS), 2 * self.bytes, MOST))

    def failed(self) -> None:
        """A request was cut off, or too large."""
        self.bytes = max(LEAST, self.bytes // 2)
