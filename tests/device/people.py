"""What canvassers save on their devices. Each act looks at the device's screen and picks by numbers, so that a history
can be replayed and made shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from device import Device, rows
from device.undoing import Sent
from sync.policies import KNOWN_SCHEMA
from tests.device.chronicle import NO_DOSE
from tests.device.village import GRIDS, Canvasser, Village

Act = Callable[[Village, Device, int], Any]
STATES = {
    "resident": {
        "willingness": ("willing", "hesitant", "refuses", "not_asked"),
        "sex": ("m", "f", None),
        "away": (True, False, None),
        "birth": ("1950-01-01", "1951-02-02", None),
        "id_number": ("990101195001010017", "99010119500101007X", None),
    },
    "household": {"dwelling": ("own", "rented", None), "walk": (1, 2, 3)},
    "appointment": {"state": ("confirmed", "missed", "cancelled", "attended")},
    "contraindication": {"state": ("referred", "cleared", "deferred", "confirmed"), "kind": ("fever", "epilepsy")},
}
TEXTS = {
    "resident": ("name", "phone", "note", "job"),
    "household": ("door", "note"),
    "appointment": ("note",),
    "contraindication": ("remark",),
}
CLOSINGS = {"household": ("gone", "mistake", "active"), "resident": ("died", "moved_out", "active")}


def act(village: Village, each: Canvasser, which: int, pick: int) -> None:
    """Let somebody do one thing, if their screen allows it."""
    few = (household, resident, life, visit, dose, booking, mistaken)
    acts = (*few, change, change, text, text, groups, move, move, taken_back, taken_back)
    before = each.disk.get("meta", "n", 0)
    acts[which % len(acts)](village, village.device(each), pick)
    made = [entry["edit"] for n, entry in each.disk.all("outbox").items() if n > before]
    for edit in made if not each.damaged else ():
        _names_what_was_shown(each, edit)


def _names_what_was_shown(each: Canvasser, edit: Mapping[str, Any]) -> None:
    """I6: the base of a field is the author's newest edit of it that no pull has passed, else what the row says."""
    own = [entry["edit"] for _, entry in sorted(each.disk.all("outbox").items())]
    earlier = [e for e in own if e["n"] < edit["n"] and e["record"] == edit["record"] and e["kind"] != "withdraw"]
    row = rows.find(each.disk, edit["record"]) or {"values": {}, "by": ""}
    for field, change in edit["fields"].items():
        newest = [e["id"] for e in earlier if field in e["fields"]][-1:]
        told = row.get("also", {}).get(field, [row["by"]] if field in row["values"] else [])
        if edit["kind"] == "set" and field != "groups":
            assert change["base"] == (newest or told), f"{edit['id']} is not based on what was shown of {field}"


def household(village: Village, device: Device, pick: int) -> None:
    """A household that nobody had, with up to two people, at a grid that the screen shows."""
    grids = sorted({row["values"]["grid"] for row in device.all("household")} or set(GRIDS[:1]))
    with device.saving() as group:
        home = group.create("household", {"grid": grids[pick % len(grids)], "door": village.word()})
        for _ in range(pick % 3):
            group.create("resident", {"household": home, "name": village.word(), "groups": ["elderly"]})


def resident(village: Village, device: Device, pick: int) -> None:
    """Somebody at a household that is shown; of an old app, with an identity number as it was typed."""
    home = _one(device, pick, "household")
    if home is not None:
        number = "99010119500101007x" if device.schema == 1 else "99010119500101007X"
        values = {"household": home["id"], "name": village.word(), "id_number": number}
        device.create("resident", {**values, **({"shoe_size": pick} if device.schema > KNOWN_SCHEMA else {})})


def change(village: Village, device: Device, pick: int) -> None:
    """A field with few words, so that people say the same, and different things, about it."""
    row = _one(device, pick, *STATES)
    if row is not None:
        names = sorted(STATES[row["entity"]])
        name = names[pick // 3 % len(names)]
        words = STATES[row["entity"]][name]
        value = words[pick // 7 % len(words)]
        if name not in ("willingness", "state") or value is not None:
            device.set(row["id"], {name: value})


def text(village: Village, device: Device, pick: int) -> None:
    """A text, and with it sometimes another one, or an older one cleared."""
    row = _one(device, pick, *TEXTS)
    if row is not None:
        names = TEXTS[row["entity"]]
        values = {names[pick // 3 % len(names)]: village.word()}
        if pick % 4 == 0:
            values[names[-1]] = village.word() if pick % 8 else None
        device.set(row["id"], values)


def groups(village: Village, device: Device, pick: int) -> None:
    """The groups of somebody."""
    row = _one(device, pick, "resident")
    if row is not None:
        wanted = (["elderly"], ["elderly", "medical"], [], ["farm", "medical"])
        device.set(row["id"], {"groups": wanted[pick // 3 % 4]})


def life(village: Village, device: Device, pick: int) -> None:
    """A household or somebody of it is gone, or back."""
    row = _one(device, pick, "household", "resident")
    if row is not None:
        words = CLOSINGS[row["entity"]]
        device.set(row["id"], {"life_state": words[pick // 3 % len(words)]})


def move(village: Village, device: Device, pick: int) -> None:
    """Somebody to another household, or a household to another grid that is shown."""
    home, other = _one(device, pick, "household"), _one(device, pick // 5, "household")
    person = _one(device, pick // 3, "resident")
    if home is None or other is None:
        return
    if pick % 2 and person is not None:
        device.set(person["id"], {"household": other["id"]})
    else:
        device.set(home["id"], {"grid": other["values"]["grid"]})


def visit(village: Village, device: Device, pick: int) -> None:
    """A visit, the willingness of somebody who was met, and an appointment for them: one group."""
    home = _one(device, pick, "household")
    if home is None:
        return
    people = [row for row in device.all("resident") if row["values"]["household"] == home["id"]]
    with device.saving() as group:
        group.create("visit", {"household": home["id"], "outcome": "spoke", "note": village.word()})
        for person in people[: pick % 2 + 1]:
            group.set(person["id"], {"willingness": "willing", "note": village.word()})
            group.create("appointment", {"resident": person["id"], "session": "session:1", "number": 1 + pick % 2})


def dose(village: Village, device: Device, pick: int) -> None:
    """A dose, one that voids another, or a contraindication."""
    person, before = _one(device, pick, "resident"), _one(device, pick // 3, "dose")
    if pick % 3 == 0 and before is not None:
        values = {"resident": before["values"]["resident"], "number": 1 + pick % 2, "voids": before["id"]}
        device.create("dose", {**values, "note": village.word(), "retract": True if pick % 2 else None})
    elif person is not None and pick % 4:
        device.create("dose", {"resident": person["id"], "number": 1 + pick % 2, "note": village.word()})
    elif person is not None:
        device.create("contraindication", {"resident": person["id"], "kind": "fever", "state": "suspected"})


def booking(village: Village, device: Device, pick: int) -> None:
    """An appointment."""
    person = _one(device, pick, "resident")
    if person is not None:
        device.create("appointment", {"resident": person["id"], "session": "session:1", "number": 1 + pick % 2})


def mistaken(village: Village, device: Device, pick: int) -> None:
    """A group of an app with a fault: its last edit has a value that no server takes."""
    person = _one(device, pick, "resident")
    if person is not None:
        with device.saving() as group:
            group.set(person["id"], {"note": village.word()})
            group.create("appointment", {"resident": person["id"], "session": "session:1", "number": NO_DOSE})


def taken_back(village: Village, device: Device, pick: int) -> None:
    """What was saved and has not left is taken back."""
    unsent = device.unsent()
    if unsent:
        try:
            device.withdraw(unsent[pick % len(unsent)]["group"])
        except Sent:
            return


def _one(device: Device, pick: int, *kinds: str) -> dict[str, Any] | None:
    """A shown record of these kinds: one of the first few more often, so that people meet on the same ones."""
    found = sorted((row for kind in kinds for row in device.all(kind)), key=lambda row: str(row["id"]))
    few = found[:4] if pick % 4 else found
    return few[pick // 4 % len(few)] if few else None
