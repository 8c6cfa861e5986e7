"""All tables by name; `from server.store.tables import Account, Listing, …`."""

from server.store.tables.base import Base, core
from server.store.tables.listing import Area, Household, Listing
from server.store.tables.people import Account, Device, Enrolment, Grant, Login, Writer
from server.store.tables.records import Departure, Edit, Meta, Quarantined, Record, Review, Scope, Tie

__all__ = [
    "Account",
    "Area",
    "Base",
    "Departure",
    "Device",
    "Edit",
    "Enrolment",
    "Grant",
    "Household",
    "Listing",
    "Login",
    "Meta",
    "Quarantined",
    "Record",
    "Review",
    "Scope",
    "Tie",
    "Writer",
    "core",
]
