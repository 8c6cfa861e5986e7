"""A reference device: the phone's side of docs/protocol.md in pure Python, without a screen.

It shows what a stranger would write from that page alone, and is what the simulation, the benchmarks and whoever
integrates with Ruhu use. It needs the standard library only, and it never merges: it holds the server's last word
(rows) and its own edits (the outbox), and shows the one with the other on top.

A tour: `saving` makes edits in view of what the `screen` shows; `cycle` sends them (`push`), fetches what is new
(`pull`, `entering`), compares (`checking`) and gives a restored server back what it lost (`restored`). All of it is a
generator that yields requests and is sent replies, so that it can be driven by anything: `http` is one driver, a
simulation that loses, delays and cuts is another. What is kept is in `storage`, whose transactions are all or nothing.
"""

from device.cycle import Outcome
from device.device import Device
from device.storage import File, Memory, Storage
from device.wire import Failure, Reply, Request, Unreachable, drive

__all__ = ["Device", "Failure", "File", "Memory", "Outcome", "Reply", "Request", "Storage", "Unreachable", "drive"]
