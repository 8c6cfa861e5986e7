"""Reasons, wishes and what may speak against an injection: words of a list become the campaign's codes.

A contraindication is a record of its own and only *suspected*: a hospital's finding decides (source 001). What none of
the campaign's kinds or reasons fits is recorded as the *other* one, in the list's own words: for that nobody need look
at the file. Nothing is inferred the other way round: a reason is no refusal, and an illness that nobody calls a
contraindication stays in the note.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from server.roster.person.campaign import CampaignWords
from server.roster.person.line import LONGEST, Line
from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.vocabulary import read, vocabulary

_KEYS = ("contraindication", "health", "reason", "willingness")


class Conditions:
    """Reads the columns of reasons, wishes and contraindications of one header."""

    def __init__(self, places: Mapping[str, int], campaign: CampaignWords) -> None:
        self.campaign = campaign
        self.keys = [key for key in _KEYS if key in places]

    def read(self, line: Line) -> None:
        """Put what a row says into its person."""
        for key in self.keys:
            said = text.narrow(line.text(key))
            if not said:
                continue
            if key == "reason":
                self._reason(line, said)
            elif key == "willingness":
                self._willingness(line, said)
            else:
                self._contraindications(line, key, said)

    def _willingness(self, line: Line, said: str) -> None:
        code = _words()["willingness"].get(text.solid(said).lower())
        if code:
            line.person.values["willingness"] = code
        else:
            line.found("willingness", Code.WILLINGNESS_UNKNOWN, value=said[:LONGEST])
            line.note("willingness", said)

    def _reason(self, line: Line, said: str) -> None:
        if text.solid(said).lower() in _words()["none"]:
            return
        if because(line, self.campaign, "reason", said):
            return
        other = str(read("conditions.json")["other_reason"])
        if other in self.campaign.reason_codes:
            line.person.values.setdefault("reason", other)
        else:
            line.found("reason", Code.REASON_UNKNOWN, value=said[:LONGEST])
        line.note("reason", said)

    def _contraindications(self, line: Line, key: str, said: str) -> None:
        none, some = _words()["none"], _words()["some"]
        whole = self.campaign.kinds.exact(said)
        parts = [said] if whole else vocabulary().parts(said)
        unknown: list[str] = []
        for part in parts:
            bare = text.solid(part).lower()
            if bare in none or denied(self.campaign, bare):
                continue
            kinds = kinds_in(self.campaign, part)
            for kind in kinds:
                record(line, kind, part if self.campaign.kinds.exact(part) is None else "")
            if not kinds and (key == "contraindication" or bare not in some):
                unknown.append(part)
        if unknown:
            self._unknown(line, key, ", ".join(unknown))

    def _unknown(self, line: Line, key: str, said: str) -> None:
        kind = _other()
        if key == "contraindication" and kind in self.campaign.kind_codes:
            record(line, kind, said)
        else:
            if key == "contraindication":
                line.found(key, Code.KIND_UNKNOWN, value=said[:LONGEST])
            line.note(key, said)


def record(line: Line, kind: str, remark: str) -> None:
    """A suspected contraindication, once per kind; `remark`: the list's own words, where they say more."""
    for known in line.person.contraindications:
        if known["kind"] == kind:
            remarks = [known.get("remark", ""), remark]
            if remark and remark not in remarks[0]:
                known["remark"] = "; ".join(filter(None, remarks))
            return
    fresh: dict[str, Any] = {"kind": kind, "state": "suspected"}
    line.person.contraindications.append({**fresh, "remark": remark} if remark else fresh)


def because(line: Line, campaign: CampaignWords, key: str, said: str) -> bool:
    """Take a text as the reason for not being vaccinated; False if it is none. The first reason named is the reason.

    A contraindication among reasons becomes a record, and the reason is that there is one.
    """
    whole = campaign.reasons.exact(said)
    kinds = [] if whole else [kind for kind in kinds_in(campaign, said) if kind != _other()]
    reasons = [whole] if whole else campaign.reasons.within(said)
    if denied(campaign, text.solid(said).lower()):
        kinds = []
    if not kinds and not reasons:
        return False
    for kind in kinds:
        record(line, kind, "" if campaign.kinds.exact(said) else text.narrow(said))
    contraindicated = str(read("conditions.json")["contraindicated"])
    if kinds and contraindicated in campaign.reason_codes:
        reasons = [contraindicated]
    if reasons:
        line.person.values.setdefault("reason", reasons[0])
    if whole is None or text.solid(said).lower() in _words()["kept"]:
        line.note(key, text.narrow(said))
    return True


def kinds_in(campaign: CampaignWords, said: str) -> list[str]:
    """The kinds that a text names; those that stand for others too (a family's history) stand alone."""
    found = campaign.kinds.within(said)
    alone = [kind for kind in found if kind in read("conditions.json")["alone"]]
    return alone or found


def denied(campaign: CampaignWords, bare: str) -> bool:
    """Whether a text denies what it names: "no fever", "never had epilepsy"."""
    for negation in _words()["negations"]:
        if bare.startswith(negation):
            rest = bare.removeprefix(negation)
            return bool(campaign.kinds.within(rest)) or rest.endswith(tuple(_words()["denials"]))
    return False


def _other() -> str:
    return str(read("conditions.json")["unknown_kind"])


@cache
def _words() -> dict[str, Any]:
    said = read("conditions.json")
    return {
        "none": frozenset(said["none"]),
        "some": frozenset(said["some"]),
        "kept": frozenset(said["kept"]),  # reasons that say more than their code
        "negations": sorted(said["negations"], key=len, reverse=True),
        "denials": said["denials"],
        "willingness": {word: code for code, words in said["willingness"].items() for word in words},
    }
