"""Whether a campaign document can be used: its shape first, then what its parts say of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.rules.campaign import target
from server.rules.days import known
from server.rules.shape import SHAPE

Json = Mapping[str, Any]
Problems = Iterator[dict[str, str]]
CODE = re.compile(r"\*|[a-z0-9][a-z0-9_.-]{0,47}")
CODED = (
    "routes", "products", "eligibility", "contraindications", "groups", "reasons", "age_bands", "screening", "checks",
)  # fmt: skip


def check(document: object) -> list[dict[str, str]]:
    """The problems of a document as {path, code}, empty if it is in order; only shape problems while there are any.

    Codes: object, list, missing, unknown_key, text, code, day, count, flag, word, sources (shape); order (a limit after
    the next), duplicate, route, group, kind, source (named but not there), rule (none for a dose), target (arithmetic).
    """
    shape = list(_shape(document, SHAPE, ""))
    return shape or list(_sense(document))  # type: ignore[arg-type]


def _problem(path: str, code: str) -> dict[str, str]:
    return {"path": path.lstrip("."), "code": code}


def _shape(value: object, shape: Any, path: str) -> Problems:
    if isinstance(shape, str):
        wrong = _leaf(value, shape)
        if wrong:
            yield _problem(path, wrong)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield _problem(path, "list")
            return
        for index, member in enumerate(value):
            yield from _shape(member, shape[0], f"{path}.{index}")
    elif not isinstance(value, Mapping):
        yield _problem(path, "object")
    else:
        for key, inner in shape.items():
            name = key.rstrip("?")
            if name in value:
                yield from _shape(value[name], inner, f"{path}.{name}")
            elif key == name:
                yield _problem(f"{path}.{name}", "missing")
        for name in value:
            if name not in shape and f"{name}?" not in shape:
                yield _problem(f"{path}.{name}", "unknown_key")


def _leaf(value: object, leaf: str) -> str | None:
    """The code of what is wrong with a leaf, or None."""
    if leaf.endswith("?"):
        return None if value is None else _leaf(value, leaf[:-1])
    fits = {
        "text": isinstance(value, str) and value.strip() != "",
        "code": isinstance(value, str) and CODE.fullmatch(value) is not None,
        "day": known(value) is not None,
        "count": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "flag": isinstance(value, bool),
        "sources": isinstance(value, Mapping) and all(isinstance(source, Mapping) for source in value.values()),
    }
    if leaf in fits:
        return None if fits[leaf] else leaf
    return None if value in leaf.split("|") else "word"


def _sense(document: Json) -> Problems:
    for name in CODED:
        codes = [member["code"] for member in document.get(name, [])]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield _problem(f"{name}.{index}.code", "duplicate")
    yield from _orders(document, "")
    yield from _references(document)
    yield from _sources(document, set(document["sources"]), "")
    yield from _rules(document)
    yield from _target(document)


def _orders(value: Any, path: str) -> Problems:
    """Limits that must not come after each other, wherever they stand together."""
    if isinstance(value, list):
        for index, member in enumerate(value):
            yield from _orders(member, f"{path}.{index}")
    if not isinstance(value, Mapping):
        return
    for low, high in (("from", "until"), ("start", "end"), ("min_age", "max_age"), ("min_days", "due_days")):
        if value.get(low) is not None and value.get(high) is not None and value[low] > value[high]:
            yield _problem(f"{path}.{low}", "order")
    if value.get("within", {}).get("days", value.get("due_days", 0)) < value.get("due_days", 0):
        yield _problem(f"{path}.due_days", "order")
    for key, inner in value.items():
        if key != "sources":
            yield from _orders(inner, f"{path}.{key}")


def _references(document: Json) -> Problems:
    routes = {route["code"] for route in document["routes"]}
    groups = {group["code"] for group in document["groups"]}
    named = [("window.route", document["window"]["route"], routes)]
    named += [(f"products.{at}.route", product["route"], routes) for at, product in enumerate(document["products"])]
    for at, rule in enumerate(document["schedule"]["primary"]):
        named.append((f"schedule.primary.{at}.route", rule["route"], routes | {"*"}))
    for at, rule in enumerate(document["schedule"]["boosters"]):
        for index, pair in enumerate(rule["pairs"]):
            named += [(f"schedule.boosters.{at}.pairs.{index}", route, routes) for route in pair]
    for path, code, known_codes in named:
        if code not in known_codes:
            yield _problem(path, "route")
    for at, rule in enumerate(document["eligibility"]):
        for index, group in enumerate(rule["groups"]):
            if group not in groups:
                yield _problem(f"eligibility.{at}.groups.{index}", "group")
    kinds = {kind["code"] for kind in document["contraindications"]}
    for at, question in enumerate(document.get("screening", [])):
        if question["kind"] is not None and question["kind"] not in kinds:
            yield _problem(f"screening.{at}.kind", "kind")
    if document["window"]["route"] not in {product["route"] for product in document["products"]}:
        yield _problem("window.route", "rule")


def _sources(value: Any, known_sources: set[str], path: str) -> Problems:
    if isinstance(value, list):
        for index, member in enumerate(value):
            yield from _sources(member, known_sources, f"{path}.{index}")
    elif isinstance(value, Mapping):
        for index, source in enumerate(value.get("source", [])):
            if source not in known_sources:
                yield _problem(f"{path}.source.{index}", "source")
        for key, inner in value.items():
            if key not in ("source", "sources"):
                yield from _sources(inner, known_sources, f"{path}.{key}")


def _rules(document: Json) -> Problems:
    """Every dose after the first of every course has a rule that tells its interval."""
    rules = {(rule["route"], rule["number"]) for rule in document["schedule"]["primary"]}
    courses = [(f"products.{at}.doses", product) for at, product in enumerate(document["products"])]
    courses.append(("unknown_product.doses", {"route": "*", **document["unknown_product"]}))
    for path, course in courses:
        numbers = range(2, min(course["doses"], 9) + 1)
        known_rules = all((course["route"], number) in rules or ("*", number) in rules for number in numbers)
        if course["doses"] < 1 or course["doses"] > 9 or not known_rules:
            yield _problem(path, "rule")


def _target(document: Json) -> Problems:
    stated, window = document["target"], document["window"]
    if stated["sites"] < 1 or window["start"] > window["end"]:
        return
    computed = target(document)
    for name in ("people", "per_site_day"):
        if stated[name] != computed[name]:
            yield _problem(f"target.{name}", "target")
