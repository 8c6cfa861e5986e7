"""Who works here: accounts, what areas they were granted and when, their phones, their logins."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Account(Base):
    """A person who works with Ruhu. Roles: admin, reviewer (office, whole township), cadre, canvasser (phones,
    granted areas).
    """

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    phone: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str | None] = mapped_column(String(256))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class Grant(Base):
    """An account may work in an area (grid, village or township) from `since` until `until` (None: still). Times in
    ms.
    """

    __tablename__ = "grants"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    area: Mapped[str] = mapped_column(String(20))
    since: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer)  # of all grants, when this one was last changed


class Enrolment(Base):
    """A one-use link that makes one browser one person's device. Only the hash of its code is kept."""

    __tablename__ = "enrolments"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[int | None] = mapped_column(BigInteger)
    made_by: Mapped[int | None] = mapped_column(Integer)
    replaces: Mapped[bool] = mapped_column(Boolean, default=False)  # revoke the person's older phones when used


class Writer(Base):
    """Whoever numbers edits: one per enrolled phone, one per office account. `last_n` counts without gaps."""

    __tablename__ = "writers"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # device | office
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    last_n: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)  # of edit last_n + 1


class Device(Base):
    """A phone; its number is its writer's. The token is kept hashed and can be revoked."""

    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(ForeignKey("writers.id"), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str | None] = mapped_column(String(120))
    enrolled_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)
    last_sync: Mapped[int | None] = mapped_column(BigInteger)
    unsent: Mapped[int | None] = mapped_column(Integer)  # as the phone last reported
    app: Mapped[str | None] = mapped_column(String(40))


class Login(Base):
    """An office login: the cookie's hash, its CSRF token, its end."""

    __tablename__ = "logins"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    expires: Mapped[int] = mapped_column(BigInteger)
