"""The example of the protocol: the same bytes here, on the phone (`pwa/tests/rescue`), and in any other language."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server.rescue import contents, envelope, key
from server.rescue.envelope import Header
from tests.rescue import frames

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "rescue" / "envelope.json").read_text(encoding="utf-8"))
GIVEN: dict[str, Any] = VECTOR["given"]
EXPECT: dict[str, Any] = VECTOR["expect"]
SEALED = bytes.fromhex(EXPECT["envelope"])


def private(number: str) -> ec.EllipticCurvePrivateKey:
    """The private key with this number (hex)."""
    return ec.derive_private_key(int(number, 16), ec.SECP256R1())


def test_sealing_what_is_given_makes_the_envelope_of_the_example() -> None:
    public = key.point(private(GIVEN["township"]["private"]).public_key())
    made = envelope.sealed(
        GIVEN["packed"].encode(), Header(GIVEN["township"]["id"], 17, 2, GIVEN["at"]), GIVEN["token_hash"], public,
        fresh=private(GIVEN["fresh"]["private"]), nonce=bytes.fromhex(GIVEN["nonce"]),
    )  # fmt: skip
    assert made == SEALED and made.startswith(EXPECT["header"].encode())
    assert hashlib.sha256(made).hexdigest() == EXPECT["sha256"]


def test_opening_the_envelope_of_the_example_gives_what_was_in_it() -> None:
    opened = envelope.opened(SEALED, private(GIVEN["township"]["private"]))
    assert hashlib.sha256(GIVEN["token"].encode()).hexdigest() == GIVEN["token_hash"]
    assert opened.proves(GIVEN["token_hash"]) and not opened.proves("0" * 64)
    found = contents.unpacked(opened.packed, 17, 2, 10_000)
    told = GIVEN["contents"]
    assert found.edits == told["edits"] and found.person == told["person"]
    assert (found.now, found.offset, found.epoch) == (told["now"], told["offset"], told["epoch"])


def test_the_codes_of_the_example_join_to_the_envelope_in_any_order() -> None:
    assert frames.cut(SEALED, GIVEN["part"]) == EXPECT["frames"]
    assert frames.joined(EXPECT["frames"][::-1]) == SEALED


@pytest.mark.parametrize(("plain", "coded"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")])
def test_base45_is_that_of_its_document(plain: bytes, coded: str) -> None:
    assert frames.base45(plain) == coded and frames.unbase45(coded) == plain
