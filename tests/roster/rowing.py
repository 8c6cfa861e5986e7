"""Rows under a header, read as the check reads them: what each row says, without a file."""

from typing import Any

from server.roster.person import campaign
from server.roster.person.line import Person
from server.roster.person.rows import Reader
from server.roster.person.vaccinated import RESIDENTS
from server.roster.sheet.files import Row
from server.roster.sheet.header import Column, Header
from server.roster.sheet.text import header
from server.roster.vocabulary import vocabulary
from tests.roster.sheets import TODAY


def read(titles: list[str], *row: Any, kind: str = RESIDENTS, words: campaign.CampaignWords | None = None) -> Person:
    """The person of one row; a cell that is not given is empty."""
    known = vocabulary()
    columns = [
        Column(index, title, known.headers.get(header(title)), header(title) in known.headers)
        for index, title in enumerate(titles)
    ]
    cells: Row = [*row, *[None] * (len(titles) - len(row))]
    return Reader(Header(0, columns), TODAY, words or campaign.words(None), kind).read(cells, 2)


def doses(person: Person) -> list[tuple[Any, ...]]:
    """(number, day, product) of each dose; None for what is not known."""
    return [(dose.get("number"), dose.get("on"), dose.get("product")) for dose in person.doses]


def codes(person: Person) -> list[tuple[str, str]]:
    """(column, code) of each problem."""
    return [(found.column, found.code.value) for found in person.problems]
