"""What the seed says is read in the browser and on paper too: it names no command."""

import re

from tests.conftest import ROOT

COMMAND = re.compile(r"\bcanang [a-z]|(?<!\S)--[a-z]|\bgõ [a-z]\b")


def test_no_text_of_the_seed_names_a_command() -> None:
    folders = ("tasks", "faq", "readiness", "practice")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in folders
        for path in (ROOT / "data" / "seed" / folder).rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if COMMAND.search(line) and not line.lstrip().startswith("#")
    ]
    assert found == []
