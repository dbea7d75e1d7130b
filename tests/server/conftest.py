"""A real PostgreSQL: one server for each process that runs tests, and for each test a database of its own."""

import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from canang.server import passwords
from canang.server.register import OfficeRegister
from canang.server.setup import set_up

NOBODY = 65534


@pytest.fixture(autouse=True)
def cheap_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 costs 64 MiB and three passes on purpose; a test that is not about that does not pay for it."""
    if "dear_passwords" in request.fixturenames:
        return
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "_of_nobody", functools.cache(lambda: hasher.hash("không ai có mật khẩu này")))


@pytest.fixture
def dear_passwords() -> None:
    """Passwords are worked out as a province's server does it."""


def program(name: str) -> str | None:
    """A program of PostgreSQL, where Debian keeps them or on the path; the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


class Server:
    """A PostgreSQL that listens on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, name: str, *arguments: str) -> None:
        path = program(name)
        assert path is not None
        subprocess.run([path, *arguments], check=True, capture_output=True, **self.as_user())

    def as_user(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        self.run(
            "initdb", "-D", str(self.folder / "du-lieu"), "-U", "chu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync",
        )  # fmt: skip

    def start(self, *settings: str) -> None:
        # In the folder, with which it goes: in /dev/shm it would outlive a server that is killed.
        shared = "dynamic_shared_memory_type=mmap"
        options = [f"-p{self.port}", "-k", str(self.folder), "-c listen_addresses=127.0.0.1", f"-c {shared}", *settings]
        self.run(
            "pg_ctl", "-D", str(self.folder / "du-lieu"), "-w", "-t", "60", "-l", str(self.folder / "nhat-ky"),
            "-o", " ".join(options), "start",
        )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "du-lieu"), "-m", mode, "stop")

    def follow(self, primary: "Server", name: str) -> None:
        """Become a standby of a running server, which knows it by this name; to be started then."""
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        source = f"host=127.0.0.1 port={primary.port} user=chu application_name={name}"
        self.run("pg_basebackup", "-D", str(self.folder / "du-lieu"), "-R", "-X", "stream", "-c", "fast", "-d", source)

    def promote(self) -> None:
        """Take writes from now on."""
        self.run("pg_ctl", "-D", str(self.folder / "du-lieu"), "-w", "promote")

    def kill(self) -> None:
        """End every process of the server at once, as a power cut does."""
        first = int((self.folder / "du-lieu" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # starts no other
        for pid in (first, *_children(first)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        (self.folder / "du-lieu" / "postmaster.pid").unlink()

    def dsn(self, database: str, user: str = "chu") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder with a short path, which a socket's address needs, that another user may enter."""
    with tempfile.TemporaryDirectory(prefix="cn-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running_province(database: str, *settings: str) -> Iterator[Server]:
    """A running server with a set-up province in a database."""
    with short_folder() as folder:
        server = Server(folder / "pg")
        server.make()
        server.start(*settings)
        try:
            with closing(psycopg.connect(server.dsn("postgres"), autocommit=True)) as connection:
                connection.execute(f"CREATE DATABASE {database}")
            set_up(server.dsn(database), "Tỉnh thử")
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server with a set-up database ``mau`` to copy."""
    if program("initdb") is None:
        pytest.skip("không có PostgreSQL")
    with running_province("mau", "-c fsync=off", "-c full_page_writes=off", "-c max_connections=60") as server:
        yield server


class Database:
    """A province's database with two communes and the Sở, and what one does with it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.owner = server.dsn(name)
        self.app = server.dsn(name, "canang_app")
        self.offices: dict[str, str] = {}

    def add(self, offices: dict[str, str]) -> None:
        """Offices by their names, each with its level."""
        keys = {name: str(uuid.uuid4()) for name in offices}
        with closing(psycopg.connect(self.owner)) as connection:
            connection.cursor().executemany(
                "INSERT INTO offices (id, name, level) VALUES (%s, %s, %s)",
                [(key, name, offices[name]) for name, key in keys.items()],
            )
            connection.commit()
        self.offices |= keys

    def office(self, name: str, level: str = "xa") -> str:
        self.add({name: level})
        return self.offices[name]

    @contextmanager
    def register(self, office: str, account: str | None = None) -> Iterator[OfficeRegister]:
        with (
            closing(psycopg.connect(self.app)) as connection,
            closing(OfficeRegister(connection, self.offices[office], account=account)) as register,
        ):
            yield register

    @contextmanager
    def away(self) -> Iterator[None]:
        """Meanwhile the database takes nobody, and those who were there are thrown out."""
        with closing(psycopg.connect(self.server.dsn("postgres"), autocommit=True)) as keeper:
            keeper.execute(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
            keeper.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (self.name,))
            try:
                yield
            finally:
                keeper.execute(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    name = f"t{uuid.uuid4().hex[:12]}"
    with closing(psycopg.connect(postgres.dsn("postgres"), autocommit=True)) as connection:
        copied = "" if connection.info.server_version < 15_00_00 else " STRATEGY FILE_COPY"  # twice as fast
        connection.execute(f"CREATE DATABASE {name} TEMPLATE mau{copied}")
        made = Database(postgres, name)
        made.add({"Xã An Bình": "xa", "Xã Bình Minh": "xa", "Sở": "tinh"})
        try:
            yield made
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
