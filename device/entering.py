"""Snapshots (docs/protocol.md, S): the pieces of a scope, each checked by its hash and stored as it comes, so that a
cut costs one piece. The scope's rows become visible together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import quote

from device import rows
from device.wire import Failure, Request, Steps, Unreachable, fetch, readable

if TYPE_CHECKING:
    from device.device import Device

GONE = ("not_found", "scope_not_granted")


class _Unfinished(TypedDict, total=False):
    wanted: list[dict[str, Any]]
    done: list[str]


class Entering(_Unfinished):
    """An entry into scopes: the cursor to adopt, and which scopes to leave, once every wanted scope is done."""

    epoch: str
    cursor: str
    leave: list[str]


def enter(device: Device, entering: Entering) -> Steps[bool]:
    """Fetch what is missing. False if a piece is no longer to be had: pull again with the old cursor then."""
    done = list(entering["done"])
    for each in entering["wanted"]:
        if each["scope"] in done:
            continue
        try:
            yield from _pieces(device, each)
        except Failure as failure:
            if failure.code not in GONE:
                raise
            with device.storage.transaction() as write:
                write.delete("meta", "entering")  # the pieces stay: the next list may name them again
            return False
        done.append(each["scope"])
        _install(device, each, {**entering, "done": list(done)})
    return True


def _pieces(device: Device, wanted: Mapping[str, Any]) -> Steps[None]:
    for piece in wanted["chunks"]:
        key = f"{wanted['scope']}/{piece['hash']}"
        if device.storage.get("chunks", key) is not None:
            continue
        path = f"/api/sync/chunk/{quote(wanted['scope'])}/{piece['hash']}"
        data = (yield from fetch(Request("GET", path, device.identity["token"]))).data
        if hashlib.sha256(data).hexdigest() != piece["hash"]:
            raise Unreachable  # it did not come whole
        with device.storage.transaction() as write:
            write.put("chunks", key, data.decode())


def _install(device: Device, wanted: Mapping[str, Any], entering: Entering) -> None:
    """All pieces are there: they take the place of all rows of the scope, in one transaction."""
    scope = wanted["scope"]
    with device.storage.transaction() as write:
        rows.drop_scope(write, scope)
        for piece in wanted["chunks"]:
            key = f"{scope}/{piece['hash']}"
            rows.put(write, decoded(scope, readable(write.get("chunks", key).encode())))
            write.delete("chunks", key)
        write.put("meta", "entering", entering)


def decoded(scope: str, piece: Mapping[str, Any]) -> Iterator[rows.Row]:
    """The rows of a piece, which holds them by columns."""
    for table in piece["tables"]:
        for place, record in enumerate(table["id"]):
            row = {"id": record, "entity": table["entity"], "scope": scope, "by": table["by"][place]}
            row["values"] = {name: of[place] for name, of in table["values"].items() if of[place] is not None}
            for sparse in ("also", "open"):
                if str(place) in table.get(sparse, {}):
                    row[sparse] = table[sparse][str(place)]
            yield row
