"""What a campaign document must look like, as data; `check` reads it, and `pwa/src/rules/shape.ts` says the same.

A leaf: "text", "code", "day", "count" (a whole number from 0), "flag", "sources", or words to choose from, "a|b".
"?" after a leaf allows null; after a key, the key may be missing. A list holds one shape for all its members.
"""

from __future__ import annotations

from typing import Any

NAMED = {"code": "code", "zh": "text", "en": "text"}
DATED = {"from": "day?", "until": "day?"}
CITED = {"source": ["code"]}

SHAPE: dict[str, Any] = {
    "id": "code",
    "version": "count",
    "name": {"zh": "text", "en": "text"},
    "sources": "sources",
    "window": {
        "start": "day",
        "end": "day",
        "route": "code",
        "margin_days": {"min": "count", "due": "count"},
        **CITED,
    },
    "target": {
        "population": "count",
        "share_percent": "count",
        "people": "count",
        "doses": "count",
        "sites": "count",
        "per_site_day": "count",
        **CITED,
    },
    "residents": {"residency": ["code"], "away": ["code"], **CITED},
    "routes": [NAMED],
    "products": [
        {
            **NAMED,
            "route": "code",
            "maker": "text",
            "use": ["primary|booster"],
            "doses": "count",
            "min_age": "count",
            **DATED,
            "overrides": {"min_days?": "count", "due_days?": "count", "repeat_days?": "count"},
            **CITED,
        }
    ],
    "unknown_product": {"doses": "count", **CITED},
    "schedule": {
        "primary": [
            {
                "route": "code",
                "number": "count",
                **DATED,
                "min_days": "count",
                "due_days": "count",
                "within": {"days?": "count", "months?": "count"},
                "repeat_days?": "count",
                **CITED,
            }
        ],
        "boosters": [
            {"number": "count", **DATED, "after_months": "count", "min_age": "count", "pairs": [["code"]], **CITED}
        ],
    },
    "eligibility": [
        {**NAMED, **DATED, "min_age": "count", "max_age": "count?", "if_healthy": "flag", "groups": ["code"], **CITED}
    ],
    "contraindications": [
        {
            **NAMED,
            "kind": "permanent|temporary|needs_hospital|no_reason",
            "ask_again_days": "count?",
            "only": "if_healthy?",
            **DATED,
            **CITED,
        }
    ],
    "groups": [{**NAMED, "list": "code", **CITED}],
    "reasons": [{**NAMED, **CITED}],
    "screening?": [
        {**NAMED, "leads_to": "defer|refer|none", "days": "count?", "only": "f?", "kind": "code?", **CITED},
    ],
    "checks?": [{**NAMED, "part": "look|match|verify", **CITED}],
    "age_bands": [{"code": "text", "min_age": "count", "max_age": "count?"}],
}
