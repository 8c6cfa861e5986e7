"""Files have names that say something, and a length that fits a head."""

from tests.habits.repository import ROOT, files, name_of

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
SOURCES = (".py", ".ts", ".vue", ".css")
LONGEST = 300
USUAL = 200
SHARE_OF_USUAL = 0.9
LARGEST_PICTURE = 150_000
# Longer files, each with its reason and its length at most. This list only shrinks.
LONG_FOR_A_REASON: dict[str, tuple[int, str]] = {}
WORDS = "pwa/src/ui/words/"


def _length(name: str) -> int:
    return len((ROOT / name).read_text(encoding="utf-8").splitlines())


def _sources() -> list[str]:
    return [name_of(path) for path in files(*SOURCES) if not name_of(path).startswith(WORDS)]


def test_nothing_is_named_after_having_no_name() -> None:
    bad = [name_of(p) for p in files() if NAMELESS & {part.split(".")[0].lower() for part in p.relative_to(ROOT).parts}]
    assert bad == []


def test_no_source_file_is_longer_than_three_screens() -> None:
    long = {name: _length(name) for name in _sources()}
    assert {name: n for name, n in long.items() if n > LONGEST and name not in LONG_FOR_A_REASON} == {}


def test_the_list_of_long_files_only_shrinks() -> None:
    for name, (most, reason) in LONG_FOR_A_REASON.items():
        assert reason
        assert LONGEST < _length(name) <= most, f"{name} has {_length(name)} lines: take it off the list or shorten it"


def test_most_source_files_are_shorter_than_two_hundred_lines() -> None:
    lengths = [_length(name) for name in _sources()]
    assert sum(n < USUAL for n in lengths) >= SHARE_OF_USUAL * len(lengths)


def test_pictures_are_small_enough_for_a_page_on_a_phone() -> None:
    sizes = {name_of(path): path.stat().st_size for path in files(".png", ".jpg", ".gif", ".webp")}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    places = tuple("/" + first + "/" for first in ("root", "work", "home", "opt", "Users", "mnt"))
    found = []
    for path in files(".py", ".ts", ".vue", ".md", ".json", ".toml", ".txt", ".yml", ".html", ".css"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if any(f"{start}{place}" in line for place in places for start in (" ", '"', "'", "`", "=")):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_lock_files_name_versions_and_hashes_but_no_registry() -> None:
    lock = (ROOT / "pwa" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and '"integrity"' in lock
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not [word for word in ("index-url", "find-links", "://", "file:", "trusted-host") if word in text]
    assert not [name_of(path) for path in files() if path.name in {".npmrc", "pip.conf", ".pypirc"}]
