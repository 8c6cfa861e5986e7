"""Identity and telephone numbers that look real and belong to nobody."""

import random
from collections import Counter

# GB 11643-1999 with ISO 7064 MOD 11-2: weights of the first 17 digits, and the check digit by remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
# The order code has three digits, odd for men and even for women: 500 of each per birthday and region.
ORDERS = 500


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits of an identity number."""
    return CHECK[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


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
        return body + check_digit(body)


def phone(rng: random.Random) -> str:
    """An eleven-digit number beginning with 100, a prefix that no operator uses."""
    return f"100{rng.randrange(10**8):08d}"
