"""Doses and doors of a list as one line of text, in the words of the township and its campaign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.roster.entry.existing import area_names
from server.roster.person.doors import in_words
from server.rules import campaigns
from server.store.judging import campaign

_BETWEEN = " · "


class Words:
    """The names of areas and products in one language."""

    def __init__(self, session: Session, lang: str) -> None:
        self._areas = area_names(session)
        document = campaign(session) or campaigns.load(campaigns.names()[0])  # by which the list was read
        key = "en" if lang == "en" else "zh"
        self._products = {str(each["code"]): str(each.get(key) or each["code"]) for each in document["products"]}

    def of(self, field: str, value: Any) -> Any:
        """A value for the page: a dose and a household as text, all else as it is."""
        if not isinstance(value, dict):
            return value
        return self.dose(value) if field == "dose" else self.household(value)

    def dose(self, dose: Mapping[str, Any]) -> str:
        """Number, day, product, place, batch: what there is of them."""
        product = str(dose.get("product") or "")
        parts = (dose.get("number"), dose.get("on"), self._products.get(product, product), dose.get("place"))
        return _BETWEEN.join(str(part) for part in (*parts, dose.get("batch")) if part)

    def household(self, home: Mapping[str, Any]) -> str:
        """Village, grid, and the door."""
        grid = str(home.get("grid") or "")
        names = [self._areas.get(code, "") for code in dict.fromkeys((grid.partition("-")[0], grid))]
        return _BETWEEN.join(part for part in (*names, in_words(home)) if part)
