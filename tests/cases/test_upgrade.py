"""Registers that older versions of the program wrote, real files of each, are brought to today's with nothing lost."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from canang.cases.ledger import Ledger
from canang.cases.register import FILE, Register
from canang.cases.salvage import salvage
from canang.cases.upgrade import VERSION

OLD = Path(__file__).with_name("so-cu")


def old(version: int, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(OLD / f"{version}.sqlite", folder / FILE)
    return folder


def said(register: Ledger, name: str) -> dict[str, tuple[str, str | None]]:
    case = register.find(name)
    assert case is not None
    return {item: (answer.state, answer.note) for item, answer in case.answers.items()}


@pytest.mark.parametrize(
    ("version", "name", "kinds", "answers"),
    [
        (
            1, "Cửa hàng xăng dầu số 5", ["open", "answer", "answer", "answer"],
            {"dossier:can-cu": ("done", None), "dossier:quyet-dinh": ("done", None),
             "dossier:chung-chi": ("not-applicable", "g")},
        ),
        (
            2, "Cửa hàng xăng dầu số 5", ["open", "follow", "answer", "answer", "answer", "pause"],
            {"dossier:can-cu": ("done", None), "dossier:quyet-dinh": ("done", None),
             "dossier:chung-chi": ("not-applicable", "g")},
        ),
        (
            3, "Cửa hàng 5, quốc lộ 1",
            ["open", "follow", "answer", "answer", "answer", "answer", "note", "undo", "rename", "pause", "close"],
            {"dossier:chung-chi": ("done", None), "step:ke-hoach": ("done", None),
             "step:quyet-dinh": ("not-applicable", "g"), "step:xuat-trinh": ("later", None)},
        ),
    ],
)  # fmt: skip
def test_an_old_register_says_what_it_said(
    tmp_path: Path, version: int, name: str, kinds: list[str], answers: dict[str, tuple[str, str | None]]
) -> None:
    with closing(Register(old(version, tmp_path))) as register:
        assert register.names() == [name]
        assert [event.kind for event in register.events(name)] == kinds
        assert said(register, name) == answers
        assert register.gaps() == []
        assert len(register.outbox(500)) == len(register.log())
        case = register.find(name)
        assert case is not None
        assert case.notes == {}  # the note of version 3 was taken back
        assert case.conflicts == {}
        assert case.closed == (version == 3)
        told = [(one.id, one.text, one.answer) for one in register.difficulties()]
        assert told == ([(1, "thiếu bình chuẩn", "Sở cho mượn"), (2, "không có xe", None)] if version > 1 else [])
    with closing(sqlite3.connect(tmp_path / FILE)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert not now.execute("SELECT 1 FROM sqlite_master WHERE name LIKE '%\\_3' ESCAPE '\\'").fetchall()


def test_two_copies_of_one_old_register_know_each_other(tmp_path: Path) -> None:
    """Whoever copied the folder before the update does not have every case twice after it."""
    with closing(Register(old(3, tmp_path / "a"))) as one, closing(Register(old(3, tmp_path / "b"))) as other:
        other.take(one.log(), one.log()[0].at, sent=False)
        assert other.names() == one.names()
        assert [event.id for event in other.log()] == [event.id for event in one.log()]


def test_two_commands_that_update_at_once_update_once(tmp_path: Path) -> None:
    home = old(3, tmp_path)
    seen: list[int] = []

    def open_it() -> None:
        with closing(Register(home)) as register:
            seen.append(len(register.log()))

    hands = [Thread(target=open_it) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert seen == [14] * 6


@pytest.mark.parametrize("version", [2, 3])
def test_a_damaged_old_register_is_rescued_and_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = old(version, tmp_path) / FILE
    whole = path.read_bytes()
    # The root page of an index: the rows stay readable.
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events_of_case'").fetchone()
    path.write_bytes(whole[: (page - 1) * 4096] + b"\xff" * 4096 + whole[page * 4096 :])
    saved = salvage(tmp_path, datetime(2026, 11, 29))
    assert saved.damaged is not None
    with closing(Register(tmp_path)) as register:
        assert len(register.names()) == 1
        assert len(register.difficulties()) == 2


def test_a_register_of_version_4_lists_what_its_logs_say(tmp_path: Path) -> None:
    """It kept no states: a closed case, one in which two people contradict each other, and a gap of a machine."""
    with closing(Register(old(4, tmp_path))) as register:
        assert register.all_cases() == [register.find(name) for name in register.names()]
        assert [case.name for case in register.open_cases()] == ["Phòng khám Hòa Bình", "Cửa hàng 5, quốc lộ 1"]
        assert list(register.disputed().values()) == ["Phòng khám Hòa Bình"]
        assert register.closed_counts() == {"TDC-01.2": 1}
        assert [(gap.first, gap.last) for gap in register.gaps()] == [(2, 2)]
        assert [one.text for one in register.difficulties()] == ["thiếu bình chuẩn"]


def test_a_register_whose_states_another_program_made_makes_them_again(tmp_path: Path) -> None:
    with closing(Register(old(4, tmp_path))) as register:
        before = register.all_cases()
        register.connection.execute("UPDATE states SET closed = 1, state = '{}'")
        register.remember("folded", "khác")
    with closing(Register(tmp_path)) as register:
        assert register.all_cases() == before
        assert len(register.open_cases()) == 2
