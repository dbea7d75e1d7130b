"""Files as Windows has them: held by others, on shares, under names that it keeps, beyond the length that it takes.

The counterpart of what ``posix`` marks elsewhere: kills, closed pipes, folders without leave to write.
"""

import os
import sqlite3
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import platformdirs
import pytest
from tests.conftest import Canang, runner

from canang.catalog.database import bundled_path, open_catalog
from canang.desk.desk import usual_home
from canang.errors import Code, Failure, of_system
from canang.files import WORK, forget, keep_copy, locked, replacing, sync, write_whole

pytestmark = pytest.mark.windows

NAME = "Biên bản kiểm tra cửa hàng xăng dầu"


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """A file that another hand has open for itself alone for a while, as a virus scanner has a new one."""
    import ctypes  # noqa: PLC0415  only Windows has the call
    from ctypes import wintypes  # noqa: PLC0415

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateFileW.restype = wintypes.HANDLE
    handle = kernel.CreateFileW(str(path), 0x80000000, 0, None, 3, 0, None)
    assert handle not in {None, wintypes.HANDLE(-1).value}
    letting_go = threading.Timer(seconds, lambda: kernel.CloseHandle(wintypes.HANDLE(handle)))
    letting_go.start()
    try:
        yield
    finally:
        letting_go.join()


def test_a_file_held_for_two_seconds_is_replaced_all_the_same(tmp_path: Path) -> None:
    target = tmp_path / f"{NAME}.docx"
    target.write_bytes(b"cu")
    with held(target, 2):
        write_whole(target, b"moi")
    assert target.read_bytes() == b"moi"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_file_held_for_two_seconds_is_copied_and_synced(tmp_path: Path) -> None:
    path = tmp_path / "so.sqlite"
    path.write_bytes(b"noi dung")
    with held(path, 2):
        copy = keep_copy(path, "hong", datetime(2026, 11, 29))
    assert copy.read_bytes() == b"noi dung"
    with held(path, 2):
        sync(path)


def test_a_catalogue_held_for_two_seconds_answers(tmp_path: Path) -> None:
    path = tmp_path / "tasks.sqlite"
    path.write_bytes(bundled_path().read_bytes())
    with held(path, 2), closing(open_catalog(path)) as connection:
        assert connection.execute("SELECT count(*) FROM entries").fetchone()[0] > 400


def test_a_catalogue_held_for_long_is_called_held_and_not_damaged(tmp_path: Path) -> None:
    path = tmp_path / "tasks.sqlite"
    path.write_bytes(bundled_path().read_bytes())
    with held(path, 6), pytest.raises(Failure, match="chương trình khác đang mở") as failed:
        open_catalog(path)
    assert failed.value.code is Code.CANNOT_WRITE


def test_a_word_file_open_elsewhere_is_told_and_stays(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "phieu.docx"
    target.write_bytes(b"dang sua")
    with held(target, 6):
        outcome = canang("export", "TDC-01.2", "-o", str(target), "--ghi-de")
    assert outcome.code == 2
    assert "đang mở" in outcome.err
    assert str(target) in outcome.err
    assert target.read_bytes() == b"dang sua"


def test_an_update_in_use_elsewhere_goes_another_time(canang: Canang, tmp_path: Path) -> None:
    old = tmp_path / "goc-cu.sqlite"
    old.write_bytes(bundled_path().read_bytes())
    with closing(open_catalog(old)) as connection:
        connection.execute("SELECT count(*) FROM entries").fetchone()
        forget(old)
    forget(old)
    assert not old.exists()


@pytest.mark.parametrize("name", ["con.pdf", "aux.docx", "NUL.md", "com1.html", "lpt9.json"])
def test_a_name_that_windows_keeps_is_refused(canang: Canang, name: str) -> None:
    outcome = canang("export", "TDC-01.2", "-o", name)
    assert outcome.code == 2
    assert "Windows giữ tên" in outcome.err


def test_a_path_of_three_hundred_letters_is_told_or_taken_whole(canang: Canang, tmp_path: Path) -> None:
    """Windows takes it where its administrator allowed long paths, and then it must be whole."""
    folder = tmp_path
    while len(str(folder)) < 270:
        folder = folder / "Hồ sơ đo lường xã Đồng Văn"[:24]
    target = folder / f"{NAME}.docx"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        assert of_system(error)[1].startswith("Tên tệp quá dài")
    outcome = canang("export", "TDC-01.2", "-o", str(target))
    assert outcome.code in {0, 2}
    if outcome.code:
        assert "quá dài" in outcome.err or "Không có tệp hoặc thư mục" in outcome.err
    else:
        assert target.read_bytes().startswith(b"PK")
    assert len(outcome.err.splitlines()) <= 2


def test_what_is_too_long_or_gone_is_said_in_words() -> None:
    said = {
        (3, "x" * 300): "Tên tệp quá dài",
        (206, "a"): "Tên tệp quá dài",
        (21, "E:\\phieu.pdf"): "có lẽ đã rút ra",
        (1167, "E:\\phieu.pdf"): "có lẽ đã rút ra",
        (53, "\\\\may\\chung"): "Không tới được ổ trong mạng",
        (112, "E:\\a"): "Ổ đĩa đã đầy",
        (19, "E:\\a"): "chỉ cho đọc",
        (123, "a?.pdf"): "Tên tệp có dấu",
        (225, "a.exe"): "diệt virus",
    }
    for (number, name), words in said.items():
        assert words in of_system(OSError(None, "", name, number))[1], number


def test_a_home_and_a_catalogue_on_a_share_are_used(tmp_path: Path) -> None:
    share = Path(os.environ.get("CANANG_TEST_SHARE") or f"\\\\localhost\\{tmp_path.drive[0]}$") / f"Hồ sơ {os.getpid()}"
    if not os.environ.get("CANANG_TEST_SHARE"):
        share = Path(f"\\\\localhost\\{tmp_path.drive[0]}${str(tmp_path)[2:]}")
    share.mkdir(parents=True, exist_ok=True)
    catalogue = share / "dữ liệu #1.sqlite"
    catalogue.write_bytes(bundled_path().read_bytes())
    canang = runner(share / "nha")
    made = canang("ho-so", "mo", "TDC-01.2", "Cây xăng số 5", CANANG_DB=str(catalogue))
    assert (made.code, made.err) == (0, "")
    shown = canang("ho-so", CANANG_DB=str(catalogue))
    assert "Cây xăng số 5" in shown.out
    printed = canang("export", "--ho-so", "Cây xăng số 5", "-o", str(share / "a.docx"), CANANG_DB=str(catalogue))
    assert (printed.code, printed.err) == (0, "")


def test_where_the_users_own_data_lies(tmp_path: Path) -> None:
    assert usual_home(os.environ, sys.platform) == Path(platformdirs.user_data_dir("canang", appauthor=False))


def test_what_a_kill_left_under_the_lock_is_swept_by_the_next(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom canang.files import locked, replacing\n"
        "folder = Path(sys.argv[1])\n"
        "with locked(folder), replacing(folder / 'dang-dung.json') as temporary:\n"
        "    temporary.write_bytes(b'nua chung')\n    print('viet', flush=True)\n    time.sleep(60)\n"
    )
    target = tmp_path / "dang-dung.json"
    target.write_text("cu", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"viet"
    process.kill()
    process.wait()
    process.stdout.close()
    assert any(path.name.endswith(WORK) for path in tmp_path.iterdir())
    with locked(tmp_path):
        assert not any(path.name.endswith(WORK) for path in tmp_path.iterdir())
    assert target.read_text(encoding="utf-8") == "cu"


def test_every_answer_that_was_told_is_kept_by_a_kill(tmp_path: Path) -> None:
    home = tmp_path / "nha"
    environment = {**os.environ, "CANANG_HOME": str(home)}
    program = [sys.executable, "-m", "canang"]
    subprocess.run([*program, "ho-so", "mo", "TDC-01.2", "A"], env=environment, check=True, capture_output=True)
    script = (
        "import sys\nfrom canang.cli.main import run\nfrom canang.cli.terminal.environment import Environment\n"
        "for n in range(400):\n"
        "    run(['ho-so', 'ghi-chu', 'A', 'bước 1', f'lan {n}'], Environment.real())\n"
        "    print(f'xong {n}', flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    )
    assert process.stdout is not None
    told = -1
    end = time.monotonic() + 60
    while told < 5 and time.monotonic() < end:
        line = process.stdout.readline()
        if line.startswith("xong"):
            told = int(line.split()[1])
    process.kill()
    process.wait()
    process.stdout.close()
    assert told >= 5
    with closing(sqlite3.connect(home / "ho-so.sqlite")) as kept:
        (notes,) = kept.execute("SELECT count(*) FROM events WHERE kind = 'note'").fetchone()
    assert notes > told


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "canang", "export", "--tat-ca", "--dinh-dang", "json", "-o", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "CANANG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()


def test_a_file_marked_read_only_is_told_and_stays(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "phieu.md"
    target.write_bytes(b"cu")
    target.chmod(0o444)
    outcome = canang("export", "TDC-01.2", "-o", str(target), "--ghi-de")
    target.chmod(0o666)
    assert outcome.code in {0, 2}
    if outcome.code:
        assert "Không có quyền ghi" in outcome.err
        assert target.read_bytes() == b"cu"


@pytest.mark.parametrize("code", ["cp437", "cp1252", "cp1258", "utf-8"])
def test_output_is_utf8_whatever_the_code_page(tmp_path: Path, code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "canang", "xem", "TDC-01.2"],
        env={**os.environ, "PYTHONIOENCODING": code, "CANANG_HOME": str(tmp_path)}, capture_output=True, check=True,
    )  # fmt: skip
    assert "Ủy ban nhân dân cấp xã" in done.stdout.decode("utf-8")


def _letter_and_tone(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tones


@pytest.mark.parametrize("code", ["cp1258", "utf-8", "utf-8-sig"])
def test_questions_piped_in_are_read_in_the_code_of_the_window(tmp_path: Path, code: str) -> None:
    asked = "kiểm tra cây xăng\n"
    if code == "cp1258":
        # The code page has letters such as ê, and the five tones by themselves.
        asked = "".join(_letter_and_tone(letter) for letter in asked)
    done = subprocess.run(
        [sys.executable, "-m", "canang", "tim", "--tu-tep", "-"],
        input=asked.encode(code), env={**os.environ, "CANANG_HOME": str(tmp_path)}, capture_output=True, check=True,
    )  # fmt: skip
    assert '"query": "kiểm tra cây xăng"' in done.stdout.decode("utf-8")
    assert "TDC-01.2" in done.stdout.decode("utf-8")


def test_replacing_leaves_nothing_where_the_folder_goes_away(tmp_path: Path) -> None:
    """As when a stick is taken out while it is written to: the file under the name was there whole, or is not there."""
    stick = tmp_path / "usb"
    stick.mkdir()
    with pytest.raises(OSError), replacing(stick / "phieu.pdf") as temporary:
        temporary.write_bytes(b"nua")
        temporary.unlink()
        stick.rmdir()
    assert not stick.exists()
