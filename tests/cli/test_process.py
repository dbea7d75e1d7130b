"""canang as a process of its own: odd terminals and encodings, closed pipes, full disks, interruptions."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from tests.conftest import swept
from tests.terminal import PROGRAM, at_screen, ended


def start(*arguments: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    environment = {
        "PATH": os.environ["PATH"],
        "CANANG_HOME": str(cwd / "home"),
        **variables,
    }
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, env=environment, capture_output=True, check=False)


def test_an_installed_copy_answers_from_any_folder(tmp_path: Path) -> None:
    done = start("tim", "đo lường xăng dầu", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.decode().lstrip().startswith("1. TDC-01.2")


@pytest.mark.parametrize(
    "variables",
    swept(
        [
            {"LANG": "C", "LC_ALL": "C"},
            {"PYTHONIOENCODING": "cp1258"},
            {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
            {"TERM": "dumb"},
        ],
        each=2,
    ),
    ids=str,
)
def test_output_is_utf8_whatever_the_locale_says(tmp_path: Path, variables: dict[str, str]) -> None:
    done = start("xem", "TDC-01.2", cwd=tmp_path, **variables)
    assert done.returncode == 0
    assert "Ủy ban nhân dân cấp xã" in done.stdout.decode("utf-8")
    refused = start("xem", "KHÔNG-CÓ", cwd=tmp_path, **variables)
    assert refused.returncode == 1
    assert "Không có mục nào" in refused.stderr.decode("utf-8")


def test_no_colour_reaches_a_pipe(tmp_path: Path) -> None:
    assert b"\x1b" not in start("xem", "TDC-01.2", cwd=tmp_path, TERM="xterm-256color").stdout


@pytest.mark.posix
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    line = f"{PROGRAM} export --tat-ca --dinh-dang json -o - | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


@pytest.mark.posix
def test_a_full_disk_is_said_and_not_passed_over(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([PROGRAM, "danh-sach"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert "Ổ đĩa đã đầy" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="người quản trị ghi được mọi nơi")
def test_a_folder_without_leave_to_write_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "khoa"
    closed.mkdir(mode=0o500)
    done = start("export", "TDC-01.2", "-o", str(closed / "phieu.pdf"), cwd=tmp_path)
    assert done.returncode == 2
    assert "Không có quyền ghi" in done.stderr.decode()


@pytest.mark.posix
def test_a_screen_of_40_columns_loses_no_word(tmp_path: Path) -> None:
    shown = at_screen(tmp_path / "home", "xem", "TDC-01.2", "--day-du", rows=2000, columns=40, TERM="dumb").read()
    wide = start("xem", "TDC-01.2", cwd=tmp_path).stdout.decode()
    assert max(len(line.rstrip()) for line in shown.splitlines() if "http" not in line) <= 40
    assert "".join(shown.split()) == "".join(wide.split())


@pytest.mark.posix
@pytest.mark.parametrize("typed", [[], ["\r", "g"], ["k"]], ids=["at a key", "at a note", "at a reason"])
def test_an_interruption_at_any_prompt_ends_with_130(tmp_path: Path, typed: list[str]) -> None:
    walk = at_screen(
        tmp_path / "home", "checklist", "TDC-01.2", "--ho-so", "Cây xăng",
        # A shell's background jobs ignore the signal, and so would a walk that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    walk.expect("Enter xong")
    for key in typed:
        walk.send(key if key == "\r" else f"{key}\r")
        walk.expect("Enter xong|Ghi chú:|Vì sao")
    walk.kill(signal.SIGINT)
    walk.expect("Đã dừng theo yêu cầu")
    assert ended(walk) == 130
