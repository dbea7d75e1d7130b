"""Interrupts, closed streams, homes that cannot be written, crafted catalogues, kills: the right end, nothing lost."""

import ctypes
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from tests.conftest import ROOT, Canang, swept
from tests.terminal import PROGRAM

from canang.seed.build import seal

COMMANDS = [
    ("tim", "xăng"), ("xem", "TDC-01.2"), ("thong-ke",), ("danh-sach",), ("ho-so",), ("du-lieu", "kiem-tra"),
    ("export", "TDC-01.2", "-o", "-"),
]  # fmt: skip


def start(home: Path, *line: str, **how: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *line], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "CANANG_HOME": str(home)}, **how,  # type: ignore[call-overload]
    )  # fmt: skip


def heard() -> None:
    """A shell's background jobs ignore the signal, and so would a command that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.posix
@pytest.mark.parametrize("times", [4, pytest.param(150, marks=pytest.mark.soak)])
def test_an_interrupt_at_any_moment_of_the_program_ends_with_130_and_no_traceback(tmp_path: Path, times: int) -> None:
    """From the moment that canang has its hand on the signal; what Python does before, some 20 ms, is not ours."""
    ends: Counter[int] = Counter()
    begun = (
        "import os, sys\nfrom canang import __main__ as way_in\noccupy = way_in._occupy\n"
        "way_in._occupy = lambda: (occupy(), os.write(2, b'.'))\nsys.argv = ['canang', *sys.argv[1:]]\nway_in.main()"
    )
    for number in range(times):
        line = COMMANDS[number % len(COMMANDS)]
        running = subprocess.Popen(
            [sys.executable, "-c", begun, *line], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, env={**os.environ, "CANANG_HOME": str(tmp_path)}, preexec_fn=heard,  # noqa: PLW1509
        )  # fmt: skip
        assert running.stderr is not None and running.stderr.read(1) == b"."
        time.sleep(0.005 + (number * 37 % 500) / 1000)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read().decode()
        code = running.wait()
        assert "Traceback" not in said, said
        assert code in {0, 130}, (line, code, said)
        assert code == 0 or "Đã dừng theo yêu cầu" in said
        ends[code] += 1
    assert ends[130] > 0


@pytest.mark.posix
@pytest.mark.parametrize("nth", [1, 40])
def test_an_interrupt_while_the_qr_library_is_loaded_does_not_bring_the_process_down(tmp_path: Path, nth: int) -> None:
    begun = f"""
import signal, sys
from itertools import count
numbers = count(1)
def heard(frame, event, _):
    if event == "call" and frame.f_code.co_filename.endswith("enum.py") and "zxingcpp" in sys.modules:
        if next(numbers) == {nth}:
            signal.raise_signal(signal.SIGINT)
sys.setprofile(heard)
from canang.__main__ import main
sys.argv = ["canang", "export", "TDC-01.2", "-o", "-"]
main()
"""
    running = subprocess.run(
        [sys.executable, "-c", begun], capture_output=True, check=False, preexec_fn=heard,
        env={**os.environ, "CANANG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (running.returncode, running.stdout) == (130, b""), running.stderr
    assert "Đã dừng theo yêu cầu" in running.stderr.decode()


@pytest.mark.posix
@pytest.mark.parametrize(
    ("closed", "line"),
    swept(
        product(
            ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"],
            [*COMMANDS, ("--help",), ("--version",), ("khong-co-gi-ca",), ()],
        ),
        each=10,
    ),
)
def test_closed_streams_end_quietly(tmp_path: Path, line: tuple[str, ...], closed: str) -> None:
    before = set(tmp_path.iterdir())
    done = subprocess.run(
        ["bash", "-c", f'"$@" {closed}', "bash", PROGRAM, *line], cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "CANANG_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.returncode == (1 if line == ("khong-co-gi-ca",) else 0)
    assert b"Traceback" not in done.stderr and b"Error" not in done.stderr
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "home"}


def as_anybody() -> None:
    """Give up the administrator's right to write everywhere, where the test runs as one."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            libc.prctl(24, right, 0, 0, 0)


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.soak)], ids=["cases", "cases and a layer"])
def locked(request: pytest.FixtureRequest, canang: Canang, tmp_path: Path) -> Iterator[Path]:
    """A home with an open case, and perhaps a layer, in which nothing can be written any more."""
    home = tmp_path / "home"
    assert canang("ho-so", "mo", "TDC-01.2", "Chợ Mới").code == 0
    if request.param:
        assert canang("du-lieu", "lop", "rieng", "--an", "TDC-02", CANANG_DB="").code == 0
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    yield home
    for folder in folders:
        folder.chmod(0o700)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (("ho-so", "mo", "TDC-01.2", "B"), 2, "Chưa lưu được"),
        *(pytest.param(line, code, says, marks=pytest.mark.soak) for line, code, says in (
            (("ho-so",), 0, "Chợ Mới"), (("ho-so", "xem", "Chợ Mới"), 0, "Chợ Mới"), (("tim", "xăng"), 0, "TDC-01.2"),
            (("vuong-mac",), 0, ""), (("san-sang", "TDC-01"), 0, ""), (("xem", "TDC-01"), 0, ""),
        )),
    ],
)  # fmt: skip
def test_a_home_that_cannot_be_written_is_still_read(
    canang: Canang, locked: Path, line: tuple[str, ...], code: int, says: str
) -> None:
    running = start(locked, *line, preexec_fn=as_anybody)
    out, err = running.communicate()
    assert running.returncode == code and says in (out if code == 0 else err).decode(), err.decode()
    assert [case["name"] for case in json.loads(canang("ho-so", "--json").out)] == ["Chợ Mới"]


@pytest.mark.posix
@pytest.mark.soak
@pytest.mark.parametrize("locked", [True], indirect=True)
def test_what_a_layer_hides_stays_hidden_where_it_cannot_be_written(locked: Path) -> None:
    running = start(locked, "xem", "TDC-02", preexec_fn=as_anybody)
    running.communicate()
    assert running.returncode == 1


@pytest.mark.posix
def test_what_is_a_users_own_is_nobody_elses(canang: Canang, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert canang("du-lieu", "lop", "rieng", "--an", "TDC-02", CANANG_DB="").code == 0
        assert canang("ho-so", "mo", "TDC-01.2", "A").code == 0
        assert canang("ho-so", "xuat", "-o", str(tmp_path / "a.csv")).code == 0
        assert canang("ho-so", "sao-luu", "-o", str(tmp_path / "a.sqlite")).code == 0
        os.umask(0o077)
        assert canang("ho-so", "xuat", "-o", str(tmp_path / "b.csv")).code == 0
    finally:
        os.umask(before)
    home = tmp_path / "home"
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "ho-so.sqlite").stat().st_mode & 0o077 == 0
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("a.csv", "a.sqlite", "b.csv")}
    assert modes == {"a.csv": 0o644, "a.sqlite": 0o600, "b.csv": 0o600}


ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
CRAFTED = {
    "a view that never ends": [
        "ALTER TABLE meta RENAME TO meta0", f"CREATE VIEW meta AS {ENDLESS} SELECT 'as_of' AS key, n AS value FROM r",
    ],
    "a view of steps": [
        "ALTER TABLE steps RENAME TO steps0", f"CREATE VIEW steps AS {ENDLESS} SELECT n AS id, n AS edition FROM r",
    ],
    "a trigger": ["CREATE TRIGGER x AFTER INSERT ON meta BEGIN DELETE FROM entries; END"],
    "a column that is reckoned": ["ALTER TABLE fields ADD COLUMN x TEXT AS (hex(zeroblob(100000000))) VIRTUAL"],
    "an index that is reckoned": ["CREATE INDEX zz ON editions(length(name))"],
    "a part of an index": ["CREATE INDEX zz ON editions(name) WHERE length(name) > 3"],
}  # fmt: skip
WRONG = [
    "UPDATE editions SET name = x'ff00'", "UPDATE editions SET effective_from = 5", "DELETE FROM meta",
    "UPDATE editions SET effective_from = 'hôm nay'", "UPDATE meta SET value = 'x' WHERE key = 'as_of'",
    "UPDATE steps SET position = 'abc'", "UPDATE entries SET type = 'khac'", "DELETE FROM fields",
    "UPDATE leanings SET weights = x'00'", "UPDATE editions SET level = 'zzz', verification_level = 'zzz'",
    "UPDATE citations SET role = 'zz', level = 'q'", "UPDATE vocabulary SET entries = 'x'",
    "UPDATE search_config SET v = 99", "UPDATE entries SET task = id",
    "UPDATE editions SET kind = 'zz'", "UPDATE editions SET procedure_type = 'zz', limit_unit = 'zz'",
    "UPDATE document_changes SET change = 'zz'", "UPDATE needs SET kind = 'zz'", "UPDATE steps SET logic = 'zz'",
    "UPDATE blank_lines SET kind = 'zz'", "UPDATE documents SET text_read = 'zz'", "UPDATE reviews SET level = 'zz'",
]  # fmt: skip


def crafted(small: Path, path: Path, statements: list[str]) -> Path:
    shutil.copy(small / "data" / "tasks.sqlite", path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize("statements", swept(CRAFTED.values(), each=3), ids=CRAFTED)
def test_a_catalogue_that_runs_what_its_maker_wrote_is_not_opened(
    canang: Canang, small: Path, tmp_path: Path, statements: list[str]
) -> None:
    path = crafted(small, tmp_path / "x.sqlite", statements)
    for line in (("tim", "xăng"), ("xem", "TDC-01"), ("thong-ke",), ("du-lieu", "kiem-tra", str(path))):
        done = canang("--db", str(path), *line)
        assert done.code == 3 and "không phải của canang" in done.err


@pytest.mark.parametrize("statement", swept(WRONG, each=16))
@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "changed"])
def test_wrong_values_of_a_catalogue_are_damaged_data_and_no_surprise(
    canang: Canang, small: Path, tmp_path: Path, statement: str, is_sealed: bool
) -> None:
    path = crafted(small, tmp_path / "x.sqlite", [statement])
    if is_sealed and "search_config" not in statement:  # of a broken index no seal can be made
        with closing(sqlite3.connect(path)) as connection:
            seal(connection)
    for line in (
        ("tim", "xăng"), ("xem", "TDC-01.2"), ("thong-ke",), ("danh-sach",), ("checklist", "TDC-01.2", "--in"),
        ("export", "TDC-01.2", "-o", str(tmp_path / "a.html"), "--ghi-de"), ("du-lieu", "sap-het-han"),
        ("van-ban", "28/2013/TT-BKHCN"), ("san-sang", "TDC-01", "--in"), ("xem", "TDC-01.2", "--json"),
    ):  # fmt: skip
        done = canang("--db", str(path), *line)
        assert "chưa lường trước" not in done.err and done.code in {0, 1, 3}, (line, done.err)


def test_a_fault_of_the_program_leaves_a_report_without_what_was_typed(
    canang: Canang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Nguyễn Thị Bí Mật")

    monkeypatch.setattr("canang.cli.commands.tim.search", fails, raising=False)
    monkeypatch.setattr("canang.desk.searching.search", fails, raising=False)
    monkeypatch.setattr("canang.cli.commands.tim.Page", fails, raising=False)
    done = canang("tim", "tên riêng của ai đó", "-n", "3")
    assert done.code == 2 and "chưa lường trước" in done.err and "Bí Mật" not in done.err
    (report,) = (tmp_path / "home" / "bao-loi").iterdir()
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text and "Lệnh: tim -n" in text
    assert "Bí Mật" not in text and "tên riêng" not in text


def test_nothing_of_the_users_is_overwritten_unasked(canang: Canang, tmp_path: Path) -> None:
    notes, other = tmp_path / "notes.txt", tmp_path / "khac.sqlite"
    notes.write_text("ghi chú", encoding="utf-8")
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE danh_ba (ten)")
    for target in (notes, other, tmp_path):
        before = target.read_bytes() if target.is_file() else None
        done = canang("du-lieu", "xay", "--tu", str(ROOT / "data" / "seed"), "--ra", str(target))
        assert done.code == 2 and "giữ nguyên" in done.err
        assert before is None or target.read_bytes() == before
    (tmp_path / "b.sqlite.tmp").write_text("của tôi", encoding="utf-8")
    canang("ho-so", "mo", "TDC-01.2", "A")
    assert canang("ho-so", "sao-luu", "-o", str(tmp_path / "b.sqlite")).code == 0
    assert (tmp_path / "b.sqlite.tmp").read_text(encoding="utf-8") == "của tôi"


def test_a_second_answer_keeps_the_first(canang: Canang) -> None:
    canang("vuong-mac", "ghi", "TDC-01.2", "thiếu chuẩn")
    for said in ("Sở cho mượn", "Chi cục cho mượn", "Sở cho mượn"):
        assert canang("vuong-mac", "tra-loi", "1", said).code == 0
    (one,) = json.loads(canang("vuong-mac", "--json").out)
    assert one["answer"] == "Sở cho mượn\nChi cục cho mượn"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01", "1000-01-01", "10000-01-01"])
def test_an_absurd_day_is_refused_and_blocks_nothing(canang: Canang, day: str) -> None:
    canang("ho-so", "mo", "TDC-01.2", "A")
    for line in (
        ("ho-so", "nhan", "A", "--ngay", day, "--van-lam"), ("ho-so", "mo", "TDC-01.2", "B", "--nhan", day),
        ("ho-so", "tam-dung", "A", "--ngay", day), ("ho-so", "dong", "A", "--ngay", day, "--van-lam"),
        ("xem", "TDC-01", "--ngay", day), ("van-ban", "28/2013/TT-BKHCN", "--ngay", day), ("danh-sach", "--ngay", day),
        ("ho-so", "xem", "A", "--ngay", day), ("thong-ke", "--ngay", day),
    ):  # fmt: skip
        done = canang(*line)
        assert done.code == 2 and done.err.startswith("Lỗi: "), line
    assert canang("ho-so").code == 0
    assert canang("du-lieu", "sap-het-han", "--trong", "9" * 12).code == 2


@pytest.mark.usefixtures("came_with_it")
def test_layers_are_kept_each_time_and_left_overs_read_by_nobody(canang: Canang, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "du-lieu" / "lop"
    for _ in range(3):
        assert canang("du-lieu", "lop", "rieng", "--an", "TDC-02", CANANG_DB="").code == 0
        assert canang("du-lieu", "lop", "rieng", "--bo", CANANG_DB="").code == 0
    assert len(list(folder.glob("rieng.sqlite.bo-*"))) == 3
    canang("du-lieu", "lop", "rieng", "--an", "TDC-02", CANANG_DB="")
    for name in (".rieng.moi.sqlite", ".x.sqlite", "x.sqlite.tmp", ".dang-lam.abc.tmp", "Rieng.sqlite"):
        (folder / name).write_bytes(b"nua chung")
    assert canang("tim", "xăng", CANANG_DB="").code == 0
    assert canang("xem", "TDC-02", CANANG_DB="").code == 1


@pytest.mark.posix
@pytest.mark.parametrize("count", [2, pytest.param(6, marks=pytest.mark.soak)])
def test_layer_changes_at_once_all_hold(tmp_path: Path, count: int) -> None:
    hidden = ["TDC-02", "TDC-03", "CDS-02", "SHTT-01", "VT-01", "NLNT-02"][:count]
    running = [start(tmp_path, "du-lieu", "lop", "ha-giang", "--an", entry) for entry in hidden]
    assert [process.wait() for process in running if process.communicate()] == [0] * len(hidden)
    done = start(tmp_path, "du-lieu", "lop", "--json")
    (layer,) = json.loads(done.communicate()[0])
    assert sorted(layer["hidden"]) == sorted(hidden)


def damage(register: Path) -> None:
    content = bytearray(register.read_bytes())
    content[-4096:-4000] = b"\xff" * 96
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 100] = b"\xff" * 100
    register.write_bytes(content)


def test_a_second_rescue_reads_the_register_of_today_and_no_older_copy(canang: Canang, tmp_path: Path) -> None:
    register = tmp_path / "home" / "ho-so.sqlite"
    for name in ("Cũ 1", "Cũ 2"):
        canang("ho-so", "mo", "TDC-01.2", name)
    damage(register)
    register.with_name("ho-so.sqlite-wal").write_bytes(b"x" * 100)
    assert canang("ho-so", "cuu").code == 0
    for number in range(12):
        assert canang("ho-so", "mo", "TDC-01.2", f"Mới {number}").code == 0
    damage(register)
    assert canang("ho-so", "cuu").code == 0
    assert register.stat().st_mode & 0o077 == 0 or os.name == "nt"
    listed = canang("ho-so", "--tat-ca").out
    assert listed.count("Mới") >= 6
    assert len([path for path in register.parent.glob("ho-so.sqlite.hong-*") if not path.name.endswith("-wal")]) == 2


def test_a_rescue_goes_over_gaps_in_the_numbers(canang: Canang, tmp_path: Path) -> None:
    for name in ("A", "B", "C", "D"):
        assert canang("ho-so", "mo", "TDC-01.2", name).code == 0
    register = tmp_path / "home" / "ho-so.sqlite"
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("UPDATE events SET position = position + 5000 WHERE position > 2")
        connection.execute("UPDATE events SET position = position + 900000 WHERE position > 5004")
        connection.commit()
    damage_lightly(register)
    assert canang("ho-so", "cuu").code == 0
    assert [case["name"] for case in json.loads(canang("ho-so", "--json").out)] == ["A", "B", "C", "D"]


def test_the_words_of_a_damaged_register_and_of_a_damaged_catalogue_differ(canang: Canang, tmp_path: Path) -> None:
    canang("ho-so", "mo", "TDC-01.2", "A")
    (tmp_path / "home" / "ho-so.sqlite").write_bytes(b"khong phai sqlite" * 500)
    told = canang("ho-so")
    assert told.code == 3 and "canang ho-so cuu" in told.err and "Cài lại" not in told.err
    assert canang("tim", "xăng").code == 0


@pytest.mark.posix
@pytest.mark.parametrize("place", ["/dev/zero", "FIFO", "~nobody/x", "~khong-co-ai/x", "a\0b", "/dev/tty", "."])
def test_only_an_ordinary_file_is_attached(canang: Canang, tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "ong")
    said = str(tmp_path / "ong") if place == "FIFO" else place
    done = canang("checklist", "TDC-01.2", "--ho-so", "A", "--don-gian", terminal=True, stdin=f"d\n{said}\nt\n")
    assert done.code == 0 and "Traceback" not in done.err and "mục 1/" in done.out
    assert json.loads(canang("ho-so", "xem", "A", "--json").out).get("attachments", {}) in ({}, [], None)


OPERATIONS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "a layer": lambda at: ("du-lieu", "lop", "ha-giang", "--an", "TDC-03"),
    "an import": lambda at: ("du-lieu", "nhap", str(at / "mau.yaml"), "--lop", "ha-giang"),
    "an export": lambda at: ("export", "TDC-01.2", "-o", str(at / "a.html"), "--ghi-de"),
    "a backup": lambda at: ("ho-so", "sao-luu", "-o", str(at / "b.sqlite"), "--ghi-de"),
    "a rescue": lambda at: ("ho-so", "cuu"),
}


@pytest.mark.posix
@pytest.mark.soak
@pytest.mark.parametrize("what", OPERATIONS)
def test_a_kill_leaves_what_was_before_or_what_comes_after(tmp_path: Path, what: str) -> None:
    machines, kills = 4, 40

    def hand(number: int) -> None:
        at = tmp_path / str(number)
        home = at / "home"
        at.mkdir()
        chance = random.Random(number)
        for line in (("ho-so", "mo", "TDC-01.2", "A"), ("du-lieu", "lop", "ha-giang", "--an", "TDC-02"),
                     ("du-lieu", "mau", str(at / "mau.yaml"))):  # fmt: skip
            assert start(home, *line).wait() == 0
        for _ in range(kills // machines):
            if what == "a rescue":
                damage_lightly(home / "ho-so.sqlite")
            running = start(home, *OPERATIONS[what](at))
            time.sleep(chance.uniform(0.1, 1.2))
            running.kill()
            running.communicate()
            for line in (("tim", "xăng"), ("ho-so", "cuu") if what == "a rescue" else ("ho-so",), ("du-lieu", "lop")):
                after = start(home, *line)
                out, err = after.communicate()
                assert after.returncode == 0, (line, out.decode(), err.decode())
            listed = start(home, "ho-so", "--json").communicate()[0]
            assert [case["name"] for case in json.loads(listed)] == ["A"]
            for name in ("a.html", "b.sqlite"):
                assert not (at / name).exists() or (at / name).stat().st_size > 10_000

    with ThreadPoolExecutor(machines) as hands:
        list(hands.map(hand, range(machines)))


def damage_lightly(register: Path) -> None:
    """An index that no longer fits its table: SQLite's check sees it, and every row can still be read."""
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'events_of_case'")
        connection.commit()
