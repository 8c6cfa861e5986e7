"""The shapes that phones send and get, as JSON Schema: made from the limits and closed lists of the code itself.

Every key that the server tells is named here. Readers ignore keys that they do not know, so none is forbidden.
"""

from __future__ import annotations

from typing import Any

from sync import edit, ids
from sync.digest import BUCKETS
from sync.leases.terms import HIGHEST
from sync.outcomes import ConflictKind, FieldOutcome, Outcome, RefusalCode
from sync.policies import ENTITIES

Shape = dict[str, Any]

SAFE = 2**53 - 1
DIGEST = r"^[0-9]{1,9}\.[0-9a-f]{16}$"  # of a pattern, as JavaScript reads it
STRING: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
TICKET: Shape = {"type": "integer", "minimum": 1, "maximum": HIGHEST}
COUNT: Shape = {"type": "integer", "minimum": 0, "maximum": SAFE}
ANY: Shape = {}


def ref(name: str) -> Shape:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Shape, **more: Any) -> Shape:
    """A list of one shape."""
    return {"type": "array", "items": items, **more}


def by_name(shape: Shape, **more: Any) -> Shape:
    """An object of which the keys are names, such as fields, and all values have one shape."""
    return {"type": "object", "additionalProperties": shape, **more}


def keys(always: Shape, sometimes: Shape | None = None, **more: Any) -> Shape:
    """An object with keys that are always there, and such as may be missing."""
    return {"type": "object", "required": list(always), "properties": {**always, **(sometimes or {})}, **more}


def nullable(shape: Shape) -> Shape:
    """The shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def told(**fixed: str) -> Shape:
    """Where these keys have these values."""
    return {"properties": {name: {"const": value} for name, value in fixed.items()}}


ROW_KEYS = {"id": ref("RecordId"), "entity": ref("Entity"), "scope": ref("Scope")}
ALSO, OPEN = by_name(ref("Base")), listed(STRING)
DIGESTS = by_name(ref("Digest"))

COMPONENTS: dict[str, Shape] = {
    "EditId": {"type": "string", "pattern": f"^{ids.EDIT.pattern}$"},
    "RecordId": {"type": "string", "pattern": f"^{ids.RECORD.pattern}$"},
    "Scope": {"type": "string", "pattern": r"^[0-9]{12}(-[0-9]{2})?$"},
    "Hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "Digest": {"type": "string", "pattern": DIGEST},
    "Time": {**COUNT, "description": "Milliseconds since 1970 (UTC)."},
    "Writer": {"type": "integer", "minimum": 1, "maximum": 10**10 - 1},
    "Entity": {"enum": list(ENTITIES)},
    "Base": {
        "description": "The edits that are replaced; of a set: by element.",
        "anyOf": [
            listed(ref("EditId"), maxItems=edit.MAX_BASES),
            by_name(listed(ref("EditId"), maxItems=edit.MAX_BASES), maxProperties=edit.MAX_BASES),
        ],
    },
    "FieldChange": keys({"value": ANY}, {"base": ref("Base")}),
    "Edit": keys(
        {
            "n": ref("Writer"),
            "at": ref("Time"),
            "kind": {"enum": [str(kind) for kind in edit.Kind]},
            "entity": STRING,
            "fields": by_name(ref("FieldChange"), maxProperties=edit.MAX_FIELDS),
        },
        {
            "record": ref("RecordId"),
            "id": ref("EditId"),
            "device": ref("Writer"),
            "group": ref("EditId"),
            "size": {"type": "integer", "minimum": 1, "maximum": edit.MAX_GROUP, "default": 1},
            "schema": {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 1},
            "lease": nullable(keys({"id": STRING, "until": ref("Time"), "proof": STRING})) | {"default": None},
            "saw": listed(ref("EditId"), maxItems=edit.MAX_SAW, default=[]),
            "eff": ref("Time"),
            "ack": STRING,
        },
        # Only a creation may leave out its record: it is the edit's own id.
        **{"if": told(kind="create"), "else": {"required": ["record"]}},
    ),
    "Answer": keys(
        {
            "id": ref("EditId"),
            "n": ref("Writer"),
            "result": {"enum": ["applied", "refused", "failed"]},
            "outcome": {"enum": [*map(str, Outcome), "failed"]},
            "fields": by_name({"enum": [str(each) for each in FieldOutcome]}),
            "epoch": STRING,
        },
        {
            "code": ref("Refusal"),
            "eff": ref("Time"),
            "ack": STRING,
            "scope": ref("Scope"),
            "seq": COUNT,
        },
        allOf=[
            {"if": told(result="refused"), "then": {"required": ["code"]}},
            {"if": told(result="applied"), "then": {"required": ["eff", "ack"]}},
        ],
        dependentRequired={"scope": ["seq"], "seq": ["scope"]},
    ),
    "Refusal": {"enum": [str(code) for code in RefusalCode]},
    "Row": keys(
        {**ROW_KEYS, "values": by_name({"not": {"type": "null"}}), "by": ref("RecordId")},
        {"also": ALSO, "open": OPEN},
        **{"if": told(entity="review"), "then": {"properties": {"values": ref("Review")}}},
    ),
    "Review": keys(
        {
            "about": ref("RecordId"),
            "key": STRING,
            "kind": {"enum": [str(kind) for kind in ConflictKind if kind is not ConflictKind.SAME_IDENTITY]},
            "options": listed(ref("Side")),
            "state": {"enum": ["open", "decided"]},
        },
        {
            "field": STRING,
            "shown": ANY,
            "verdict": STRING,
            "remark": STRING,
            "decided_by": ref("RecordId"),
            "decided_at": ref("Time"),
        },
    ),
    "Side": keys(
        {"edit": ref("EditId"), "record": ref("RecordId"), "value": ANY, "by": ref("Writer"), "at": ref("Time")}
    ),
    "Patch": keys(
        {"id": ref("RecordId")},
        {"values": by_name(ANY), "also": by_name(nullable(ref("Base"))), "open": OPEN},
        minProperties=2,
    ),
    "Departure": keys({"scope": ref("Scope"), "id": ref("RecordId")}),
    "Entered": keys(
        {
            "scope": ref("Scope"),
            "seq": COUNT,
            "rows": COUNT,
            "bytes": COUNT,
            "chunks": listed(keys({"hash": ref("Hash"), "bytes": COUNT, "rows": COUNT})),
        }
    ),
    "Held": keys(
        {
            "id": ref("EditId"),
            "state": {"enum": ["held", "released", "discarded"]},
            "code": ref("Refusal"),
            "record": nullable(ref("RecordId")),
        }
    ),
    "Table": keys(
        {
            "entity": ref("Entity"),
            "id": listed(ref("RecordId")),
            "by": listed(ref("RecordId")),
            "values": by_name(listed(ANY)),
        },
        {"also": by_name(ALSO), "open": by_name(OPEN)},
    ),
}

ENROLLED = keys(
    {
        "token": STRING,
        "writer": ref("Writer"),
        "epoch": STRING,
        "person": keys(
            {
                "id": ref("RecordId"),
                "name": STRING,
                "role": {"enum": ["canvasser", "cadre", "site", "reviewer", "admin"]},
            }
        ),
        "township": nullable(keys({"code": ref("Scope"), "name": STRING})),
        "scopes": listed(ref("Scope")),
        "now": ref("Time"),
    }
)
PUSHED = keys({"answers": listed(ref("Answer")), "expect": ref("Writer")}, {"retry_after": COUNT})
PULLED = keys(
    {
        "epoch": STRING,
        "rows": listed(ref("Row")),
        "gone": listed(ref("Departure")),
        "enter": listed(ref("Entered")),
        "leave": listed(ref("Scope")),
        "cursor": STRING,
        "more": FLAG,
        "held": listed(ref("Held")),
        "now": ref("Time"),
    },
    {
        "patches": listed(ref("Patch")),
        "restored": keys({"writers": by_name(COUNT)}),
        "digests": DIGESTS,
    },
)
CHUNK = keys({"tables": listed(ref("Table"))})
WHOLE = keys({"epoch": STRING, "scope": ref("Scope"), "seq": COUNT, "rows": listed(ref("Row"))})
REPAIRED = keys(
    {
        "epoch": STRING,
        "scope": ref("Scope"),
        "seq": COUNT,
        "buckets": listed({"type": "integer", "minimum": 0, "maximum": BUCKETS - 1}, maxItems=BUCKETS),
        "rows": listed(ref("Row")),
        "now": ref("Time"),
    }
)
WITNESSED = keys({"kept": COUNT, "now": ref("Time")})
RESCUE_KEY = keys({"id": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "public": STRING})
CARRIED = keys(
    {
        **{name: COUNT for name in ("edits", "applied", "already", "held", "failed", "waiting")},
        "now": ref("Time"),
    },
    {"retry_after": COUNT},
)
HEALTHY = keys({"ok": {"const": True}})
READY = keys({"ready": {"const": True}})

# What stands in an address.
ARGUMENTS: dict[str, Shape] = {"scope": ref("Scope"), "hash": ref("Hash"), "seq": COUNT}


def records() -> dict[str, Any]:
    """The table of records and fields: {entity: {field: {policy, required at creation, what it refers to}}}."""
    return {
        entity: {
            name: {"policy": str(rule.policy), "required": rule.required}
            | ({"refers": rule.refers} if rule.refers else {})
            for name, rule in kind.fields.items()
        }
        for entity, kind in ENTITIES.items()
    }
