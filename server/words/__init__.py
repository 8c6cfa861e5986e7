"""Every word that the server says, one folder per language, one file per part: `errors.json`, `roster.json` and so on.

A key is `<file>.<key in the file>`, for instance `errors.enrolment_expired`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("zh-CN", "en")
_HERE = Path(__file__).parent


@cache
def words(part: str, lang: str) -> dict[str, str]:
    """All words of one part in one language; an absent file is an empty dictionary."""
    path = _HERE / lang / f"{part}.json"
    if not path.exists():
        return {}
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def say(key: str, lang: str, **kw: object) -> str:
    """The words of `key` in `lang` (else Chinese, else the key itself), with `{name}` filled from `kw`."""
    part, _, rest = key.partition(".")
    text = words(part, lang if lang in LANGUAGES else LANGUAGES[0]).get(rest) or words(part, LANGUAGES[0]).get(rest)
    if text is None:
        return key
    return text.format_map(_Lenient(kw))


def both(key: str, **kw: object) -> dict[str, str]:
    """The words of `key` in every language: {"zh-CN": …, "en": …}."""
    return {lang: say(key, lang, **kw) for lang in LANGUAGES}


class _Lenient(dict[str, object]):
    """A missing value leaves its name standing, instead of turning an error message into another error."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
