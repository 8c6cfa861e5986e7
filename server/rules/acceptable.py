"""Whether a product may be given as the next injection: asked before a dose is recorded or a session offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.rules.course import product_of
from server.rules.words import Answer

Json = Mapping[str, Any]


def acceptable(campaign: Json, judgement: Json, product: str, day: str) -> str:
    """The answer (`words.Answer`) for `product` on `day`, the day of the injection; "ok" and "other_maker" are a yes.

    A late injection is always a yes. `judgement` is `judge`'s; the product of the dose before comes first in its list.
    """
    following = judgement["next"]
    if following is None:
        return Answer.NONE_NEXT.value
    if day < following["earliest"]:
        return Answer.TOO_EARLY.value
    if product_of(campaign, product) is None:
        return Answer.UNKNOWN_PRODUCT.value
    products = following["products"]
    if not products and "confirm_product" in judgement["notes"]:
        return Answer.CONFIRM_FIRST.value
    if product not in products:
        return Answer.NOT_OFFERED.value
    before = judgement["before"]
    return (Answer.OK if before in (None, product) or before not in products else Answer.OTHER_MAKER).value
