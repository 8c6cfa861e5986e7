"""What must be true when every device has synced and nothing is under way: the definition, asked of everybody."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from device import rows
from device.checking import of_rows
from server.store.tables import Record, Scope
from sync.policies import Policy
from tests.device.chronicle import SEEN
from tests.device.village import Canvasser, Village
from tests.sync.oracle import Picture

DAYS = {"inactivated": 21, "*": 14}
ROUNDS = 4


def calm(village: Village) -> None:
    """Late requests arrive, and everybody syncs until nobody has anything new."""
    assert village.network is not None
    while village.network.late:
        village.network.deliver_late(0)
    for _ in range(ROUNDS):
        quiet = [_is_quiet(village, each) for each in village.canvassers]
        if all(quiet):
            return
    raise AssertionError("devices go on and on")


def agree(village: Village) -> None:
    """I1, I2, I3, I5, I8 as the definition has them."""
    village.heard_from_office()
    shown = _rows(village)
    SEEN["agreements"] += 1
    SEEN["open reviews"] += sum(
        row["values"].get("state") == "open" for row in shown.values() if "review:" in row["id"]
    )
    for each in village.canvassers:
        _holds_what_it_may(village, each, shown)
    _nothing_is_lost_or_twice(village)
    _as_defined(village, shown)
    _digests(village, shown)


def _is_quiet(village: Village, each: Canvasser) -> bool:
    done = village.sync(each, [])
    assert done is not None and done.failure is None
    return not (done.applied or done.refused or done.rows or done.repaired or done.witnessed)


def _rows(village: Village) -> dict[str, dict[str, Any]]:
    with village.store.reading() as session:
        return {name: json.loads(row) for name, row in session.execute(select(Record.id, Record.row))}


def _holds_what_it_may(village: Village, each: Canvasser, shown: dict[str, dict[str, Any]]) -> None:
    """I1: exactly the server's rows of the granted scopes; and no edit is still on its way."""
    expected = {name: row for name, row in shown.items() if village.sees(each.who, row["scope"])}
    held = list(rows.everything(each.disk))
    assert len(held) == len(each.disk.all("rows"))
    assert {row["id"]: row for row in held} == expected
    assert each.disk.all("outbox") == {} and each.disk.all("chunks") == {}


def _nothing_is_lost_or_twice(village: Village) -> None:
    """I2, I3: what was acknowledged in any life of the database is applied or held, and nothing else is."""
    taken, held = village.ledger()
    chronicle = village.chronicle
    assert not taken & held
    said = {name: answer["result"] for name, answer in chronicle.answers.items()}
    assert taken == {name for name, result in said.items() if result == "applied"}
    assert held == {name for name, result in said.items() if result == "refused"}
    assert chronicle.acknowledged <= taken | held, f"lost: {chronicle.acknowledged - taken - held}"


def _as_defined(village: Village, shown: dict[str, dict[str, Any]]) -> None:
    """Every record shows what follows from all applied edits, and every conflict is on record."""
    picture = village.chronicle.picture()
    plain = {name: row for name, row in shown.items() if row["entity"] != "review"}
    assert plain.keys() == picture.of.keys()
    for name, row in plain.items():
        values = {field: value for field, value in row["values"].items() if field != "initials"}
        assert values == picture.values(name), name
        assert picture.home(name) in (row["scope"], None), name
        contested = [field for field in picture.fields(name) if _open(picture, name, field)]
        assert row.get("open", []) == contested, name
        for field in picture.fields(name):
            assert _bases(picture, row, field) == picture.shown_bases(name, field), (name, field)
    reviews = {row["values"]["key"]: row["values"] for row in shown.values() if row["entity"] == "review"}
    expected = {**picture.conflicts(DAYS), **picture.claims()}
    wanted = {key for key in expected if not key.startswith("same_identity")}
    assert {key for key, values in reviews.items() if values["state"] == "open"} == wanted


def _open(picture: Picture, name: str, field: str) -> bool:
    policy = picture.rule(name, field).policy
    return policy in (Policy.REVIEW, Policy.MACHINE) and picture.contested(name, field)


def _bases(picture: Picture, row: dict[str, Any], field: str) -> Any:
    also = row.get("also", {})
    if picture.rule(row["id"], field).policy is Policy.SET:
        found = also.get(field) or {element: [row["by"]] for element in row["values"].get(field, [])}
        return {element: sorted(names) for element, names in found.items()}
    return sorted(also.get(field, [row["by"]] if field in row["values"] else []))


def _digests(village: Village, shown: dict[str, dict[str, Any]]) -> None:
    """I8: what the server keeps of a scope is the digest of its rows."""
    with village.store.reading() as session:
        kept = {each.code: f"{each.rows}.{each.sum & (2**64 - 1):016x}" for each in session.scalars(select(Scope))}
    for scope, digest in kept.items():
        assert digest == of_rows(row for row in shown.values() if row["scope"] == scope), scope
