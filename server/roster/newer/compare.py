"""What a newer list changes of one record, and what it only says differently: pure, and asked of every row that meets
somebody who is there.

A list is compared with what its source last said, not with the record: a cell that has not changed says nothing new,
however much was learned at the door meanwhile. A changed cell becomes an edit on top of the source's own last word; so
it can replace that word and nothing else. Where somebody else has spoken since, a field that a person decides goes to
review with both values, and any other stays as it is, the difference noted. What is blank or absent deletes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from server.roster.sheet.text import narrow
from sync import canonical, ids, saw, view
from sync.edit import Base
from sync.policies import Policy, rule
from sync.state import Record

_BLANK: tuple[Any, ...] = (None, "", [], {})
_NOTHING = {"id_kind": "none"}  # a row without a number: it says nothing of the papers that somebody has


@dataclass(frozen=True)
class Differing:
    """A field that the list says otherwise than the record. `reviewed`: an edit goes with it, and a review opens."""

    field: str
    ours: Any
    theirs: Any
    reviewed: bool = False


@dataclass
class Compared:
    """What comes of it: `fields` are to be written {name: (value, base)}; `differing` are to be shown."""

    fields: dict[str, tuple[Any, Base]] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)


def said(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a source has last said of somebody, by its rows, oldest first: a blank takes nothing back."""
    last: dict[str, Any] = {}
    for row in rows:
        last.update({name: value for name, value in row.items() if _says(name, value)})
    return last


def news(last: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row that say something, and another thing than the source said last (None: it said nothing)."""
    known = last or {}
    return {
        name: value for name, value in now.items() if _says(name, value) and (name not in known or known[name] != value)
    }


def _says(name: str, value: Any) -> bool:
    return value not in _BLANK and value != _NOTHING.get(name)


def compare(record: Record, last: Mapping[str, Any] | None, now: Mapping[str, Any], own: Set[str]) -> Compared:
    """Compare what a row says `now` with what its source said `last` (None: it never spoke of this record).

    `own` are the edits of that source's imports. A record that is out of everyone's task is not written: whatever is
    new about it is a difference.
    """
    compared = Compared()
    closed = bool(saw.closings(record))
    for name, value in news(last, now).items():
        each = rule(record.entity, name)
        if each is None or each.policy in (Policy.FIXED, Policy.DERIVED):
            continue
        if each.policy is not Policy.SET and _written_otherwise(view.shown(record, name), value):
            continue
        if each.policy is Policy.SET:
            known = (last or {}).get(name) or []
            _set(compared, record, name, [item for item in value if item not in known], closed)
        elif not closed and _free(record, name, own):
            if not _agrees(record, name, value):
                compared.fields[name] = value, tuple(view.bases(record, name))
        elif not _agrees(record, name, value) and view.shown(record, name) != value:
            reviewed = each.policy is Policy.REVIEW and last is not None and not closed
            if reviewed:
                compared.fields[name] = value, tuple(_latest(record, name, own))
            compared.differing.append(Differing(name, view.shown(record, name), value, reviewed))
        elif _stands(record, name, own) and not _agrees(record, name, value) and not closed:
            compared.fields[name] = value, tuple(_latest(record, name, own))  # it comes round to what is shown
    return compared


def _written_otherwise(shown: Any, value: Any) -> bool:
    """Whether two texts are one, but for the width of their signs and their spaces: a list is read narrow, while a
    phone writes a note with the wide signs of its keyboard.
    """
    texts = isinstance(shown, str) and isinstance(value, str)
    return texts and shown != value and narrow(shown) == narrow(value)


def _free(record: Record, name: str, own: Set[str]) -> bool:
    """Whether nobody but the source has a word in the field: there is none at all, or only its imports'."""
    return own >= set(record.plain(name).heads)


def _stands(record: Record, name: str, own: Set[str]) -> bool:
    return not own.isdisjoint(record.plain(name).heads)


def _agrees(record: Record, name: str, value: Any) -> bool:
    """Whether all that is said of the field is this value."""
    heads = record.plain(name).heads
    text = canonical.dumps(value)
    return bool(heads) and all(canonical.dumps(each) == text for each in heads.values())


def _latest(record: Record, name: str, own: Set[str]) -> Iterator[str]:
    """The source's last word in the field, standing or replaced; nothing if it never spoke of it."""
    spoken = [edit for edit in own if record.has(name, edit)]
    if spoken:
        yield max(spoken, key=ids.order)


def _set(compared: Compared, record: Record, name: str, new: list[Any], closed: bool) -> None:
    """Elements come in where nobody has taken them out. None is ever removed."""
    elements = record.elements(name)
    missing = [item for item in new if item not in elements.members()]
    untouched = [item for item in missing if item not in elements.marks and not closed]
    if untouched:
        compared.fields[name] = {"add": untouched}, {}
    if refused := [item for item in missing if item not in untouched]:
        compared.differing.append(Differing(name, elements.members(), refused))
