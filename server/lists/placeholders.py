"""The placeholders of a template: their names in both languages, what each stands for, an example of each.

`{{town}}` (or its Chinese word) stands for one value. A row in which a cell begins with `{{#village}}` is repeated for
every village, and the other placeholders of that row are first looked for in the village's line. There is nothing else:
no conditions, no computing. A template's own formulas compute.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from server.lists import given
from server.lists.columns import COLUMNS
from server.lists.figures import COUNTS, TODAY
from server.roster.sheet.text import solid
from server.words import LANGUAGES, say

PLACE = re.compile(r"[{\uff5b]{2}\s*([#/\uff03\uff0f]?)\s*([^{}\uff5b\uff5d]{1,60}?)\s*[}\uff5d]{2}")
VALUES = (
    "town", "county", "date", "year", "month", "day", "stamp", "stamp_short", "made_at", "filled_by", "checked_by",
    "phone", "of", "per", "by", "given_people", "given_doses", *(f"given_{kind}" for kind in TODAY), "zero", "view",
    "people",
)  # fmt: skip
FIGURES = (*COUNTS, "target", "unvaccinated", "today_doses", "rate")
SECTIONS: dict[str, tuple[str, ...]] = {
    "village": ("no", "name", "village", "code", "leader", *FIGURES),
    "rank": (
        "rank", "name", "village", "code", "leader", "population", "target", "done_today", "done", "rate", "change",
        "moved", "contraindicated", "away", "declined", "remaining",
    ),
    "given": given.FIELDS,
    "resident": tuple(COLUMNS),
}  # fmt: skip
TOTAL = "total"
OPENS, CLOSES = ("#", "\uff03"), ("/", "\uff0f")  # also as a Chinese keyboard types them


def word(section: str, key: str, lang: str) -> str:
    """What a placeholder is called in a language; section "": a single value, "#": a section itself."""
    keys = {"": (f"lists.value.{key}",), "#": (f"lists.section.{key}",)}.get(section) or (
        f"lists.field.{section}.{key}", f"lists.field.{key}", f"lists.column.{key}",
    )  # fmt: skip
    return next((said for each in keys if (said := say(each, lang)) != each), key)


@cache
def _known(section: str) -> dict[str, str]:
    """Every way of writing the placeholders of a section ("": the single values; "#": the sections) → their keys."""
    found: dict[str, str] = {}
    for key in {"": VALUES, "#": tuple(SECTIONS)}.get(section) or SECTIONS[section]:
        found[key] = key
        for lang in LANGUAGES:
            found.setdefault(_plain(word(section, key, lang)), key)
    if section == "":
        for key in FIGURES:
            found[f"{TOTAL}.{key}"] = f"{TOTAL}.{key}"
            for lang in LANGUAGES:
                total = f"{say('lists.value.total', lang)}.{word('village', key, lang)}"
                found.setdefault(_plain(total), f"{TOTAL}.{key}")
    return found


def _plain(written: str) -> str:
    return solid(written).lower()


def find(section: str, written: str) -> str | None:
    """The key of a placeholder as somebody wrote it, within a section ("": outside any; "#": a section itself)."""
    return _known(section).get(_plain(written))


def listed(lang: str) -> list[dict[str, Any]]:
    """All placeholders for the page: [{section, word, fields: [{key, word}]}], the single values first."""
    found: list[dict[str, Any]] = []
    singles = [{"key": key, "word": word("", key, lang)} for key in VALUES]
    total = say("lists.value.total", lang)
    singles += [{"key": f"{TOTAL}.{key}", "word": f"{total}.{word('village', key, lang)}"} for key in FIGURES]
    found.append({"section": "", "word": "", "fields": singles})
    for section, keys in SECTIONS.items():
        fields = [{"key": key, "word": word(section, key, lang)} for key in keys]
        found.append({"section": section, "word": word("#", section, lang), "fields": fields})
    return found
