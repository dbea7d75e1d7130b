"""The line at a real terminal: edited with arrows, completed with Tab, pasted in whole, at whatever width."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
from tests.conftest import Canang
from tests.terminal import at_screen, ended

pytestmark = pytest.mark.posix

LEFT, UP = "\x1b[D", "\x1b[A"
ASKED = "Chữ rồi Enter:"
BRACKETED = "\x1b[?2004h"
"""By which the editor asks the terminal to mark what is pasted."""


@pytest.fixture
def screen(tmp_path: Path) -> "Iterator[pexpect.spawn[str]]":
    """A walk through the fuel pumps that asks for its first key."""
    arguments = ("checklist", "TDC-01.2", "--ho-so", "Số 5")
    walk = at_screen(tmp_path / "home", *arguments, rows=30, columns=90, cwd=tmp_path, TERM="xterm")
    # The question stands there before the editor does.
    walk.expect_exact(ASKED)
    walk.expect_exact(BRACKETED)
    walk.expect_exact(ASKED)
    yield walk
    walk.close(force=True)


def leave(screen: "pexpect.spawn[str]") -> str:
    screen.send("t\r")
    assert ended(screen) == 0
    return str(screen.before)


def notes(tmp_path: Path) -> list[str]:
    with closing(sqlite3.connect(tmp_path / "home" / "ho-so.sqlite")) as kept:
        rows = kept.execute("SELECT data FROM events WHERE kind = 'note' ORDER BY position").fetchall()
    return [json.loads(data)["note"] for (data,) in rows]


def note(screen: "pexpect.spawn[str]", keys: str) -> None:
    screen.send("g\r")
    screen.expect_exact("Ghi chú:")
    screen.send(keys)
    screen.expect_exact(ASKED)


def test_an_arrow_moves_and_is_no_letter_of_the_note(screen: "pexpect.spawn[str]", tmp_path: Path) -> None:
    note(screen, f"cột 2 thiếu{LEFT * 5}đong \r")
    leave(screen)
    assert notes(tmp_path) == ["cột 2 đong thiếu"]


def test_what_is_pasted_is_one_note_whatever_lines_it_has(screen: "pexpect.spawn[str]", tmp_path: Path) -> None:
    note(screen, "\x1b[200~dòng một\r\n\r\ndòng ba\x1b[201~\r")
    assert re.search(r"Còn \d+ mục", leave(screen))
    assert notes(tmp_path) == ["dòng một\n\ndòng ba"]


def test_an_answer_before_comes_back_with_the_arrow_and_a_letter_does_not(
    screen: "pexpect.spawn[str]", tmp_path: Path
) -> None:
    note(screen, "gọi chị Lan\r")
    note(screen, f"{UP} lần hai\r")
    leave(screen)
    assert notes(tmp_path) == ["gọi chị Lan", "gọi chị Lan lần hai"]


def test_tab_completes_the_path_of_a_file(screen: "pexpect.spawn[str]", tmp_path: Path, canang: Canang) -> None:
    (tmp_path / "giấy kiểm định.pdf").write_bytes(b"x")
    screen.send("d\r")
    screen.expect_exact("Đường dẫn tệp:")
    screen.send("giấ\t")
    screen.expect_exact("định.pdf")
    screen.send("\r")
    screen.expect_exact(ASKED)
    leave(screen)
    (attachment,) = json.loads(canang("ho-so", "xem", "Số 5", "--json").out)["attachments"]
    assert attachment["path"] == str(tmp_path / "giấy kiểm định.pdf")


def test_lines_are_as_wide_as_the_screen_is_now(screen: "pexpect.spawn[str]") -> None:
    screen.setwinsize(30, 44)
    screen.send("\r")
    screen.expect_exact("── Bước 1")
    screen.expect_exact("Chữ rồi")
    shown = [line for line in str(screen.before).splitlines() if "Lập kế hoạch" in line or "kiến Sở" in line]
    assert shown and all(len(line) <= 44 for line in shown)
    leave(screen)


def test_the_end_of_the_input_leaves_as_t_does(screen: "pexpect.spawn[str]") -> None:
    screen.sendeof()
    screen.expect_exact("Làm tiếp: canang ho-so lam")
    screen.expect(pexpect.EOF)


def test_breaking_off_in_the_middle_of_a_note_keeps_what_was_before(
    screen: "pexpect.spawn[str]", tmp_path: Path
) -> None:
    note(screen, "một\r")
    screen.send("g\r")
    screen.expect_exact("Ghi chú:")
    screen.send("hai")
    screen.sendintr()
    screen.expect_exact("Làm tiếp: canang ho-so lam")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130
    assert notes(tmp_path) == ["một"]
