"""The engine's limit of doses too near comes from the campaign in force."""

from server.rules import campaigns
from server.store.judging import interval_days


def test_each_product_has_its_own_least_interval() -> None:
    days = interval_days(campaigns.load("covid-2021"), 14)
    assert days["*"] == 14
    assert 28 in days.values(), "recombinant protein needs four weeks"


def test_a_broken_campaign_leaves_the_default_and_stops_nobody() -> None:
    assert interval_days(None, 14) == {"*": 14}
    assert interval_days({"products": [{}], "schedule": {"primary": [{}]}}, 14) == {"*": 14}
