"""A primary with a synchronous standby, and laptops that work with them: for the tests and the bench."""

import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg

from canang.desk.desk import Desk
from canang.desk.syncing import join, sync
from canang.errors import Failure
from canang.server.machines import add_machine
from canang.server.province import Office, Province
from canang.server.setup import set_up

from .conftest import Server

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


class Machine:
    """A laptop that writes and syncs by turns, as one whose pages are open."""

    def __init__(self, province: Province, office: Office, address: str, home: Path) -> None:
        self.desk = Desk(date(2026, 11, 23), {"CANANG_HOME": str(home), "CANANG_NGUOI": home.name})
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
