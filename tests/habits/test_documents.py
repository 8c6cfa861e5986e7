"""Documents must speak of files that exist, and of commands that exist."""

import re

from devtools.commands import parser
from tests.habits.repository import ROOT, files, name_of

TOP = ("server", "sync", "pwa", "tests", "docs", "devtools")
PATH = re.compile(rf"`((?:{'|'.join(TOP)})/[^`\s]*|dev\.py|\.ci/run|pyproject\.toml)`")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)\s#]+)")
DECISION = re.compile(r"\((\d{4}[^)]*\.md)\) \| (.+) \|")
COMMAND = re.compile(r"python3 dev\.py (\w+)")
INVENTED = re.compile(r"[<>…{}]|DIR|CODE|^pwa/dist")


def _there(written: str) -> bool:
    plain = re.sub(r"(::.*|:\d+|#.*|\(.*)$", "", written).rstrip("/.,")
    return any(ROOT.glob(plain)) if "*" in plain else (ROOT / plain).exists()


def test_every_path_that_a_document_names_exists() -> None:
    missing = []
    for document in files(".md"):
        for written in PATH.findall(document.read_text(encoding="utf-8")):
            if not INVENTED.search(written) and not _there(written):
                missing.append(f"{name_of(document)}: {written}")
    assert missing == []


def test_every_link_between_documents_leads_somewhere() -> None:
    missing = []
    for document in files(".md"):
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            if not (document.parent / target).exists():
                missing.append(f"{name_of(document)}: {target}")
    assert missing == []


def test_every_decision_stands_in_the_list_of_decisions_under_its_own_title() -> None:
    folder = ROOT / "docs" / "adr"
    listed = dict(DECISION.findall((folder / "README.md").read_text(encoding="utf-8")))
    titles = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in folder.glob("0*.md")}
    assert {name: f"# {int(name[:4])}. {title}" for name, title in listed.items()} == titles


def test_every_command_that_a_document_gives_is_known_to_dev_py() -> None:
    known = parser().format_help()
    for document in files(".md"):
        for command in COMMAND.findall(document.read_text(encoding="utf-8")):
            assert command in known, f"{name_of(document)}: {command}"


def test_the_continuous_check_runs_exactly_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["python3 dev.py test"]
    assert commands[0] in (ROOT / "README.md").read_text(encoding="utf-8")
