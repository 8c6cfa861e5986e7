"""The reference device on a command line: `python -m device --help`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from device.cycle import Outcome
from device.device import Device, NotEnrolled
from device.http import Http
from device.storage import File
from device.wire import Failure, Unreachable, drive

HELP = """\
A device for Ruhu without a screen. Everything it knows is in one file (--file).

  python -m device enrol https://ruhu.example/#/enrol/CODE
  python -m device sync
  python -m device list resident
  python -m device create household '{"grid": "990101100001-03", "door": "18"}'
  python -m device set 17.1 '{"note": "dog"}'
  python -m device want session:1 5
  python -m device book 3.1:157r session:1 1
  python -m device unsent
  python -m device export unsent.json
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 not done (the reason is on standard error)."""
    asked = _parser().parse_args(arguments)
    storage = File(asked.file)
    device = Device(storage, lambda: time.time_ns() // 1_000_000, app="device")
    try:
        return int(asked.run(device, asked))
    except NotEnrolled:
        return _complain("this device is not enrolled: enrol it first")
    except Failure as failure:
        return _complain(f"the server says: {failure.code}")
    except Unreachable:
        return _complain("the server cannot be reached; nothing is lost")
    except (KeyError, ValueError) as problem:
        return _complain(str(problem))
    finally:
        storage.close()


def _enrol(device: Device, asked: argparse.Namespace) -> int:
    address = urlsplit(asked.link)
    code = address.fragment.removeprefix("/enrol/")
    if not code or not address.netloc:
        return _complain("that is no enrolment link: it looks like https://host/#/enrol/CODE")
    origin = f"{address.scheme}://{address.netloc}"
    with device.storage.transaction() as write:
        write.put("meta", "server", {"origin": origin, "authority": asked.authority})
    drive(device.enrol(code, asked.label), Http(origin, authority=asked.authority))
    print(f"{device.identity['person']['name']}: writer {device.identity['writer']}")
    return 0


def _cycle(device: Device) -> Outcome:
    assert device.identity
    where: Mapping[str, Any] = device.storage.get("meta", "server")
    return drive(device.cycle(), Http(where["origin"], authority=where["authority"]))


def _sync(device: Device, asked: argparse.Namespace) -> int:
    done = _cycle(device)
    left = len(device.unsent())
    print(f"{done.applied} applied, {done.refused} refused, {done.rows} rows, {done.repaired} repaired, {left} unsent")
    if done.failure is None:
        return 0
    return _complain(f"not in step: {done.failure}" + (f"; try again in {done.wait} s" if done.wait else ""))


def _list(device: Device, asked: argparse.Namespace) -> int:
    for row in sorted(device.all(asked.entity), key=lambda row: str(row["id"])):
        print(_line({"id": row["id"], "scope": row["scope"], **row["values"]}))
    return 0


def _create(device: Device, asked: argparse.Namespace) -> int:
    print(device.create(asked.entity, _values(asked.values)))
    return 0


def _set(device: Device, asked: argparse.Namespace) -> int:
    device.set(asked.record, _values(asked.values))
    return 0


def _want(device: Device, asked: argparse.Namespace) -> int:
    device.want(asked.session, asked.count)
    return 0


def _places(device: Device, asked: argparse.Namespace) -> int:
    for each in device.places(asked.session):
        print(_line({"n": each.number, "lease": each.lease, "until": each.until}))
    return 0


def _book(device: Device, asked: argparse.Namespace) -> int:
    _cycle(device)  # a process that has just begun cannot vouch for the time, and would only ask for a place
    made = device.book(asked.resident, asked.session, asked.dose)
    shown = device.shown(made)
    assert shown
    print(_line({"id": made, "state": shown["values"]["state"], "ticket": shown["values"].get("ticket")}))
    return 0


def _withdraw(device: Device, asked: argparse.Namespace) -> int:
    print("\n".join(device.withdraw(asked.group)))
    return 0


def _unsent(device: Device, asked: argparse.Namespace) -> int:
    for edit in device.unsent():
        print(_line(edit))
    return 0


def _refused(device: Device, asked: argparse.Namespace) -> int:
    for each in device.refused():
        print(_line({"code": each["code"], "state": each["state"], **each["edit"]}))
    return 0


def _export(device: Device, asked: argparse.Namespace) -> int:
    edits = device.unsent()
    text = json.dumps({"writer": device.identity["writer"], "edits": edits}, ensure_ascii=False, indent=1)
    asked.to.write_text(text + "\n", encoding="utf-8")
    print(f"{len(edits)} edits in {asked.to}")
    return 0


def _values(text: str) -> dict[str, Any]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("values are a JSON object: {field: value}")
    return values


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _complain(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m device", description=HELP, formatter_class=raw)
    parser.add_argument("--file", type=Path, default=Path("device.sqlite3"), help="what the device keeps")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, words: str, *arguments: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words)
        made.set_defaults(run=run)
        for each in arguments:
            made.add_argument(each)
        return made

    enrol = command("enrol", _enrol, "become the device of a canvasser, by the link that the office gave", "link")
    enrol.add_argument("--label", help="what the office shall call this device")
    enrol.add_argument("--authority", help="file with the certificate authority of a server on the local network")
    command("sync", _sync, "send what is unsent, then fetch what is new")
    command("list", _list, "show the records of a kind, own edits included", "entity")
    command("create", _create, "save a new record; prints its id", "entity", "values")
    command("set", _set, "save changed fields of a record", "record", "values")
    want = command("want", _want, "say how many places of a session to hold; the next sync fetches them", "session")
    want.add_argument("count", type=int)
    command("places", _places, "show the places of a session that are held", "session")
    book = command("book", _book, "give out a place, or ask for one; prints the appointment", "resident", "session")
    book.add_argument("dose", type=int)
    command("withdraw", _withdraw, "take back a group that was never sent", "group")
    command("unsent", _unsent, "show what has no answer yet")
    command("refused", _refused, "show what the office has in quarantine")
    command("export", _export, "write what is unsent into a file").add_argument("to", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
