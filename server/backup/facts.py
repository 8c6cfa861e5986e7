"""What a backup says of itself, read from the database in the same picture as its data."""

from __future__ import annotations

from sqlalchemy import Connection, func, inspect, select, text

from server.backup.container import About
from server.backup.problem import BackupProblem
from server.store.tables import Account, Area, Edit, Meta, Record


def about(connection: Connection, at: int, size: int) -> About:
    """The head of a backup; raises BackupProblem if there is no database yet."""
    if not set_up(connection):
        raise BackupProblem("There is no database yet: nothing to back up.")
    name = connection.scalar(select(Area.name).where(Area.level == "township").limit(1))
    return About(
        store=connection.dialect.name,
        schema=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        epoch=str(connection.scalar(select(Meta.value).where(Meta.key == "epoch"))),
        at=at,
        township=name or "",
        size=size,
    )


def set_up(connection: Connection) -> bool:
    """Whether the tables are there."""
    return inspect(connection).has_table("alembic_version")


def has_data(connection: Connection) -> bool:
    """Whether somebody has begun to work with this database."""
    there = inspect(connection)
    for table in (Account, Record, Edit):
        if there.has_table(table.__tablename__) and connection.scalar(select(func.count()).select_from(table)):
            return True
    return False
