"""Both languages say the same things, and every failure has words in both."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from devtools import places
from server import errors
from sync.outcomes import RefusalCode
from tests.habits.repository import ROOT

LANGUAGES = ("zh-CN", "en")
SERVER_WORDS = ROOT / "server" / "words"
PHONE_WORDS = ROOT / "pwa" / "src" / "ui" / "words"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _flat(words: dict[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in words.items():
        flat |= _flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
    return flat


def _server(language: str, name: str) -> dict[str, str]:
    return _flat(json.loads((SERVER_WORDS / language / name).read_text(encoding="utf-8")))


def _phone(path: Path) -> dict[str, str]:
    code = "import(process.argv[1]).then(m => console.log(JSON.stringify(m.default)))"
    node = [str(places.program("node")), "--no-warnings", "-e", code, path.as_uri()]
    said = subprocess.run(node, capture_output=True, text=True, check=True, encoding="utf-8")
    return _flat(json.loads(said.stdout))


def _same(one: dict[str, str], other: dict[str, str]) -> None:
    assert set(one) == set(other)
    assert not [key for key in one if not str(one[key]).strip() or not str(other[key]).strip()]
    differing = [key for key in one if set(PLACEHOLDER.findall(one[key])) != set(PLACEHOLDER.findall(other[key]))]
    assert differing == []


@pytest.mark.parametrize("name", sorted(path.name for path in (SERVER_WORDS / "zh-CN").glob("*.json")))
def test_the_server_says_the_same_things_in_both_languages(name: str) -> None:
    _same(_server("zh-CN", name), _server("en", name))


@pytest.mark.parametrize("name", sorted(path.name for path in (PHONE_WORDS / "zh-CN").glob("*.ts")))
def test_phone_and_office_say_the_same_things_in_both_languages(name: str) -> None:
    _same(_phone(PHONE_WORDS / "zh-CN" / name), _phone(PHONE_WORDS / "en" / name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_has_words(language: str) -> None:
    words = _server(language, "errors.json")
    assert sorted(set(errors.STATUS) - set(words)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_words(language: str) -> None:
    words = _server(language, "errors.json")
    assert sorted({code.value for code in RefusalCode} - set(words)) == []
