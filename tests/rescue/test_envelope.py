"""The envelope itself: nobody else opens it, no byte of it can be changed, and what is wrong with it is said."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from server.errors import STATUS, Problem
from server.rescue import bringing, envelope, key
from tests.office.conftest import Desk
from tests.rescue.sealing import Sealer, carry, hand_in
from tests.server.town import LI1, Phone


@pytest.fixture
def store_kind() -> str:
    """No store is asked before an envelope is open."""
    return "sqlite"


@pytest.fixture
def sealed(sealer: Sealer, anna: Phone) -> bytes:
    """An envelope with one edit in it."""
    return sealer.seal(anna, [anna.edit("household", {"grid": LI1, "door": "7"})])


def other_key() -> bytes:
    """The rescue key of some other township."""
    return key.point(ec.generate_private_key(ec.SECP256R1()).public_key())


def test_the_header_tells_writer_count_and_time_and_the_rest_tells_nothing(sealed: bytes, anna: Phone) -> None:
    head, _, rest = sealed.partition(b"\n")
    assert json.loads(head).keys() == {"ruhu", "version", "key", "writer", "edits", "at"}
    assert json.loads(head)["writer"] == anna.writer and json.loads(head)["edits"] == 1
    assert b"household" not in rest and b"\x1f\x8b" not in rest[77:80]


def test_a_change_of_any_byte_is_noticed(app: Flask, sealed: bytes) -> None:
    allowed = {"rescue_not_envelope", "rescue_newer", "rescue_other_key", "rescue_damaged", "too_large"}
    with app.app_context():
        assert bringing.opened(sealed).contents.edits
        for place in range(len(sealed)):
            for flip in (0x01, 0x80):
                bad = sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1 :]
                with pytest.raises(Problem) as raised:
                    bringing.opened(bad)
                assert raised.value.code in allowed, place


def test_an_envelope_that_is_cut_or_has_something_behind_it_is_damaged(app: Flask, sealed: bytes) -> None:
    with app.app_context():
        for bad in (sealed[:-1], sealed + b"x", sealed[:-40], sealed[: sealed.index(b"\n") + 1]):
            with pytest.raises(Problem, match="rescue_damaged"):
                bringing.opened(bad)


def test_the_text_form_comes_back_whole_whatever_stands_around_it(sealed: bytes) -> None:
    text = "From a phone, see below\r\n" + envelope.armoured(sealed).replace("\n", "\r\n") + "regards"
    assert envelope.unarmoured(text.encode()) == sealed
    assert envelope.unarmoured(sealed) == sealed


def test_a_text_form_that_is_cut_or_altered_is_damaged(app: Flask, sealed: bytes) -> None:
    text = envelope.armoured(sealed)
    inside = range(text.index("\n") + 1, text.index("-----END"))
    with pytest.raises(Problem, match="rescue_damaged"):
        envelope.unarmoured(text[: inside[-1]].encode())
    with app.app_context():
        for place in inside:
            if text[place] == "\n":
                continue
            other = "A" if text[place] != "A" else "B"
            with pytest.raises(Problem):
                bringing.opened(envelope.unarmoured((text[:place] + other + text[place + 1 :]).encode()))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "rescue_not_envelope"),
        (b"PK\x03\x04 a spreadsheet", "rescue_not_envelope"),
        (b'{"ruhu":"rescue"}\n', "rescue_not_envelope"),
        (b'{"ruhu":"rescue","version":1,"key":"","writer":"17","edits":1,"at":1}\n', "rescue_not_envelope"),
        (b"[" * 1000 + b"\n", "rescue_not_envelope"),
        (b'{"ruhu":"rescue","version":2}\nwhatever comes', "rescue_newer"),
        (b'{"ruhu":"rescue","version":1,"key":"00","writer":17,"edits":1,"at":1}\n', "rescue_other_key"),
    ],
)
def test_what_is_no_envelope_for_this_server_is_named_to_phone_and_office(
    ben: Phone, desk: Desk, given: bytes, code: str
) -> None:
    for told in (carry(ben, given, STATUS[code]), hand_in(desk, given, STATUS[code])):
        assert told["code"] == code and told["message"].keys() == {"zh-CN", "en"}


def test_an_envelope_for_another_township_is_named_so(sealer: Sealer, anna: Phone, ben: Phone) -> None:
    assert carry(ben, sealer.seal(anna, [], key=other_key()), 422)["code"] == "rescue_other_key"


def test_more_than_the_limit_is_too_large_packed_or_unpacked(app: Flask, sealer: Sealer, anna: Phone) -> None:
    with app.app_context():
        for sealed in (sealer.seal(anna, [], packed=gzip.compress(b" " * 6_000_000)), b"x" * (envelope.LONGEST + 1)):
            with pytest.raises(Problem, match="too_large"):
                bringing.opened(sealed)
    with pytest.raises(Problem, match="too_large"):
        envelope.unarmoured(b"x" * (2 * envelope.LONGEST + 1))


@pytest.mark.parametrize(
    "inside", [b"", b"[]", b"no json", b"\x1f\x8bno gzip", gzip.compress(b'{"writer":1}', mtime=0)[:-3]]
)
def test_contents_that_cannot_be_read_are_damaged(app: Flask, sealer: Sealer, anna: Phone, inside: bytes) -> None:
    with app.app_context(), pytest.raises(Problem, match="rescue_damaged"):
        bringing.opened(sealer.seal(anna, [], packed=inside or b" "))


def test_contents_may_come_unpacked_from_a_phone_that_cannot_pack(app: Flask, sealer: Sealer, anna: Phone) -> None:
    told = {"writer": anna.writer, "epoch": None, "now": 1, "offset": None, "token": "0" * 64, "edits": []}
    with app.app_context():
        assert bringing.opened(sealer.seal(anna, [], packed=orjson.dumps(told))).contents.offset is None


@pytest.mark.parametrize(
    "change", [{"now": "x"}, {"offset": 1.5}, {"token": "x"}, {"edits": [1]}, {"edits": [{"n": 0}]}]
)
def test_contents_of_the_wrong_shape_are_malformed(
    app: Flask, sealer: Sealer, anna: Phone, change: dict[str, object]
) -> None:
    told = {"writer": anna.writer, "epoch": None, "now": 1, "offset": None, "token": "0" * 64, "edits": []} | change
    count = len(told["edits"])  # type: ignore[arg-type]
    with app.app_context(), pytest.raises(Problem, match="malformed"):
        bringing.opened(sealer.seal(anna, [], packed=orjson.dumps(told), count=count))


def test_header_and_contents_must_tell_the_same(app: Flask, sealer: Sealer, anna: Phone) -> None:
    with app.app_context():
        for bad in (sealer.seal(anna, [], count=1), sealer.seal(anna, [], writer=anna.writer + 1)):
            with pytest.raises(Problem, match="rescue_damaged"):
                bringing.opened(bad)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / key.FILE
    first, second = key.load(path), key.load(path)
    assert key.point(first.public_key()) == key.point(second.public_key())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and [each.name for each in tmp_path.glob("rescue*")] == [key.FILE]


def test_of_two_processes_that_make_a_key_at_once_one_key_is_kept(tmp_path: Path) -> None:
    path = tmp_path / key.FILE
    key._make(path)
    kept = path.read_bytes()
    key._make(path)
    assert path.read_bytes() == kept and [each.name for each in tmp_path.glob("rescue*")] == [key.FILE]


def test_anybody_may_ask_what_to_seal_for(ben: Phone, sealer: Sealer) -> None:
    told = ben.client.get("/api/rescue/key").get_json()
    assert told["id"] == key.name(sealer.public()) and len(told["public"]) == 88
