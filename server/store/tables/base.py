"""The declarative base of all tables. JSON is kept as text: it is written once and mostly passed on unread."""

from __future__ import annotations

from typing import cast

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """All tables of the store; constraints have names so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def core(mapped: type[Base]) -> Table:
    """The bare table of a mapped class: statements on it go past the ORM's bookkeeping. Columns have their names in
    SQL.
    """
    return cast(Table, mapped.__table__)
