"""The rules say the same in both languages: on every vector, and on random questions."""

from __future__ import annotations

import json
import random
import string
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server.rules.identity import check_character
from server.rules.vectors import FUNCTIONS, examine, prepared
from server.rules.words import Status
from tests.rules import twins
from tests.rules.cases import CAMPAIGN, question

VECTORS = Path(__file__).parents[1] / "vectors"


def _python(asked: dict[str, Any]) -> Any:
    given = prepared(asked["given"], lambda _: deepcopy(CAMPAIGN))
    return json.loads(json.dumps(FUNCTIONS[asked["function"]](given)))


def test_every_vector_holds_in_python() -> None:
    report = examine(VECTORS)
    assert report.count > 400
    assert report.differences == []


def test_every_vector_holds_in_typescript() -> None:
    done = twins.run(str(VECTORS))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert f"typescript: {examine(VECTORS).count} vectors, 0 differences" in done.stderr


@pytest.mark.property
def test_both_languages_agree_on_two_thousand_random_questions() -> None:
    rng = random.Random(20)
    questions = [question(rng) for _ in range(2000)]
    expected = [_python(asked) for asked in questions]
    for asked, ours, theirs in zip(questions, expected, twins.answers(questions), strict=True):
        assert theirs == ours, json.dumps(asked, ensure_ascii=False)
    seen = Counter(answer["status"] for answer in expected if isinstance(answer, dict) and "status" in answer)
    print(dict(seen))
    assert set(seen) == {status.value for status in Status}


@pytest.mark.property
def test_both_languages_agree_on_random_identity_numbers() -> None:
    rng = random.Random(21)
    questions = [{"function": "identity.read", "given": {"number": _number(rng)}} for _ in range(1000)]
    assert twins.answers(questions) == [_python(asked) for asked in questions]


def _number(rng: random.Random) -> str:
    region = rng.choice(["990101", "990101", "810000", "849900", "119999"])
    day = f"{rng.randint(1790, 2030)}{rng.randint(0, 13):02d}{rng.randint(0, 32):02d}"
    body = f"{region}{day}{rng.randint(1, 999):03d}"
    number = rng.choice([body + check_character(body), body[:6] + body[8:], body + rng.choice(string.digits + "Xx×")])
    at = rng.randrange(len(number))
    return rng.choice([number, number, number[:at] + rng.choice(" A９Ｘ") + number[at + 1 :]])
