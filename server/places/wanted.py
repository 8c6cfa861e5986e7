"""The shape of what a phone says of its places; whether it is true is asked elsewhere."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from server.exchange.wire import SAFE
from server.places.proofs import LONGEST
from sync import ids
from sync.leases.terms import HIGHEST

MOST_SESSIONS = 200  # named in one request
MOST_LEASES = 200
MOST_TICKETS = 100  # of one lease

_name = validate.Regexp(rf"{ids.RECORD.pattern}\Z")


class _Part(Schema):
    class Meta:
        unknown = EXCLUDE


def _record() -> fields.String:
    return fields.String(required=True, validate=_name, metadata={"pattern": f"^{ids.RECORD.pattern}$"})


def _lease() -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, LONGEST))


def _number(**options: object) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, HIGHEST), **options)  # type: ignore[arg-type]


class HeldTicket(_Part):
    """A number and its proof."""

    n = _number(required=True)
    proof = fields.String(required=True, validate=validate.Length(max=64))


class HeldLease(_Part):
    """A lease that the phone holds."""

    lease = _lease()
    session = _record()
    until = fields.Integer(required=True, strict=True, validate=validate.Range(0, SAFE))
    tickets = fields.List(fields.Nested(HeldTicket), required=True, validate=validate.Length(max=MOST_TICKETS))


class GivenBack(_Part):
    """Tickets of a lease that the phone will never give out."""

    lease = _lease()
    session = _record()
    tickets = fields.List(_number(), required=True, validate=validate.Length(max=MOST_TICKETS))


class PlacesRequest(_Part):
    """POST /api/sync/places."""

    have = fields.List(fields.Nested(HeldLease), load_default=list, validate=validate.Length(max=MOST_LEASES))
    back = fields.List(fields.Nested(GivenBack), load_default=list, validate=validate.Length(max=MOST_LEASES))
    want = fields.Dict(
        keys=fields.String(validate=_name),
        values=fields.Integer(strict=True, validate=validate.Range(0, HIGHEST)),
        load_default=dict, validate=validate.Length(max=MOST_SESSIONS),
    )  # fmt: skip


class SharedOut(_Part):
    """The places of one session and village, by account."""

    session = _record()
    village = fields.String(required=True, validate=validate.Length(1, 20))
    accounts = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"[0-9]{1,10}\Z")),
        values=fields.Integer(strict=True, validate=validate.Range(0, HIGHEST)),
        required=True, validate=validate.Length(max=MOST_SESSIONS),
    )  # fmt: skip


class QuotasRequest(_Part):
    """POST /api/sync/quotas. Without `share` it only asks."""

    share = fields.Nested(SharedOut, load_default=None, allow_none=True)
