"""Who of a list is there already, and what it changes. The same question is asked at the check and when a person goes
in, so that what happened in between is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import FIELD_ROLES
from server.office.staff.problems import Code, Found
from server.office.staff.reading import SITE, Entry
from server.roster.sheet import text
from server.store.tables import Account, Grant
from sync import areas

NEW, CHANGED, SAME, STOPPED = "new", "changed", "same", "stopped"
FIELDS = ("name", "phone", "role")


@dataclass
class Outcome:
    """What becomes of an entry: new, changed, same or stopped. `areas`: all that the person then has."""

    what: str
    account: Account | None = None
    fields: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    areas: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Found] = field(default_factory=list)


class Present:
    """The accounts as they stand. `titles`: a column's key → its header in the file; `entries`: the whole list, of
    which some may be in.
    """

    def __init__(self, session: Session, titles: Mapping[str, str], entries: Iterable[Entry]) -> None:
        self.titles = titles
        self._logins: dict[str, Account] = {}
        self._phones: dict[str, list[Account]] = defaultdict(list)
        self._named: dict[str, list[Account]] = defaultdict(list)
        self.areas: dict[int, set[str]] = defaultdict(set)
        for account in session.scalars(select(Account).where(Account.role != "system").order_by(Account.id)):
            self._logins[account.login.lower()] = account
            self._named[text.name(account.name)].append(account)
            if account.phone:
                self._phones[text.phone(account.phone) or account.phone].append(account)
        for number, area in session.execute(select(Grant.account, Grant.area).where(Grant.until.is_(None))):
            self.areas[number].add(area)
        everybody = list(entries)
        self.met = {entry.account for entry in everybody if entry.account is not None}
        known = (self._known(entry) for entry in everybody)
        self._meant = {account.id for account in known if isinstance(account, Account)} | self.met

    def outcome(self, entry: Entry) -> Outcome:
        """What becomes of an entry now; the account that it means is taken by it."""
        found = self._meet(entry)
        if isinstance(found, Found):
            return Outcome(STOPPED, problems=[found])
        if found is None:
            return self._fresh(entry)
        problem = self._fits(entry, found)
        if problem:
            return Outcome(STOPPED, account=found, problems=[problem])
        self.met.add(found.id)
        return self._compared(entry, found)

    def _fresh(self, entry: Entry) -> Outcome:
        if entry.role is None:
            return Outcome(STOPPED, problems=[self._found(entry, "role", Code.ROLE_MISSING)])
        look = [] if entry.phone else [self._found(entry, "phone", Code.PHONE_MISSING)]
        fields: dict[str, tuple[str | None, str | None]] = {"name": (None, entry.name), "role": (None, entry.role)}
        if entry.phone:
            fields["phone"] = (None, entry.phone)
        return Outcome(NEW, None, fields, entry.areas, entry.areas, [], look)

    def _compared(self, entry: Entry, account: Account) -> Outcome:
        wanted = {"name": entry.name, "phone": entry.phone, "role": entry.role}
        fields: dict[str, tuple[str | None, str | None]] = {
            name: (getattr(account, name), value)
            for name, value in wanted.items()
            if value and value != _as_compared(name, getattr(account, name))
        }
        now = self.areas[account.id]
        kept = {area for area in now if not entry.areas or not _spoken_of(area, entry)}
        then = kept | set(entry.areas)
        then = {area for area in then if area == areas.village_of(area) or areas.village_of(area) not in then}
        out = Outcome(SAME, account, fields, sorted(then), sorted(then - now), sorted(now - then))
        if fields or out.added or out.removed:
            out.what = CHANGED
        return out

    def _meet(self, entry: Entry) -> Account | None | Found:
        """The account of an entry: by its sign-in name, its telephone, or its name in the same village."""
        known = self._known(entry)
        return self._namesake(entry) if known is None else known

    def _known(self, entry: Entry) -> Account | None | Found:
        """The account that the entry names beyond doubt."""
        if entry.login:
            account = self._logins.get(entry.login.lower())
            return account or self._found(entry, "login", Code.LOGIN_UNKNOWN, value=entry.login[:40])
        holders = self._phones.get(entry.phone, []) if entry.phone else []
        named = [each for each in holders if text.name(each.name) == entry.name]
        if len(named) > 1:
            return self._found(entry, "phone", Code.SEVERAL, name=entry.name)
        if holders and not named:
            whose = holders[0]
            return self._found(entry, "phone", Code.OTHER_NAME, other=whose.name, login=whose.login)
        return named[0] if named else None

    def _namesake(self, entry: Entry) -> Account | None | Found:
        """Somebody of the same name where the list speaks of, unless another row of it means them."""
        near = [each for each in self._named[entry.name] if each.id not in self._meant and self._near(entry, each)]
        if not near:
            return None
        if len(near) > 1:
            return self._found(entry, "name", Code.SEVERAL, name=entry.name)
        if entry.phone and near[0].phone:
            return self._found(entry, "phone", Code.SAME_NAME, name=entry.name, login=near[0].login)
        return near[0]

    def _near(self, entry: Entry, account: Account) -> bool:
        """Whether somebody of this name works where the list speaks of."""
        mine = self.areas[account.id]
        return account.active and any(_spoken_of(area, entry) or area in entry.areas for area in mine)

    def _fits(self, entry: Entry, account: Account) -> Found | None:
        """Why a list may not touch this account."""
        if account.role not in FIELD_ROLES:
            return self._found(entry, "role", Code.ROLE_OFFICE)
        if not account.active:
            return self._found(entry, "name", Code.DISABLED, name=account.name)
        if account.id in self.met:
            return self._found(entry, "name", Code.TWICE, name=account.name)
        if entry.role and (entry.role == SITE) != (account.role == SITE):
            return self._found(entry, "role", Code.ROLE_SITE)
        if not entry.role and entry.areas and (account.role == SITE) != (areas.level(entry.areas[0]) == SITE):
            return self._found(entry, "role", Code.ROLE_SITE)
        holders = self._phones.get(entry.phone, []) if entry.phone else []
        if any(each is not account for each in holders) and account not in holders:
            return self._found(entry, "phone", Code.PHONE_TAKEN, other=holders[0].name)
        return None

    def _found(self, entry: Entry, key: str, code: Code, **values: str) -> Found:
        return Found(entry.row, self.titles.get(key, key), code, values)


def _spoken_of(area: str, entry: Entry) -> bool:
    """Whether the list says anything of this area: it lies in a village that the row names, or it is a site."""
    if entry.areas and areas.level(entry.areas[0]) == SITE:
        return areas.level(area) == SITE
    return areas.village_of(area) in entry.within


def _as_compared(name: str, value: Any) -> Any:
    if name == "phone" and value:
        return text.phone(str(value)) or value
    return text.name(str(value)) if name == "name" and value else value
