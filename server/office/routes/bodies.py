"""Fields that several forms of the plan have: days, hours, texts, bases."""

from __future__ import annotations

from flask import request
from marshmallow import fields, validate

from server.errors import Problem
from sync import shapes

DATE = validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
HOUR = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")
BASES = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
RECORD = validate.Length(1, 48)
MOST_PLACES = 5000
MOST_DAYS = 35


def text(most: int, required: bool = False) -> fields.String:
    """A string field of at most `most` characters."""
    if required:
        return fields.String(required=True, validate=validate.Length(1, most))
    return fields.String(allow_none=True, validate=validate.Length(max=most))


def day(required: bool = True) -> fields.Date:
    """A civil day, of the calendar as it is: 30 February is none. It stays text."""
    return _Day(required=required, allow_none=not required)


class _Day(fields.Date):
    """A date that is kept as the text it came as."""

    def _deserialize(self, value: object, *args: object, **kwargs: object) -> str:  # type: ignore[override]
        return super()._deserialize(value, *args, **kwargs).isoformat()


def asked_day(name: str, default: str) -> str:
    """A day in the address, as a record could have it. Raises Problem bad_value."""
    given = request.args.get(name) or default
    if not shapes.day(given):
        raise Problem("bad_value", {"path": name})
    return given


def asked_days(default: int = 7) -> int:
    """How many days the address asks for. Raises Problem bad_value."""
    given = request.args.get("days", str(default))
    if not given.isdecimal() or not 1 <= int(given) <= MOST_DAYS:
        raise Problem("bad_value", {"path": "days"})
    return int(given)
