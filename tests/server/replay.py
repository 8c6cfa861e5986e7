"""Acts out the worked example of docs/protocol.md against the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.exchange import ledger
from server.exchange.answers import Draft
from tests.server.town import Phone, Town

OPAQUE = {"token", "epoch", "cursor", "ack", "proof"}


@dataclass
class Replay:
    """The worked example, acted out. What is opaque is bound to what this server really told."""

    town: Town
    codes: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    response: Any = None

    def step(self, title: str, said: Any) -> None:
        """Do or check one step."""
        who, verb, *rest = title.split()
        if who == "office":
            (self.open if verb == "opens" else self.decide)(said)
        elif verb == "sends":
            if who not in self.tokens and rest[1] != "/api/enrol":
                self.enrol_and_pull(who)
            self.send(who, rest[1], self.live(said) | ({"code": self.codes[who]} if "code" in said else {}))
        else:
            if rest[1:2] == ["from"]:
                self.response = self.town.app.test_client().get(rest[3], headers=self.headers(who))
            assert self.response.status_code == int(rest[0]), title
            told = self.response.get_json()
            self.compare(said, told, title)
            if "token" in told:
                self.tokens[who] = told["token"]

    def headers(self, who: str) -> dict[str, str]:
        """Who is asking."""
        return {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}

    def send(self, who: str, path: str, body: dict[str, Any]) -> None:
        """POST as a phone, zipped."""
        phone = Phone(self.town.app.test_client(), 0, self.tokens.get(who, ""), 0)
        self.response = phone.send(path, body, packed=True)

    def enrol_and_pull(self, who: str) -> None:
        """A phone of which the example only says that it was there."""
        self.send(who, "/api/enrol", {"code": self.codes[who]})
        self.tokens[who] = self.response.get_json()["token"]

    def decide(self, said: dict[str, Any]) -> None:
        """The office settles a field."""
        draft = Draft("decide", "resident", said["record"], {said["field"]: (said["value"], None)})
        with self.town.app.app_context(), self.town.store.writing() as session:
            ledger.office(session, self.town.admin, [draft], verdict=said["verdict"], remark=said["remark"])

    def open(self, said: dict[str, Any]) -> None:
        """The office opens a session."""
        self.town.office(Draft("create", "session", None, {name: (value, None) for name, value in said.items()}))

    def live(self, said: Any) -> Any:
        """What the document says, with this server's own opaque values."""
        if isinstance(said, dict):
            return {name: self.live(value) for name, value in said.items()}
        if isinstance(said, list):
            return [self.live(value) for value in said]
        return self.bound.get(said, said) if isinstance(said, str) else said

    def compare(self, said: Any, told: Any, path: str) -> None:
        """Equal in everything but what is opaque; that must be the same wherever the document says the same."""
        if isinstance(said, dict) and isinstance(told, dict):
            assert said.keys() == told.keys(), path
            for name in said:
                if name in OPAQUE or (name == "id" and ".leases[" in path):
                    assert self.bound.setdefault(said[name], told[name]) == told[name], f"{path}.{name}"
                else:
                    self.compare(said[name], told[name], f"{path}.{name}")
        elif isinstance(said, list) and isinstance(told, list):
            assert len(said) == len(told), path
            for place, (one, other) in enumerate(zip(said, told, strict=True)):
                self.compare(one, other, f"{path}[{place}]")
        else:
            assert said == told, path
