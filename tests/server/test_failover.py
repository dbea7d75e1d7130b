"""A primary whose power goes in the middle of the work, and the standby that takes its place: nothing acknowledged is
lost, and no machine needs a person to go on."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from canang.desk.desk import Desk
from canang.desk.syncing import join, sync
from canang.errors import Failure
from canang.server.machines import add_machine
from canang.server.province import Office, Province
from canang.server.setup import set_up
from canang.server.telling import DatabaseUnusable
from tests.conftest import TODAY, Canang

from .conftest import Server, program, short_folder
from .test_sync import Running

STANDBY = "du_phong"


class Pair:
    """A primary whose commits wait for its standby, and the address that names both."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.standby = Server(folder / "chinh"), Server(folder / "phu")
        self.primary.make()
        self.primary.start()
        with closing(psycopg.connect(self.primary.dsn("postgres"), autocommit=True)) as connection:
            connection.execute("CREATE DATABASE tinh")
        set_up(self.primary.dsn("tinh"), "Tỉnh thử")
        self.standby.follow(self.primary, STANDBY)
        self.standby.start()
        self.wait_for_standby(True)
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        self.app = f"postgresql://canang_app@{hosts}/tinh?target_session_attrs=read-write"
        self.owner = f"postgresql://chu@{hosts}/tinh?target_session_attrs=read-write"

    def wait_for_standby(self, wanted: bool) -> None:
        """Have commits of the primary wait for the standby, or no more."""
        with closing(psycopg.connect(self.primary.dsn("postgres"), autocommit=True)) as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY if wanted else ''}'")
            connection.execute("SELECT pg_reload_conf()")
            for _ in range(200):
                state = connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall()
                if not wanted or state == [("sync",)]:
                    return
                time.sleep(0.05)
        raise AssertionError(state)


@pytest.fixture
def pair() -> Iterator[Pair]:
    if program("initdb") is None:
        pytest.skip("không có PostgreSQL")
    with short_folder() as folder:
        made = Pair(folder)
        try:
            yield made
        finally:
            for server in (made.primary, made.standby):
                if (server.folder / "du-lieu" / "postmaster.pid").exists():
                    server.stop()


class Machine:
    """A laptop that writes and syncs by turns, as one whose pages are open."""

    def __init__(self, province: Province, office: Office, address: str, home: Path) -> None:
        self.desk = Desk(TODAY, {"CANANG_HOME": str(home), "CANANG_NGUOI": home.name})
        _, token = add_machine(province, office, home.name)
        join(self.desk, address, token)
        self.written: set[str] = set()
        self.acknowledged: set[str] = set()

    def work(self, events: int, over: threading.Event) -> None:
        """Half is written before the primary dies, half after."""
        name = f"Hồ sơ của {self.desk.home.name}"
        for step in range(events):
            with self.desk.register() as register:
                if step == 0:
                    register.open(name, "TDC-01.2", "1", self.desk.now())
                register.record(name, "note", "step:a", {"note": f"lần {step}"}, now=self.desk.now())
            if step % 4 == 0:
                self.attempt()
            if step == events // 2:
                over.wait(60)
        for _ in range(50):
            if self.attempt():
                break

    def attempt(self) -> bool:
        """Sync, and note what was acknowledged; whether nothing is left."""
        try:
            waiting = sync(self.desk).waiting
        except Failure:
            waiting = 1
        with self.desk.register() as register:
            self.written = {event.id for event in register.log() if event.device == register.device}
            self.acknowledged = self.written - {event.id for event in register.outbox(10_000)}
        return waiting == 0


def there(server: Server) -> list[str]:
    """The ids of all events that a server has."""
    with closing(psycopg.connect(server.dsn("tinh"))) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM events").fetchall()]


@pytest.mark.soak
def test_a_primary_killed_in_the_middle_loses_nothing_and_machines_go_on(pair: Pair, tmp_path: Path) -> None:
    count, events = 6, 80
    province = Province(pair.app)
    office = province.add_office("Xã An Bình", "xa")
    running = Running(pair, tmp_path / "may-chu")
    try:
        machines = [Machine(province, office, running.address, tmp_path / f"m{number}") for number in range(count)]
        over = threading.Event()
        hands = [threading.Thread(target=machine.work, args=(events, over)) for machine in machines]
        for hand in hands:
            hand.start()
        while sum(len(machine.acknowledged) for machine in machines) < count * events // 4:
            time.sleep(0.02)
        before = {event for machine in machines for event in machine.acknowledged}
        pair.primary.kill()
        pair.standby.promote()
        over.set()
        assert before - set(there(pair.standby)) == set()
        for hand in hands:
            hand.join()
        assert running.process.poll() is None  # the same program went on
        kept = there(pair.standby)
        assert len(kept) == len(set(kept)) == count * (events + 1)
        for machine in machines:
            assert machine.written == machine.acknowledged
            assert machine.written <= set(kept)
    finally:
        running.kill()


def test_the_operator_is_told_of_the_standby(pair: Pair, canang: Canang) -> None:
    def told(dsn: str, *more: str) -> tuple[int, str]:
        said = canang("may-chu", "du-phong", *more, CANANG_CSDL=dsn)
        return said.code, " ".join((said.out + said.err).split())

    code, text = told(pair.owner)
    assert (code, "du_phong (127.0.0.1): đang theo, đồng bộ, chậm" in text) == (0, True), text
    found = json.loads(canang("may-chu", "du-phong", "--json", CANANG_CSDL=pair.owner).out)
    assert found["result"]["standbys"][0]["sync"] == "sync"
    assert told(pair.app)[0] == 3  # the role that serves may not look
    assert "GRANT pg_monitor" in told(pair.app)[1]
    assert "Đây là máy dự phòng" in told(pair.standby.dsn("tinh"))[1]
    pair.wait_for_standby(False)
    assert told(pair.owner)[0] == 1
    assert "Chưa đòi máy dự phòng xác nhận" in told(pair.owner)[1]
    pair.wait_for_standby(True)
    pair.standby.kill()
    for _ in range(100):
        code, text = told(pair.primary.dsn("tinh"))
        if code:
            break
        time.sleep(0.1)
    assert "mọi lần ghi đứng đợi" in text


def test_a_commit_whose_wait_for_the_standby_is_broken_off_is_not_told_as_done(pair: Pair) -> None:
    """PostgreSQL calls it done, with a warning; the events are on one disk only, and are sent again."""
    province = Province(pair.app)
    office = province.add_office("Xã An Bình", "xa")
    pair.standby.kill()
    raised: list[Failure] = []

    def write() -> None:
        try:
            with province.register(office) as register:
                register.remember("x", "y")
        except DatabaseUnusable as failure:
            raised.append(failure)

    hand = threading.Thread(target=write)
    hand.start()
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with closing(psycopg.connect(pair.primary.dsn("postgres"), autocommit=True)) as connection:
        while not (found := connection.execute(waiting).fetchall()):
            time.sleep(0.05)
        connection.execute("SELECT pg_cancel_backend(%s)", found[0])
    hand.join(30)
    assert len(raised) == 1


@pytest.mark.parametrize("kept", [False, True])
def test_connections_that_broke_are_opened_anew(pair: Pair, kept: bool) -> None:
    """After the standby took over, the same province answers; between the two it says to ask again."""
    province = Province(pair.app)
    if kept:
        province.keep_connections(2)
    with closing(province):
        office = province.add_office("Xã An Bình", "xa")
        pair.primary.kill()
        with pytest.raises(DatabaseUnusable, match="không trả lời"):
            province.offices()
        pair.standby.promote()
        found: list[str] = []
        for _ in range(20):
            with suppress(DatabaseUnusable):
                found = [each.id for each in province.offices()]
                break
        assert found == [office.id]
