"""The Windows program at a console, with somebody who types: driven from outside, through a terminal of wine.

Run by ``.ci/windows``, on the system that wine runs on; ``CANANG_WINDOWS_PROGRAM`` is the program. What pytest finds by
itself leaves this file out, since no other machine has that program.
"""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

PROGRAM = os.environ["CANANG_WINDOWS_PROGRAM"]
PYTHON = str(Path(PROGRAM).with_name("python.exe"))
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

PAGE = """
import ctypes
for call in ("SetConsoleOutputCP", "SetConsoleCP"):
    assert getattr(ctypes.windll.kernel32, call)({})
"""
OLD = "import colorama.ansitowin32\ncolorama.ansitowin32.enable_vt_processing = lambda fd: False\n"
BEGIN = "import sys\nfrom canang.__main__ import main\nsys.argv = ['canang', *{!r}]\nmain()\n"


def on_windows(path: Path) -> str:
    """A path as a Windows program of wine knows it."""
    return "Z:" + str(path).replace("/", "\\")


def at_console(home: Path, *arguments: str, before: str = "", **variables: str) -> "pexpect.spawn[str]":
    """The program at a console; with some Python run before it, as for another code page."""
    command = [PROGRAM, *arguments] if not before else [PYTHON, "-c", before + BEGIN.format(list(arguments))]
    return pexpect.spawn(
        "wine",
        command,
        env={**os.environ, "CANANG_HOME": on_windows(home), **variables},
        dimensions=(40, 120),
        encoding="utf-8",
        timeout=60,
    )


def shown(screen: "pexpect.spawn[str]") -> str:
    """All that is shown to the end, as words: a console draws a line in several goes."""
    return " ".join(ESCAPE.sub("", screen.read()).split())


def kept(home: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home / "ho-so.sqlite")) as register:
        return register.execute("SELECT kind, data FROM events ORDER BY position").fetchall()


@pytest.mark.parametrize("page", [437, 1252, 1258, 65001])
def test_vietnamese_is_shown_whatever_the_code_page(tmp_path: Path, page: int) -> None:
    screen = at_console(tmp_path, "tim", "cây xăng", before=PAGE.format(page), NO_COLOR="1")
    assert "1. TDC-01.2 Kiểm tra đo lường, chất lượng trong kinh doanh xăng dầu" in shown(screen)


def test_a_walk_takes_vietnamese_and_is_kept(tmp_path: Path) -> None:
    screen = at_console(tmp_path, "checklist", "TDC-01.2", "--ho-so", "Cửa hàng số 5", NO_COLOR="1")
    screen.expect("Chữ rồi Enter")
    screen.send("\r")
    screen.expect("mục 2/")
    screen.expect("Chữ rồi Enter")
    screen.send("g\r")
    screen.expect("Ghi chú")
    screen.send("bản chụp mờ, kẹp chì đứt\r")
    screen.expect("Đã ghi chú")
    screen.send("t\r")
    screen.expect(pexpect.EOF)
    assert [kind for kind, _ in kept(tmp_path)][-2:] == ["answer", "note"]
    assert "bản chụp mờ, kẹp chì đứt" in kept(tmp_path)[-1][1]


def test_a_killed_walk_has_lost_no_answer_that_was_confirmed(tmp_path: Path) -> None:
    screen = at_console(tmp_path, "checklist", "TDC-01.2", "--ho-so", "A", "--don-gian", NO_COLOR="1")
    for number in range(2, 7):
        screen.expect("Chữ rồi Enter")
        screen.send("\r")
        screen.expect(f"mục {number}/")
    screen.close(force=True)
    assert sum(kind == "answer" for kind, _ in kept(tmp_path)) >= 5


def test_the_menu_is_drawn_and_chosen_from(tmp_path: Path) -> None:
    screen = at_console(tmp_path, NO_COLOR="1")
    screen.expect("Gõ để tìm")
    screen.expect("Esc quay lại")
    screen.send("cây xăng")
    screen.expect("TDC-01.2")
    screen.send("\x1b")
    screen.send("\x03")
    screen.expect(pexpect.EOF)


def test_a_window_too_old_for_escape_codes_gets_its_colours_without_them(tmp_path: Path) -> None:
    """colorama takes the codes out and asks Windows for the colours: none of a code's letters is shown as text."""
    screen = at_console(tmp_path, "xem", "TDC-01.2", before=OLD)
    text = screen.read()
    assert "Ai quyết định" in ESCAPE.sub("", text)
    assert "[36m" not in ESCAPE.sub("", text)
    lines = [ESCAPE.sub("", line) for line in text.split("\r\n")]
    assert max(map(len, lines)) <= 120


def test_a_question_before_an_old_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "phiếu số 1.md"
    target.write_text("cũ", encoding="utf-8")
    screen = at_console(tmp_path, "export", "TDC-01.2", "-o", on_windows(target), NO_COLOR="1")
    screen.expect("Thay bằng bản mới")
    screen.send("c\r")
    screen.expect(pexpect.EOF)
    assert "Kiểm tra đo lường" in target.read_text(encoding="utf-8")
