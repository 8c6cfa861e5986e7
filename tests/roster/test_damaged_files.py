"""Files whose bytes were damaged on the way: each is read, or refused in its own words; none stops the server."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from server.roster.entry.check import check
from server.roster.problems import Unreadable
from tests.roster.messy import mixtures
from tests.roster.messy.paper import Messy
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, dropped or added."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 2, 5])):
        at = chance.randrange(len(changed))
        if chance.random() < 0.6:
            changed[at] = chance.randrange(256)
        elif chance.random() < 0.5:
            changed[at : at + 4] = b"\xff\xff\xff\x7f"
        else:
            del changed[at : at + chance.randrange(1, 40)]
    return bytes(changed)


def in_one_entry(path: Path, chance: random.Random) -> bytes:
    """An archive, sound as such, in which one entry's content is damaged."""
    with zipfile.ZipFile(path) as old:
        entries = {entry.filename: old.read(entry) for entry in old.infolist()}
    name = chance.choice(sorted(entries))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each, content in entries.items():
            new.writestr(each, damaged(content, chance) if each == name else content)
    return path.read_bytes()


@pytest.mark.parametrize("kind", [mixtures.a_whole_village, mixtures.a_whole_village_in_an_old_workbook])
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused(kind: Callable[[], Messy], seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = write(tmp_path, kind())
    sound = path.read_bytes()
    for _ in range(15):
        path.write_bytes(sound)
        path.write_bytes(in_one_entry(path, chance) if path.suffix == ".xlsx" else damaged(sound, chance))
        try:
            assert check(path, None, None, TODAY)["rows"] >= 1
        except Unreadable as refused:
            assert refused.code.value.startswith("file.")
