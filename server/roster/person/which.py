"""Which product each dose of a row was: by its own column, else the row's, else a remark that means one.

A word for a route alone ("inactivated") names a product only where the campaign has a single one of it. A product of
the row is that of the first course; what a booster was, only its own column tells.
"""

from __future__ import annotations

from server.roster.person.campaign import CampaignWords
from server.roster.person.given import Given, Kit, order
from server.roster.person.line import LONGEST
from server.roster.person.marks import mark
from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.vocabulary import read, vocabulary

_NTH = tuple(read("choices.json")["grid_openings"])  # "the second": which it was, not how many


def settle(kit: Kit) -> None:
    """Give the doses of a row their products; make the doses of a full course, once it is known how many it has."""
    for given in kit.given:
        if given.named:
            _own(kit, given)
    said, key = kit.line.text("product"), "product"
    if not said and kit.all_named:
        said, key = kit.all_named, kit.all_key
    listed = _listed(kit, said)
    if listed:
        _in_turn(kit, listed, key)
        said = ""
    product = _resolved(kit, said) if said else None
    by_remark = _by_remark(kit, product)
    if product is None and not said:
        product = by_remark
    if kit.full:
        _full_course(kit, product)
    if not kit.given:
        if said:
            _nobody(kit, key)
        return
    if product:
        for given in kit.given:
            if "product" not in given.values and not given.named and _of_course(kit, given, product):
                given.values["product"] = product
    elif said:
        _kept(kit, [given for given in kit.given if not given.named][:1], said, key)


def _own(kit: Kit, given: Given) -> None:
    product = _resolved(kit, given.named)
    if product:
        given.values["product"] = product
    else:
        _kept(kit, [given], given.named, given.named_key)


def _resolved(kit: Kit, said: str) -> str | None:
    """The one product that a text names, or that its route leaves; notes the route."""
    products, route = kit.campaign.product(said)
    kit.route = kit.route or route
    if len(products) == 1:
        return products[0]
    return kit.campaign.sole.get(route) if route and not products else None


def _kept(kit: Kit, doses: list[Given], said: str, key: str) -> None:
    """Words that name no product: kept with the dose; reported unless they name at least the route."""
    products, route = kit.campaign.product(said)
    if len(products) > 1:
        kit.line.found(key, Code.PRODUCT_UNCLEAR, value=said[:LONGEST])
    elif route is None:
        kit.line.found(key, Code.PRODUCT_UNKNOWN, value=said[:LONGEST])
    for given in doses:
        given.remark(f"{kit.line.title(key)}: {said[:LONGEST]}")


def _listed(kit: Kit, said: str) -> list[str]:
    """Several products in one cell, each apart; [] where there is one or none."""
    parts = vocabulary().parts(text.narrow(said)) if said else []
    return parts if len(parts) > 1 and all(map(kit.names_product, parts)) else []


def _in_turn(kit: Kit, listed: list[str], key: str) -> None:
    """One product for each dose in turn; else nobody can tell which was which."""
    doses = [given for given in sorted(kit.given, key=order) if not given.named]
    same = {_resolved(kit, part) for part in listed}
    if len(same) == 1 and None not in same:
        listed = [listed[0]] * len(doses)
    if len(listed) != len(doses):
        said = kit.line.text(key)[:LONGEST]
        kit.line.found(key, Code.PRODUCT_UNCLEAR, value=said)
        kit.line.note(key, said)
        return
    for given, named in zip(doses, listed, strict=True):
        given.named, given.named_key = named, key
        _own(kit, given)


def _of_course(kit: Kit, given: Given, product: str) -> bool:
    number = given.number()
    return given.single or (given.slot != "booster" and (number or 1) <= kit.campaign.doses_of[product])


def _by_remark(kit: Kit, told: str | None) -> str | None:
    """The product that a remark on the person means, if nothing speaks against it: no product that is `told` either."""
    for remark in vocabulary().parts(text.narrow(kit.line.text("note"))):
        route, product = kit.campaign.remarks.exact(remark), kit.campaign.products.exact(remark)
        if route is None and product is None:
            route = kit.campaign.routes.exact(remark)
        if route is None and product is None:
            product = counted(kit.campaign, remark)[1]
        if route is None and product is None:
            continue
        named = product or kit.campaign.sole.get(route or "")
        wanted = kit.campaign.route_of[product] if product else route
        firsts = [given for given in kit.given if given.slot != "booster"]
        others = {str(given.values["product"]) for given in firsts if "product" in given.values}
        others |= {told} if told and firsts else set()
        too_many = named is not None and len(firsts) > kit.campaign.doses_of[named]
        if any(kit.campaign.route_of[other] != wanted for other in others) or (too_many and not others):
            kit.line.found("note", Code.ROUTE_CONTRADICTS, value=remark[:LONGEST])
            return None
        kit.route = kit.route or wanted
        return named
    return None


def counted(campaign: CampaignWords, remark: str) -> tuple[int | None, str | None]:
    """What a remark of a count says, with or without a product ("two doses (Sinovac)"): doses, and the product.

    A count of which the campaign has a route ("one dose") is no number of doses.
    """
    named = campaign.products.within(remark)
    rest = campaign.products.without(remark) if len(named) == 1 else text.solid(remark)
    product = named[0] if len(named) == 1 else None
    if campaign.remarks.exact(rest):
        return None, product
    heard = None if rest.startswith(_NTH) or text.number(rest) is not None else mark(rest)
    return (heard.count, product) if heard and heard.count and not heard.at_least else (None, None)


def _full_course(kit: Kit, product: str | None) -> None:
    assert kit.full is not None
    key, said = kit.full
    told = [str(given.values["product"]) for given in kit.given if "product" in given.values]
    doses = kit.campaign.doses_of[product or told[0]] if product or told else kit.of_route()
    if doses is None and len(kit.given) < kit.campaign.unknown_doses:
        kit.line.found(key, Code.DOSE_FULL_COURSE, value=said[:LONGEST])
        kit.line.note(key, said)
    kit.fill(doses or 1, key)


def _nobody(kit: Kit, key: str) -> None:
    """A product, and nobody was vaccinated: plain where days could have been given, else unclear."""
    if any(name.endswith("_on") for name in kit.line.places):
        kit.line.note(key, kit.line.text(key))
    else:
        kit.unclear(key)
