"""The office's addresses, one file for each thing the office does."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """All blueprints of the office."""
    from server.office.routes.booked import blueprint as booked
    from server.office.routes.campaign import blueprint as campaign
    from server.office.routes.desk import blueprint as desk
    from server.office.routes.exports import blueprint as exports
    from server.office.routes.gaps import blueprint as gaps
    from server.office.routes.held import blueprint as held
    from server.office.routes.household import blueprint as household
    from server.office.routes.lists import blueprint as lists
    from server.office.routes.people import blueprint as people
    from server.office.routes.places import blueprint as places
    from server.office.routes.plan import blueprint as plan
    from server.office.routes.quotas import blueprint as quotas
    from server.office.routes.resident import blueprint as resident
    from server.office.routes.reviews import blueprint as reviews
    from server.office.routes.sessions import blueprint as sessions
    from server.office.routes.signin import blueprint as signin
    from server.office.routes.supply import blueprint as supply
    from server.office.routes.township import blueprint as township
    from server.office.staff.routes import blueprint as staff
    from server.office.twins.routes import blueprint as twins

    office = [signin, lists, resident, household, reviews, held, places, people, township, campaign, gaps, desk, staff]
    return [*office, sessions, quotas, plan, supply, booked, exports, twins]
