"""One hundred machines sync two hundred events each, over a line that breaks, with servers that are killed."""

import random
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import psycopg
from tests.server.conftest import Server
from tests.server.lines import carry

from bench.province.ground import Serving, inserts, postgres
from canang.cases.register import Register
from canang.desk.desk import Desk
from canang.desk.syncing import join, sync
from canang.errors import Failure
from canang.server.machines import add_machine
from canang.server.province import Province

MACHINES, EVENTS, OFFICES = 100, 200, 50
PROCESSES, HANDS = 4, 4
"""The machines of the bench share the two cores with the server and PostgreSQL; sixteen sync at a time."""


def measure(servers: int, *, broken: bool) -> None:
    """Measure and print.

    Args:
        servers: programs that serve, as behind one proxy.
        broken: whether connections are cut and servers killed in between.
    """
    with postgres() as database, tempfile.TemporaryDirectory() as homes:
        _measure(database, Path(homes), servers, broken)


def _measure(database: Server, homes: Path, servers: int, broken: bool) -> None:
    app = database.dsn("tinh", "canang_app")
    province = Province(app)
    offices = [province.add_office(f"Xã {number}", "xa") for number in range(OFFICES)]
    serving = [Serving(app, homes / "may-chu") for _ in range(servers)]
    try:
        with _line(serving) as (line, trouble):
            places = [homes / str(number) for number in range(MACHINES)]
            for number, home in enumerate(places):
                _, token = add_machine(province, offices[number % OFFICES], f"Người {number}")
                join(_desk(home), f"http://127.0.0.1:{line}", token)
                _write(home)
            with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as hands:
                list(hands.map(_nothing, range(PROCESSES)))
                before = inserts(database)
                if broken:
                    trouble.set()
                start = time.perf_counter()
                list(hands.map(_send_all, [places[number::PROCESSES] for number in range(PROCESSES)]))
                took = time.perf_counter() - start
                trouble.clear()
                after = inserts(database)
    finally:
        for each in serving:
            each.kill()
    pgbench, sent = statistics.mean((before, after)), MACHINES * EVENTS
    with closing(psycopg.connect(database.dsn("tinh"))) as connection:
        kept, once = connection.execute("SELECT count(*), count(DISTINCT id) FROM events").fetchone() or (0, 0)
    how = "đứt nối và chết máy chủ giữa chừng" if broken else "đường truyền lành"
    print(f"{MACHINES} máy × {EVENTS} việc, {servers} phuc-vu, {how}: sổ giữ {kept}, khác nhau {once}, cần {sent}")
    print(
        f"{sent / took:,.0f} việc một giây; pgbench (8 nối, mỗi lần một dòng) {pgbench:,.0f};"
        f" bằng {sent / took / pgbench:.2f} lần (đích ≥ 0,5)"
    )
    if (kept, once) != (sent, sent):
        raise SystemExit("có việc mất hoặc ghi hai lần")


def _desk(home: Path) -> Desk:
    return Desk(date(2026, 11, 29), {"CANANG_HOME": str(home), "CANANG_NGUOI": "x"})


def _write(home: Path) -> None:
    desk = _desk(home)
    with closing(Register(home)) as register:
        name = f"Hồ sơ {home.name}"
        register.connection.execute("PRAGMA synchronous = OFF")  # what is written offline is not measured
        register.open(name, "TDC-01.2", "1", desk.now())
        for number in range(EVENTS - 1):
            said = {"state": "done", "note": "ghi chú ngắn"}
            register.record(name, "answer", f"step:{number % 18}", said, now=desk.now())


def _nothing(_: int) -> None:
    """Have a process start and import before the clock does."""


def _send_all(homes: list[Path]) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(_send, homes))


def _send(home: Path) -> None:
    desk = _desk(home)
    while True:
        try:
            if sync(desk).waiting == 0:
                return
        except Failure:
            time.sleep(0.05)


@contextmanager
def _line(servers: list[Serving]) -> Iterator[tuple[int, threading.Event]]:
    """A port that leads to one of the servers that answer; in trouble one connection in six is cut somewhere, and every
    two seconds a server is killed and started again."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=200)
    chance, trouble, over = random.Random(7), threading.Event(), threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                near, _ = listening.accept()
            except OSError:
                return
            for each in chance.sample(servers, len(servers)):
                with suppress(OSError):
                    far = socket.create_connection(("127.0.0.1", each.port))
                    break
            else:
                near.close()
                continue
            for pair in ((near, far), (far, near)):
                cut = trouble.is_set() and chance.random() < 1 / 12
                left = chance.randrange(1, 60_000) if cut else 10**9
                threading.Thread(target=carry, args=(*pair, left, 262_144), daemon=True).start()

    def kill() -> None:
        while not over.wait(2):
            if trouble.is_set():
                one = chance.choice(servers)
                one.kill()
                one.start()

    threads = [threading.Thread(target=each, daemon=True) for each in (serve, kill)]
    for each in threads:
        each.start()
    try:
        yield listening.getsockname()[1], trouble
    finally:
        over.set()
        listening.close()
        threads[1].join(30)
