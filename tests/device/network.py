"""What lies between a device and the server, and what a device keeps: both fail in every way that they can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import partial

from flask import Flask

from device import Memory, Reply, Request, Unreachable
from device.storage import Change
from tests.device.chronicle import SEEN


class Fault(Enum):
    """What becomes of one exchange."""

    WHOLE = "it arrives and is answered"
    LOST = "the request never arrives"
    UNANSWERED = "it arrives, and the answer is lost"
    HALF = "only half of the answer comes"
    TWICE = "it arrives twice, the second answer comes"
    TWICE_FIRST = "it arrives twice, the first answer comes"
    LATE = "it arrives much later, when nobody waits for the answer any more"


class PowerCut(Exception):
    """The device goes dark between two writes."""


class Disk(Memory):
    """What survives a device. With a fuse, the power goes just before or just after one of the next commits."""

    def __init__(self) -> None:
        super().__init__()
        self.fuse: int | None = None

    def commit(self, changes: Iterable[Change]) -> None:
        """Commit, unless the power goes."""
        self._burn()
        super().commit(changes)
        self._burn()

    def _burn(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                SEEN["power cuts"] += 1
                raise PowerCut


Watch = Callable[[int, Request, Reply], None]


class Network:
    """Carries requests to the server's app; faults happen to the next exchanges in order. Whatever the server answers
    is shown to `watch`, also what never reaches a device.
    """

    def __init__(self, app: Flask, watch: Watch) -> None:
        self.watch = watch
        self.faults: list[Fault] = []
        self.late: list[tuple[int, Request]] = []
        self.meanwhile: list[Callable[[], None]] = []  # what people do while the next requests are under way
        self.serve(app)

    def serve(self, app: Flask) -> None:
        """Another process of the server answers from now on."""
        self._client = app.test_client(use_cookies=False)

    def line(self, who: int) -> Callable[[Request], Reply]:
        """The connection of one device."""
        return partial(self._carry, who)

    def deliver_late(self, place: int) -> None:
        """One of the late requests arrives."""
        if self.late:
            SEEN["delivered late"] += 1
            self._deliver(*self.late.pop(place % len(self.late)))

    def _carry(self, who: int, request: Request) -> Reply:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        fault = self.faults.pop(0) if self.faults else Fault.WHOLE
        SEEN[fault.value] += fault is not Fault.WHOLE
        if fault is Fault.LATE:
            self.late.append((who, request))
        if fault in (Fault.LOST, Fault.LATE):
            raise Unreachable
        reply = self._deliver(who, request)
        if fault is Fault.UNANSWERED:
            raise Unreachable
        if fault is Fault.HALF:
            return replace(reply, data=reply.data[: len(reply.data) // 2])
        if fault in (Fault.TWICE, Fault.TWICE_FIRST):
            again = self._deliver(who, request)
            return again if fault is Fault.TWICE else reply
        return reply

    def _deliver(self, who: int, request: Request) -> Reply:
        headers = {"Authorization": f"Bearer {request.token}"}
        response = self._client.open(request.path, method=request.method, data=request.data, headers=headers)
        reply = Reply(response.status_code, response.data)
        self.watch(who, request, reply)
        return reply
