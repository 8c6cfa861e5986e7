"""A bad line between one phone and the server: it cuts at any byte, loses, delays, doubles, and delivers long after.

Every connection carries one request. What happens to it is chosen by a seed, so that a phone which asks the same things
in the same order meets the same accidents.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
from collections import Counter
from contextlib import suppress

PIECE = 64 * 1024
# What may happen to a request, and how often.
ACCIDENTS = {
    "through": 8,  # nothing
    "slow": 2,  # it comes in pieces
    "request cut": 3,  # the server gets the first bytes, then nothing more: the line is dead
    "request ends": 2,  # the server gets the first bytes, then the end, and its answer arrives
    "answer cut": 4,  # the phone gets the first bytes of the answer (none at all, if it is unlucky)
    "doubled": 2,  # two connections deliver it at the same time
    "held": 3,  # the phone's line dies; the request is delivered after later ones
}


class Proxy:
    """Listens on `port` and forwards to the server on `to`; `happened` counts the accidents."""

    def __init__(self, to: int, seed: object) -> None:
        self._to = to
        self._pick = random.Random(f"line {seed}")
        self._held: list[bytes] = []
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.2)
        self.port: int = self._listener.getsockname()[1]
        self.happened: Counter[str] = Counter()
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def deliver_held(self) -> None:
        """Deliver everything that was held back, in any order; nobody hears the answers."""
        self._pick.shuffle(self._held)
        while self._held:
            self._ask(self._held.pop())

    def close(self) -> None:
        """End it, with every connection."""
        self._over.set()
        self._accepting.join()
        for each in self._threads:
            each.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                phone, _ = self._listener.accept()
                accident = self._pick.choices(list(ACCIDENTS), list(ACCIDENTS.values()))[0]
                share, slips = self._pick.random(), bool(self._held) and self._pick.random() < 0.3
                self.happened[accident] += 1
                thread = threading.Thread(target=self._carry, args=(phone, accident, share, slips))
                self._threads.append(thread)
                thread.start()

    def _carry(self, phone: socket.socket, accident: str, share: float, slips: bool) -> None:
        """One connection: `share` says at which byte, `slips` that a request held back comes in between."""
        with phone, suppress(OSError):
            phone.settimeout(60)
            request = _request(phone)
            if slips:
                self._ask(self._held.pop(0))
            if accident == "held":
                self._held.append(request)
                _reset(phone)
            elif accident == "request cut":
                self._begin(request[: int(share * len(request))])
                _reset(phone)
            elif accident == "request ends":
                phone.sendall(self._ask(request[: int(share * len(request))]))
            elif accident == "doubled":
                other = threading.Thread(target=self._ask, args=(request,))
                other.start()
                phone.sendall(self._ask(request))
                other.join()
            else:
                self._answer(phone, self._ask(request, slow=accident == "slow"), accident, share)

    def _answer(self, phone: socket.socket, answer: bytes, accident: str, share: float) -> None:
        if accident == "answer cut":
            phone.sendall(answer[: int(share * share * len(answer))])
            _reset(phone)
        elif accident == "slow":
            for piece in _pieces(answer):
                phone.sendall(piece)
                self._over.wait(0.01)
        else:
            phone.sendall(answer)

    def _begin(self, some: bytes) -> None:
        """Let the server have the beginning of a request, and break off."""
        with socket.create_connection(("127.0.0.1", self._to), timeout=60) as server:
            server.sendall(some)
            _reset(server)

    def _ask(self, request: bytes, *, slow: bool = False) -> bytes:
        """The server's whole answer."""
        with socket.create_connection(("127.0.0.1", self._to), timeout=60) as server:
            for piece in _pieces(request) if slow else [request]:
                server.sendall(piece)
                if slow:
                    self._over.wait(0.01)
            server.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: server.recv(PIECE), b""))


def _pieces(data: bytes) -> list[bytes]:
    size = len(data) // 5 + 1
    return [data[start : start + size] for start in range(0, len(data), size)]


def _request(phone: socket.socket) -> bytes:
    """One whole request as the phone sent it, except that its connection is closed by the answer."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(phone)
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += _some(phone)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


def _some(phone: socket.socket) -> bytes:
    data = phone.recv(PIECE)
    if not data:
        raise ConnectionError("the phone went away")
    return data


def _reset(end: socket.socket) -> None:
    """Close at once, so that the other side sees a broken line and no end of data."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
