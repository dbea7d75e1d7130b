"""A front that is no terminal does the whole of a case through the desk: it opens, answers, attaches, prints."""

import ast
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import ROOT

from canang.cases.walk import Answer
from canang.desk.cases import find_case, list_cases, log_of, note_day, open_case
from canang.desk.desk import Desk
from canang.desk.difficulties import list_difficulties
from canang.desk.printing import fill_blank, print_case, print_entries
from canang.desk.reading import read_entry
from canang.desk.searching import open_search
from canang.errors import Code, Failure
from canang.search.results import Wanted

NAME = "Cửa hàng xăng dầu số 5"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    variables = {"CANANG_HOME": str(tmp_path / "home"), "CANANG_NGUOI": "Lò Thị Mai"}
    return Desk(date(2026, 11, 23), variables, ROOT / "data" / "tasks.sqlite")


def test_a_case_is_found_opened_answered_and_printed(desk: Desk, tmp_path: Path) -> None:
    with open_search(desk) as search:
        first = search.find("cây xăng", desk.today, Wanted(), 8).answers[0]
    reading = read_entry(desk, first.id)
    paper = tmp_path / "giấy.pdf"
    paper.write_bytes(b"noi dung")
    with open_case(desk, NAME, reading) as work:
        assert work.what_changed() is None
        work.follow()
        for item in work.items:
            work.answer(item.id, Answer("done", "đủ"))
        work.attach(work.items[0].id, paper)
        work.note_difficulty(work.items[-1].id, "nguon-luc", "thiếu bình chuẩn")
    with open_case(desk, NAME) as work:
        assert work.what_changed() == []
        assert len(work.case.answers) == len(work.items)
        assert work.case.attachments[0].size == 8
    note_day(desk, NAME, "close", desk.today)
    assert list_cases(desk).cases == ()
    standing, events = log_of(desk, NAME)
    assert (standing.case.closed, events[-1].who) == (True, "Lò Thị Mai")
    assert list_difficulties(desk)[0].text == "thiếu bình chuẩn"
    assert json.loads(print_case(desk, NAME, "json"))["answered"] == standing.items
    assert print_case(desk, NAME, "pdf").startswith(b"%PDF-")
    assert print_entries(desk, [first.id], desk.today, "docx").startswith(b"PK")
    assert fill_blank(desk, "5.BBKT", None, NAME).content.startswith(b"PK")


def test_what_is_not_there_fails_with_a_code_and_a_way_on(desk: Desk) -> None:
    for call in (
        lambda: find_case(desk, "không có"),
        lambda: note_day(desk, "không có", "close", desk.today),
        lambda: read_entry(desk, "XX-99"),
    ):
        with pytest.raises(Failure) as failed:
            call()
        assert failed.value.code is Code.NOT_FOUND
        assert failed.value.hint


def test_an_answer_to_an_item_that_the_entry_does_not_have_is_refused(desk: Desk) -> None:
    with open_case(desk, NAME, read_entry(desk, "TDC-01.2")) as work:
        with pytest.raises(Failure):
            work.answer("step:khong-co", Answer("done"))
        assert work.case.answers == {}


def test_no_terminal_is_loaded_on_the_way() -> None:
    """Whatever the desk imports, at its head or inside a function, the terminal is not among it."""
    rooms = [path for path in (ROOT / "src" / "canang").rglob("*.py") if "cli" not in path.parts]
    reached = {
        node.module
        for path in rooms
        if path.name != "__main__.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert not {name for name in reached if name.startswith(("canang.cli", "typer", "rich"))}
    script = "import sys, canang.desk.cases, canang.desk.printing; sys.exit('canang.cli' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
