"""A primary whose power goes in the middle of the work, and the standby that takes its place: nothing acknowledged is
lost, and no machine needs a person to go on."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psycopg
import pytest

from canang.errors import Failure
from canang.server.province import Province
from canang.server.telling import DatabaseUnusable
from tests.conftest import Canang

from .bouncer import bouncing
from .conftest import program, short_folder
from .pair import Machine, Pair, there
from .test_sync import Running


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


@pytest.mark.soak
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


@pytest.mark.soak
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


@pytest.mark.soak
@pytest.mark.parametrize("how", ["mỗi lần một nối", "giữ nối", "sau pgbouncer"])
def test_connections_that_broke_are_opened_anew(pair: Pair, how: str) -> None:
    """After the standby took over, the same province answers; between the two it says to ask again."""
    with ExitStack() as stack:
        address = pair.app
        if how == "sau pgbouncer":
            # It stands for one server: its clients cannot see through it which of several takes writes.
            before = stack.enter_context(ExitStack())
            port = before.enter_context(bouncing(pair.primary, "tinh", 4))
            address = f"postgresql://canang_app@127.0.0.1:{port}/tinh"
        province = stack.enter_context(closing(Province(address)))
        if how != "mỗi lần một nối":
            province.keep_connections(2)
        office = province.add_office("Xã An Bình", "xa")
        pair.primary.kill()
        with pytest.raises(DatabaseUnusable):
            province.offices()
        pair.standby.promote()
        if how == "sau pgbouncer":
            before.close()
            stack.enter_context(bouncing(pair.standby, "tinh", 4, port))
        found: list[str] = []
        for _ in range(8):
            with suppress(DatabaseUnusable):
                found = [each.id for each in province.offices()]
                break
        assert found == [office.id]
