"""Addresses of this machine as phones on the same network see it."""

import contextlib
import ipaddress
import socket

# Any address outside this machine will do: connecting a UDP socket sends nothing, it only picks the route.
ELSEWHERE = (("192.0.2.1", 9), ("10.255.255.255", 9))


def addresses() -> list[str]:
    """IPv4 addresses that a phone could reach, the most likely first; empty when there is no network."""
    found: list[str] = []
    for place in ELSEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(place)
                found.append(str(probe.getsockname()[0]))
            except OSError:
                continue
    with contextlib.suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    usable = [one for one in dict.fromkeys(found) if not ipaddress.ip_address(one).is_loopback and one != "0.0.0.0"]
    return sorted(usable, key=lambda one: not ipaddress.ip_address(one).is_private)


def hostname() -> str:
    """This machine's name, in the form that goes into a certificate."""
    return socket.gethostname().lower()


def port_is_free(port: int, host: str) -> bool:
    """True when a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
