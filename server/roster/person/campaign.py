"""The campaign's words as rosters write them: groups, products, routes, reasons, contraindications.

A campaign is data, and so are the synonyms (`products.json`, `conditions.json` and `groups.json` under data/): a word
counts only where the campaign has what it means. Before a township has a campaign, the one that ships is asked, so that
a list can be checked without a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from server.roster.sheet.text import solid
from server.roster.vocabulary import read
from server.rules import campaigns
from server.store import judging

Json = Mapping[str, Any]


class Lexicon:
    """Words and what they mean; finds them in a text, the longest first, from its beginning on."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = {solid(word).lower(): code for word, code in words.items() if word}
        longest_first = sorted(self.words, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def exact(self, said: str) -> str | None:
        """What the whole text means."""
        return self.words.get(solid(said).lower())

    def within(self, said: str) -> list[str]:
        """The meanings found in a text, each once, in order."""
        found = self._any.findall(solid(said).lower()) if self._any else []
        return list(dict.fromkeys(self.words[word] for word in found))

    def without(self, said: str) -> str:
        """What is left of a text without the words known, and without brackets that are empty then."""
        rest = self._any.sub("", solid(said).lower()) if self._any else solid(said)
        return rest.strip("()[]:-+")


@dataclass(frozen=True)
class CampaignWords:
    """What the words of a list mean in this campaign; `sole` gives the one product of a route, if there is one."""

    groups: Mapping[str, str]
    products: Lexicon
    routes: Lexicon
    remarks: Lexicon
    reasons: Lexicon
    kinds: Lexicon
    kind_codes: frozenset[str]
    reason_codes: frozenset[str]
    route_of: Mapping[str, str] = field(default_factory=dict)  # product → route
    doses_of: Mapping[str, int] = field(default_factory=dict)  # product → doses of its course
    part_of: Mapping[str, str] = field(default_factory=dict)  # product → one whose name is part of its own
    sole: Mapping[str, str] = field(default_factory=dict)  # route → its only product for a first course
    unknown_doses: int = 1

    def product(self, said: str) -> tuple[list[str], str | None]:
        """(products that the text names, the route that it names or that they share)."""
        whole = self.products.exact(said)
        named = [whole] if whole else self.products.within(said)
        named = [code for code in named if code not in {self.part_of.get(other) for other in named}]
        routes = {self.route_of[code] for code in named} or set(self.routes.within(said))
        return named, routes.pop() if len(routes) == 1 else None


def words(session: Session | None) -> CampaignWords:
    """The words of the campaign in force, else of the one that ships."""
    document = judging.campaign(session) if session is not None else None
    return words_of(document) if document else _shipped()


@cache
def _shipped() -> CampaignWords:
    return words_of(campaigns.load(campaigns.names()[0]))


def words_of(document: Json) -> CampaignWords:
    """The words of a campaign document."""
    said, conditions = read("products.json"), read("conditions.json")
    products = document.get("products", [])
    reasons, kinds = _codes(document, "reasons"), _codes(document, "contraindications")
    route_codes = _codes(document, "routes")
    synonyms = _by_word(read("groups.json")["groups"], _codes(document, "groups"))
    entries = {product["code"]: _entry(product, said["products"]) for product in products}
    names = {code: solid(entry["code"]) for code, entry in entries.items() if entry}
    return CampaignWords(
        groups={solid(word): code for word, code in (synonyms | dict(_named(document, "groups"))).items()},
        products=Lexicon(
            {word: code for code, entry in entries.items() if entry for word in entry["words"]}
            | {product["maker"]: product["code"] for product in reversed(products) if product.get("maker")}
            | dict(_named(document, "products"))
        ),
        routes=Lexicon(_by_word(said["routes"], route_codes) | dict(_named(document, "routes"))),
        remarks=Lexicon(_by_word(said["remarks"], route_codes)),
        reasons=Lexicon(_by_word(conditions["reasons"], reasons) | dict(_named(document, "reasons"))),
        kinds=Lexicon(_by_word(conditions["kinds"], kinds) | dict(_named(document, "contraindications"))),
        kind_codes=kinds,
        reason_codes=reasons,
        route_of={product["code"]: product["route"] for product in products},
        doses_of={product["code"]: product["doses"] for product in products},
        part_of={
            code: other
            for code, entry in entries.items()
            for other, name in names.items()
            if entry and entry.get("instead_of") == name
        },
        sole=_sole(products),
        unknown_doses=int(document.get("unknown_product", {}).get("doses", 1)),
    )


def _codes(document: Json, what: str) -> frozenset[str]:
    return frozenset(item["code"] for item in document.get(what, []))


def _named(document: Json, what: str) -> Iterable[tuple[str, str]]:
    """(word, code) of the campaign's own names: in Chinese, in English, and the code itself."""
    for item in document.get(what, []):
        for word in (item["code"], item.get("en"), item.get("zh")):
            if word:
                yield str(word), item["code"]


def _by_word(codes: Mapping[str, list[str]], known: frozenset[str]) -> dict[str, str]:
    return {word: code for code, group in codes.items() if code in known for word in group}


def _entry(product: Json, entries: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The synonyms of a product: by its code, else by its maker."""
    by_code = next((entry for entry in entries if entry["code"] == product["code"]), None)
    maker = str(product.get("maker", ""))
    return by_code or next((entry for entry in entries if entry["maker"] and entry["maker"] in maker), None)


def _sole(products: Iterable[Json]) -> dict[str, str]:
    """Route → product, where the campaign has one product only of that route to begin a course with."""
    by_route: dict[str, list[str]] = {}
    for product in products:
        if "primary" in product.get("use", ["primary"]):
            by_route.setdefault(product["route"], []).append(product["code"])
    return {route: codes[0] for route, codes in by_route.items() if len(codes) == 1}
