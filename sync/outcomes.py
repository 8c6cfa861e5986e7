"""The closed lists of the engine: what became of an edit, of a field, why it was refused, which conflicts exist.

Each member carries one English sentence; the Chinese words live in the server's words files under the same code.
Each has a counter name, so that the server can count without knowing the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Told(StrEnum):
    """A closed list whose members are told apart by code and explained by a sentence."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> Told:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    @property
    def counter(self) -> str:
        """The name of this member's counter, such as "refusal.bad_value"."""
        return f"{_COUNTED[type(self).__name__]}.{self.value}"


class Outcome(Told):
    """What became of a whole edit."""

    CREATED = "created", "The record was made."
    CHANGED = "changed", "The record was changed as asked; nobody else had touched these fields."
    MERGED = "merged", "Someone else had edited the same field; the field's policy settled it."
    REVIEW = "review", "The edit is kept and at least one field now waits for a reviewer."
    DECIDED = "decided", "A reviewer's decision replaced the values it names."
    SUPERSEDED = "superseded", "The edit is kept, but all that it says had already been replaced."
    WITHDRAWN = "withdrawn", "Its author took it back before it was sent; nothing changed."
    REPEAT = "repeat", "The edit had been applied before; nothing changed."
    REFUSED = "refused", "The edit was not applied; its refusal says why."


class FieldOutcome(Told):
    """What became of one field of an applied edit."""

    SET = "set", "The value stands alone."
    AGREED = "agreed", "Someone else had set the same value; both agree."
    WON = "won", "Another value exists; this one is later and is shown."
    LOST = "lost", "Another value is later and is shown; this one is kept behind it."
    JOINED = "joined", "Values set apart were joined by the table or set of this field."
    REVIEW = "review", "Values set apart differ; a reviewer decides, and one is shown meanwhile."
    DECIDED = "decided", "The decision stands alone."
    SUPERSEDED = "superseded", "A later edit that arrived earlier has already replaced it."


class RefusalCode(Told):
    """Why an edit was refused. From `scope_not_granted` to `ticket_not_leased` they are raised by the server; with
    `lost_in_restore` it keeps what phones witness.
    """

    MALFORMED = "malformed", "The edit has not the shape of an edit."
    UNKNOWN_ENTITY = "unknown_entity", "There is no such kind of record."
    UNKNOWN_FIELD = "unknown_field", "This kind of record has no such field."
    BAD_VALUE = "bad_value", "A value has the wrong type, range or form for its field."
    DERIVED_FIELD = "derived_field", "This field is computed and cannot be written."
    APPEND_ONLY = "append_only", "This is written once, when the record is made; make a new record that corrects it."
    NOT_AUTHORITY = "not_authority", "Only the office may do this."
    MISSING_RECORD = "missing_record", "The record, or one that it belongs to, is not there."
    RECORD_EXISTS = "record_exists", "Another edit has already made a record with this id."
    BASE_NOT_DISPLAYED = "base_not_displayed", "The edit replaces values that cannot have been shown together."
    GROUP_BROKEN = "group_broken", "The edits of the group are not complete or do not belong together."
    SCOPE_NOT_GRANTED = "scope_not_granted", "The area was never granted to this writer."
    GRANT_ENDED = "grant_ended", "The grant under which the edit was made has ended, and the handover time is over."
    DEVICE_REVOKED = "device_revoked", "The phone has been revoked."
    FORK = "fork", "An edit with this id and another content exists already."
    TOO_MANY_FAILURES = "too_many_failures", "The edit failed again and again."
    DEPENDS_ON_REFUSED = "depends_on_refused", "The edit needs another one that waits in quarantine."
    SCHEMA_TOO_OLD = "schema_too_old", "The app is too old: update it. The edit is kept and the office can release it."
    SCHEMA_TOO_NEW = "schema_too_new", "The server has yet to be updated for this; the edit is kept and applied then."
    LEASE_INVALID = "lease_invalid", "The place was not handed to this phone, for this session, under this number."
    TICKET_NOT_LEASED = "ticket_not_leased", "Only a phone that holds a place can give it out; it can be asked for."
    LOST_IN_RESTORE = "lost_in_restore", "A restored server has lost it; a phone that had seen it shows what it said."


class Mark(Told):
    """What else there is to know of an edit that was applied, for whoever reads a record's history."""

    HANDOVER = "handover", "The grant under which it was made had ended; it arrived within the handover time."
    FOLLOWED = "followed", "Its record had moved to another area meanwhile, and the edit followed it."


class ConflictKind(Told):
    """What a person is asked to look at."""

    FIELD_REVIEW = "field_review", "Two people set one field to different values without knowing of each other."
    MACHINE_REVIEW = "machine_review", "Two people moved one state in directions that do not join."
    DOSE_SAME_NUMBER = "dose_same_number", "Two doses of one resident have the same number."
    DOSE_TOO_NEAR = "dose_too_near", "Two doses of one resident are nearer than the minimum interval."
    DOUBLE_CORRECTION = "double_correction", "One record has been corrected twice, differently."
    DOUBLE_APPOINTMENT = "double_appointment", "One resident has two live appointments for one dose."
    LIFE_STATE_UNKNOWN = "life_state_unknown", "Somebody worked on a record without knowing that it had been closed."
    SAME_IDENTITY = "same_identity", "Two residents have the same identity number."
    LIFE_CLAIM = "life_claim", "A record was closed at the door and waits for the office's confirmation."


_COUNTED = {
    "Outcome": "outcome", "FieldOutcome": "field", "RefusalCode": "refusal", "Mark": "mark", "ConflictKind": "conflict"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why `edit` (an id) was refused, and where: `path` names the field or key, "" for the whole."""

    code: RefusalCode
    edit: str
    path: str = ""
