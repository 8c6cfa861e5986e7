"""Identity and telephone numbers that look real and belong to nobody."""

import random
from collections import Counter

from server.rules import identity

# The order code has three digits, odd for men and even for women: 500 of each per birthday and region.
ORDERS = 500


class Numbers:
    """Gives out identity numbers, each once; `region` is six digits beginning with 99."""

    def __init__(self, region: str) -> None:
        self.region = region
        self._given: Counter[tuple[str, str]] = Counter()

    def identity(self, birth: str, sex: str) -> str:
        """A new valid number for a birth date (YYYY-MM-DD) and a sex (m or f)."""
        order = self._given[birth, sex]
        self._given[birth, sex] += 1
        region = str(int(self.region) + order // ORDERS)
        code = order % ORDERS * 2 + (1 if sex == "m" else 0)
        body = f"{region}{birth.replace('-', '')}{code:03d}"
        return body + identity.check_character(body)


def phone(rng: random.Random) -> str:
    """An eleven-digit number beginning with 100, a prefix that no operator uses."""
    return f"100{rng.randrange(10**8):08d}"
