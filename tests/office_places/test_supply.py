"""The book of supply: what came, what went, what is left, by site, product and batch."""

from __future__ import annotations

from typing import Any

from tests.office_places.conftest import NEXT, Plan


def product(plan: Plan, site: str | None = None) -> dict[str, Any]:
    """The figures of the one product at a site."""
    sites = plan.desk.get("/supply")["sites"]
    return dict(next(each for each in sites if each["site"] == (site or plan.site))["products"][0])


def test_stock_is_what_came_less_what_went(bare: Plan) -> None:
    bare.supply(100, batch="B1", expires="2026-12-31")
    bare.supply(50, batch="B2")
    bare.supply(10, kind="returned")
    bare.supply(5, kind="scrapped", batch="B2", note="冷链中断")
    found = product(bare)
    assert (found["received"], found["returned"], found["scrapped"], found["in_stock"]) == (150, 10, 5, 135)
    assert {each["batch"]: each["in_stock"] for each in found["batches"]} == {"B1": 90, "B2": 45}
    assert found["batches"][0]["expires"] == "2026-12-31"


def test_what_is_planned_is_taken_off_what_is_left(plan: Plan) -> None:
    plan.session(capacity=300)
    plan.session(capacity=200, on=NEXT)
    found = product(plan)
    assert (found["in_stock"], found["planned"], found["left"]) == (1000, 500, 500)


def test_transferred_doses_are_counted_at_the_other_site(bare: Plan) -> None:
    sites = bare.desk.post("/sites", {"name": "流动接种车", "kind": "mobile"})["sites"]
    other = next(each["id"] for each in sites if each["id"] != bare.site)
    bare.supply(100, expires="2026-12-31")
    bare.supply(30, kind="transferred", to=other)
    assert (product(bare)["in_stock"], product(bare, other)["in_stock"]) == (70, 30)
    assert product(bare, other)["batches"][0]["expires"] == "2026-12-31"
    bare.session(site=other, capacity=30)


def test_no_more_goes_out_of_a_batch_than_it_has(bare: Plan) -> None:
    bare.supply(10)
    entry = {"site": bare.site, "product": "bibp", "batch": "B1", "doses": 11, "kind": "scrapped", "on": NEXT}
    told = bare.desk.post("/supply", entry, 422)
    assert told["details"] == {"path": "doses", "stock": 10}
    assert product(bare)["in_stock"] == 10
    for to in (None, bare.site):
        assert bare.desk.post("/supply", {**entry, "kind": "transferred", "to": to}, 422)["details"]["path"] == "to"


def test_an_entry_is_corrected_and_says_who_wrote_it(bare: Plan) -> None:
    entry = bare.supply(100)["entries"][0]
    assert entry["author"] != ""
    bases = {name: [entry["by"]] for name in entry["values"]}
    form = {name: value for name, value in entry["values"].items() if name != "to"}
    told = bare.desk.post(f"/supply/{entry['id']}", {**form, "doses": 80, "bases": bases})
    assert [each["values"]["doses"] for each in told["entries"]] == [80]
    assert product(bare)["in_stock"] == 80


def test_an_expired_batch_is_named(bare: Plan) -> None:
    bare.supply(10, expires="2026-11-01")
    assert product(bare)["batches"][0]["expired"] is True


def test_a_wrong_entry_is_told_where_it_is_wrong(bare: Plan) -> None:
    entry = {"site": bare.site, "product": "bibp", "doses": 1, "kind": "received", "on": NEXT}
    for other, path in (({"doses": 0}, "doses"), ({"kind": "lost"}, "kind"), ({"on": "2026-02-30"}, "on")):
        assert bare.desk.post("/supply", {**entry, **other}, 400)["details"]["path"] == path
    assert bare.desk.code("/supply", {**entry, "site": "1.9999"}, 404) == "unknown_record"
    assert bare.desk.code("/supply/1.9999", entry, 404) == "unknown_record"
