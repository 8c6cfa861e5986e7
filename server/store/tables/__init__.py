"""All tables by name; `from server.store.tables import Account, Listing, …`."""

from server.store.tables.base import Base, core
from server.store.tables.listing import Area, Household, Listing
from server.store.tables.lists import ListView, ReportTemplate
from server.store.tables.people import Account, Device, Enrolment, Grant, Login, Writer
from server.store.tables.places import (
    Booking,
    Followup,
    Lease,
    PlacePool,
    Posting,
    PushSubscription,
    Reminder,
    SessionTemplate,
    Ticket,
)
from server.store.tables.records import Departure, Edit, Meta, Quarantined, Record, Review, Scope, Tie
from server.store.tables.staff import StaffImport
from server.store.tables.twins import Apart

__all__ = [
    "Account",
    "Apart",
    "Area",
    "Base",
    "Booking",
    "Departure",
    "Device",
    "Edit",
    "Enrolment",
    "Followup",
    "Grant",
    "Household",
    "Lease",
    "ListView",
    "Listing",
    "Login",
    "Meta",
    "PlacePool",
    "Posting",
    "PushSubscription",
    "Quarantined",
    "Record",
    "Reminder",
    "ReportTemplate",
    "Review",
    "Scope",
    "SessionTemplate",
    "StaffImport",
    "Ticket",
    "Tie",
    "Writer",
    "core",
]
