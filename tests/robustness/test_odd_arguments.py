"""What a shell can hand over that nobody types on purpose: bytes that are no text, huge numbers, no home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import swept

LINES: tuple[tuple[tuple[bytes, ...], int], ...] = (
    ((b"tim", b"\xff\xfe xang"), 0),
    ((b"tim", b"x\xc3", b"--json"), 1),
    ((b"xem", b"\xff"), 1),
    ((b"tim", "xăng".encode(), b"-n", b"9" * 30), 0),
    ((b"tim", "xăng".encode(), b"-n", b"-1"), 2),
    ((b"tim", b"x" * 100_000), 1),
    ((b"lich", b"--ngay", b"9" * 400), 2),
    ((b"ho-so", b"xem", b"\xff\xfe"), 1),
    ((b"ho-so",), 0),
)


def run(home: Path, *line: bytes) -> subprocess.CompletedProcess[bytes]:
    """A command on a machine that says nothing of a home; where that is, the account tells."""
    without = {name: value for name, value in os.environ.items() if name not in {"HOME", "CANANG_HOME"}}
    return subprocess.run(
        [sys.executable.encode(), b"-m", b"canang", *line], capture_output=True, check=False,
        env={**without, "XDG_DATA_HOME": str(home)},
    )  # fmt: skip


@pytest.mark.posix
@pytest.mark.parametrize(("line", "code"), swept(LINES, each=2))
def test_it_is_answered_or_refused_in_words(tmp_path: Path, line: tuple[bytes, ...], code: int) -> None:
    done = run(tmp_path, *line)
    said = done.stderr.decode()
    assert (done.returncode, "Traceback" in said, "chưa lường trước" in said) == (code, False, False), said


def run_homeless(folder: Path, script: str) -> subprocess.CompletedProcess[bytes]:
    """A script on a machine that knows neither a home nor the account, as a container's bare number."""
    nobody = "import os, pwd, sys\npwd.getpwuid = lambda number: (_ for _ in ()).throw(KeyError(number))\n"
    without = {name: v for name, v in os.environ.items() if name not in {"HOME", "CANANG_HOME", "XDG_DATA_HOME"}}
    line = [sys.executable, "-c", nobody + script]
    return subprocess.run(line, capture_output=True, check=False, env=without, cwd=folder)


@pytest.mark.posix
def test_without_a_home_nor_an_account_it_still_reads(tmp_path: Path) -> None:
    done = run_homeless(tmp_path, "from canang.__main__ import main\nsys.argv = ['canang', 'tim', 'xăng']\nmain()")
    assert (done.returncode, b"TDC-01.2" in done.stdout, done.stderr) == (0, True, b"")


@pytest.mark.posix
def test_without_a_home_nor_an_account_nothing_is_kept_in_a_place_nobody_chose(tmp_path: Path) -> None:
    done = run_homeless(
        tmp_path, "from canang.desk.desk import Desk\nfrom datetime import date\nprint(Desk(date.today(), {}).home)"
    )
    assert done.stdout.decode().strip().startswith("/nonexistent"), done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
