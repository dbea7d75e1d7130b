"""The register keeps what it was given: in order, from several hands, in other versions and after damage."""

import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.conftest import examples

from canang.cases.register import Register, RegisterUnusable, journal_of
from canang.cases.salvage import salvage

START = datetime(2026, 11, 2, 8, 0).astimezone()
NAMES = ["Cửa hàng số 5", "a/b\\c", 'O\'Neil "quý 4"', "🛢️ cây xăng", "x" * 1000, "; DROP TABLE cases; --"]


def answered(register: Register, name: str, item: str, at: datetime, state: str = "done") -> None:
    register.record(name, "answer", item, {"state": state, "note": None}, now=at)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_may_have_any_name(tmp_path: Path, name: str) -> None:
    with closing(Register(tmp_path)) as register:
        register.open(name, "TDC-01.2", "1", START)
        answered(register, name, "step:a", START)
    with closing(Register(tmp_path)) as register:
        case = register.find(name)
    assert case is not None
    assert case.name == name
    assert list(case.answers) == ["step:a"]


def test_a_case_is_shown_as_it_stood_on_any_day(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.open("A", "TDC-01.2", "1", START)
        for day in range(5):
            answered(register, "A", f"step:{day}", START + timedelta(days=day))
        register.record("A", "close", None, {"day": "2026-11-07"}, now=START + timedelta(days=5))
        stood = [len(register.find("A", date(2026, 11, day)).answers) for day in (1, 2, 4, 6, 30)]  # type: ignore[union-attr]
        assert stood == [0, 1, 3, 5, 5]
        assert [register.find("A", date(2026, 11, day)).closed for day in (6, 7)] == [False, True]  # type: ignore[union-attr]


def test_the_log_never_goes_back_where_the_clock_does(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.open("A", "TDC-01.2", "1", START)
        answered(register, "A", "step:a", START + timedelta(days=9))
        answered(register, "A", "step:a", START - timedelta(days=9), "not-applicable")
        assert [event.at for event in register.events("A")[1:]] == [START + timedelta(days=9)] * 2
        case = register.find("A")
    assert case is not None
    assert case.answers["step:a"].state == "not-applicable"


def test_several_hands_at_once_neither_lose_nor_mix_anything(tmp_path: Path) -> None:
    with closing(Register(tmp_path)):
        pass

    def work(hand: int) -> None:
        with closing(Register(tmp_path)) as register:
            register.open(f"Hồ sơ {hand % 2}", "TDC-01.2", "1", START)
            for number in range(40):
                answered(register, f"Hồ sơ {hand % 2}", f"step:{hand}-{number}", START)

    hands = [Thread(target=work, args=(hand,)) for hand in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with closing(Register(tmp_path)) as register:
        for which in (0, 1):
            case = register.find(f"Hồ sơ {which}")
            assert case is not None
            assert set(case.answers) == {f"step:{h}-{n}" for h in range(6) if h % 2 == which for n in range(40)}


def test_a_newer_register_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RegisterUnusable, match="mới hơn"):
        Register(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ho-so.sqlite")) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (99,)


def test_of_a_damaged_register_what_can_be_read_is_saved(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.open("A", "TDC-01.2", "1", START)
        for number in range(160):
            answered(register, "A", f"step:{number}", START)
        register.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "ho-so.sqlite"
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
    saved = salvage(tmp_path, START)
    assert saved.damaged is not None
    assert saved.damaged.read_bytes()[middle : middle + 8] == b"\xff" * 8
    assert saved.rows["cases"] == 1
    assert 80 < saved.rows["events"] < 160
    with closing(Register(tmp_path)) as register:
        case = register.find("A")
        assert case is not None
        assert len(case.answers) == saved.rows["events"] - 1


def test_a_backup_is_whole_while_the_register_is_in_use(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.open("A", "TDC-01.2", "1", START)
        answered(register, "A", "step:a", START)
        register.back_up(tmp_path / "ban-sao.sqlite")
        answered(register, "A", "step:b", START)
    copy = tmp_path / "khac"
    copy.mkdir()
    (tmp_path / "ban-sao.sqlite").rename(copy / "ho-so.sqlite")
    with closing(Register(copy)) as register:
        case = register.find("A")
    assert case is not None
    assert list(case.answers) == ["step:a"]


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        register.open("A", "TDC-01.2", "1", START)
        answered(register, "A", "step:a", START)
        (pages,) = register.connection.execute("PRAGMA page_count").fetchone()
        register.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(RegisterUnusable, match="đĩa đầy"):
            for number in range(10_000):
                answered(register, "A", f"step:{number}" + "x" * 500, START)
    with closing(Register(tmp_path)) as register:
        case = register.find("A")
    assert case is not None
    assert "step:a" in case.answers


class Log(RuleBasedStateMachine):
    """Whatever is recorded in whatever order, the state is what the log says."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile  # noqa: PLC0415

        self.folder = tempfile.TemporaryDirectory()
        self.register = Register(Path(self.folder.name))
        self.register.open("A", "TDC-01.2", "1", START)
        self.answers: dict[str, str] = {}
        self.closed = False
        self.paused = False

    @rule(item=st.sampled_from("abcd"), state=st.sampled_from(["done", "not-applicable"]))
    def answer(self, item: str, state: str) -> None:
        answered(self.register, "A", item, START, state)
        self.answers[item] = state

    @rule(kind=st.sampled_from(["close", "reopen"]))
    def close(self, kind: str) -> None:
        self.register.record("A", kind, None, {}, now=START)
        self.closed = kind == "close"

    @rule(kind=st.sampled_from(["pause", "resume"]))
    def pause(self, kind: str) -> None:
        self.register.record("A", kind, None, {"day": "2026-11-05"}, now=START)
        self.paused = kind == "pause"

    @rule()
    def open_again(self) -> None:
        self.register.close()
        self.register = Register(Path(self.folder.name))

    @invariant()
    def the_state_is_what_was_recorded(self) -> None:
        case = self.register.find("A")
        assert case is not None
        assert {item: answer.state for item, answer in case.answers.items()} == self.answers
        assert case.closed == self.closed
        assert bool(case.pauses and case.pauses[-1].end is None) == self.paused

    def teardown(self) -> None:
        self.register.close()
        self.folder.cleanup()


TestLog = Log.TestCase
TestLog.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


@given(st.text(max_size=40))
@settings(max_examples=examples(400), deadline=None)
def test_a_name_of_any_text_comes_back(name: str) -> None:
    import tempfile  # noqa: PLC0415

    if any("\ud800" <= char <= "\udfff" for char in name):
        return
    with tempfile.TemporaryDirectory() as folder, closing(Register(Path(folder))) as register:
        register.open(name, "TDC-01.2", "1", START)
        assert register.names() == [name]


@pytest.mark.posix
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "khoa"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        (closed / "thu").touch()
    except OSError:
        with closing(Register(closed)) as register, pytest.raises(RegisterUnusable, match="sổ hồ sơ"):
            register.open("A", "TDC-01.2", "1", datetime(2026, 11, 2, 8))
    else:
        pytest.skip("người quản trị ghi được mọi nơi")
    finally:
        closed.chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    ("home", "journal"),
    [
        (PureWindowsPath("//may-chu/chung/canang"), "DELETE"),
        (PureWindowsPath("C:/Users/Lan/canang"), "WAL"),
        (PurePosixPath("/home/lan/canang"), "WAL"),
    ],
)
def test_on_a_share_of_the_network_the_register_needs_no_shared_memory(home: PurePath, journal: str) -> None:
    assert journal_of(home) == journal
