"""`dev.py run --lan`: the local authority, its certificate, and the page that installs it on a phone."""

import os
import ssl
import stat
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from devtools.inside.authority_page import handler
from devtools.inside.certificate import make

ADDRESS = "192.168.7.20"


@contextmanager
def _serving(wanted: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), wanted)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
        return body


def test_a_phone_that_trusts_the_authority_trusts_the_server(tmp_path: Path) -> None:
    authority, certificate, key = make(tmp_path / "lan", [ADDRESS], "village-pc")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(authority))
    with _serving(handler(authority.read_bytes(), "https://x"), context) as port:
        for host in ("localhost", "127.0.0.1"):
            with urllib.request.urlopen(f"https://{host}:{port}/", context=trusting) as answer:
                assert answer.status == 200
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"https://localhost:{port}/", context=ssl.create_default_context())


def test_the_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    make(tmp_path / "lan", [ADDRESS], "village-pc")
    if os.name == "posix":
        for name in ("authority.key", "server.key"):
            assert stat.S_IMODE((tmp_path / "lan" / name).stat().st_mode) == 0o600


def test_a_second_start_keeps_the_authority_and_a_new_address_renews_the_certificate(tmp_path: Path) -> None:
    folder = tmp_path / "lan"
    authority, certificate, _ = make(folder, [ADDRESS], "village-pc")
    before = authority.read_bytes(), certificate.read_bytes()
    make(folder, [ADDRESS], "village-pc")
    assert (authority.read_bytes(), certificate.read_bytes()) == before
    make(folder, ["10.1.2.3"], "village-pc")
    assert authority.read_bytes() == before[0] and certificate.read_bytes() != before[1]


def test_the_authority_does_not_sign_for_addresses_of_the_internet(tmp_path: Path) -> None:
    make(tmp_path / "lan", [ADDRESS], "village-pc")
    with pytest.raises(ValueError, match=r"8\.8\.8\.8"):
        make(tmp_path / "lan", ["8.8.8.8"], "village-pc")


def test_the_plain_page_gives_the_certificate_and_nothing_else(tmp_path: Path) -> None:
    authority, _, _ = make(tmp_path / "lan", [ADDRESS], "village-pc")
    with _serving(handler(authority.read_bytes(), f"https://{ADDRESS}:8000")) as port:
        base = f"http://127.0.0.1:{port}"
        page = _get(f"{base}/").decode()
        assert f"https://{ADDRESS}:8000" in page and "<svg" in page and "CA" in page
        assert _get(f"{base}/ruhu-authority.crt") == authority.read_bytes()
        with pytest.raises(urllib.error.HTTPError) as refused:
            _get(f"{base}/authority.key")
        refused.value.close()
