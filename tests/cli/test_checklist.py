"""``canang checklist``: printed whole to a pipe, walked with the keyboard on a terminal, each answer kept at once."""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
from tests.conftest import Canang

PROGRAM = str(Path(sys.executable).with_name("canang"))


class Official:
    """Somebody at a terminal of 80 columns who walks through the fuel pumps."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.screen = pexpect.spawn(
            PROGRAM,
            ["checklist", "TDC-01.2", *arguments],
            env={**os.environ, "CANANG_HOME": str(home), "NO_COLOR": "1"},
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=30,
        )

    def at(self, item: str) -> "Official":
        """Wait until an item such as ``Hồ sơ 2`` is asked for."""
        self.screen.expect(f"── {item} · mục")
        self.screen.expect("t thôi")
        return self

    def key(self, key: str) -> "Official":
        self.screen.send(f"{key}\r")
        return self

    def told(self, question: str, answer: str) -> "Official":
        self.screen.expect(question)
        return self.key(answer)

    def sees(self, text: str) -> "Official":
        self.screen.expect(text)
        return self

    def gone(self) -> int | None:
        self.screen.expect(pexpect.EOF)
        self.screen.close()
        return self.screen.exitstatus


def kept(home: Path) -> list[tuple[str, str, str | None]]:
    """What the register holds, read as any other program would."""
    with closing(sqlite3.connect(next(home.glob("*.sqlite")))) as connection:
        return connection.execute(
            "SELECT item, data ->> 'state', data ->> 'note' FROM events WHERE kind = 'answer' ORDER BY id"
        ).fetchall()


def test_a_pipe_gets_the_whole_list_with_boxes(canang: Canang) -> None:
    out = canang("checklist", "TDC-01.2").out
    assert out.count("[ ] ") > 25
    assert "HỒ SƠ" in out
    assert "CÁC BƯỚC" in out


def test_in_prints_the_list_on_a_terminal_too(canang: Canang) -> None:
    outcome = canang("checklist", "TDC-01.2", "--in", terminal=True, NO_COLOR="1")
    assert outcome.code == 0
    assert outcome.out.count("[ ] ") > 25


def test_a_walk_is_kept_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = Official(tmp_path, "--ho-so", "Cửa hàng xăng dầu số 5")
    first.at("Hồ sơ 3").key("").at("Bước 1").key("k").told("Vì sao", "kiểm tra đột xuất")
    first.at("Bước 2").key("g").told("Ghi chú", "bản chụp mờ").at("Bước 2").key("").at("Bước 3").key("t")
    assert first.sees("Còn 15 mục chưa trả lời xong").gone() == 0

    second = Official(tmp_path, "--ho-so", "Cửa hàng xăng dầu số 5").at("Bước 3").key("b")
    assert second.sees("Ghi chú: bản chụp mờ").sees("Đã trả lời: xong").key("t").gone() == 0
    assert [(state, note) for _, state, note in kept(tmp_path)] == [
        ("done", None),
        ("not-applicable", "kiểm tra đột xuất"),
        ("done", None),
    ]


def test_a_killed_walk_has_lost_no_answer_that_was_confirmed(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Kho 'số 1' / đêm").at("Hồ sơ 3").key("")
    for number in range(1, 5):
        walk.at(f"Bước {number}").key("")
    walk.at("Bước 5").screen.kill(signal.SIGKILL)
    walk.gone()
    assert len(kept(tmp_path)) == 5
    assert Official(tmp_path, "--ho-so", "Kho 'số 1' / đêm").at("Bước 5").key("t").gone() == 0


def test_practice_keeps_nothing(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--lam-thu").at("Hồ sơ 3").key("").at("Bước 1").key("t")
    assert walk.gone() == 0
    assert list(tmp_path.iterdir()) == []


def test_a_whole_walk_ends_with_everything_answered(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Trạm 7")
    for _ in range(60):
        if walk.screen.expect(["t thôi", "Đã qua mọi mục"]):
            break
        walk.key("")
    assert walk.gone() == 0
    assert len(kept(tmp_path)) == len({item for item, _, _ in kept(tmp_path)}) == 18


def test_a_case_of_another_procedure_is_not_mixed_in(tmp_path: Path, canang: Canang) -> None:
    home = tmp_path / "chung"
    Official(home, "--ho-so", "Một").at("Hồ sơ 3").key("t").gone()
    outcome = canang("checklist", "TDC-02.1", "--ho-so", "Một", terminal=True, CANANG_HOME=str(home))
    assert outcome.code == 2
    assert "đã mở cho TDC-01.2" in outcome.err


@pytest.mark.parametrize("how", [("--ho-so", "Một"), ("--lam-thu",)])
def test_a_task_of_several_procedures_asks_for_one_of_them(canang: Canang, how: tuple[str, ...]) -> None:
    outcome = canang("checklist", "TDC-02", *how, terminal=True)
    assert outcome.code == 2
    assert "TDC-02.1 (Kiểm tra chất lượng" in outcome.err
    assert "TDC-02.2 (" in outcome.err
