"""Behind pgbouncer in transaction mode, with one connection for all: an office's register stays its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from canang.server.province import Province

from .conftest import Database, short_folder

NOW = datetime(2026, 11, 2, 8).astimezone()


@pytest.fixture
def pooled(database: Database) -> Iterator[str]:
    """The address of the database behind pgbouncer."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("không có pgbouncer")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with short_folder() as folder:
        settings = Path(folder, "pgbouncer.ini")
        settings.write_text(
            f"[databases]\n* = host=127.0.0.1 port={database.server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 1\n"
            f"unix_socket_dir =\n[databases]\n{database.name} = host=127.0.0.1 port={database.server.port}"
            f" dbname={database.name} user=canang_app\n"
        )
        settings.chmod(0o644)
        process = subprocess.Popen([program, str(settings)], stderr=subprocess.DEVNULL, **database.server.as_user())
        try:
            for _ in range(100):
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"postgresql://canang_app@127.0.0.1:{port}/{database.name}"
        finally:
            process.kill()
            process.wait(20)


def test_two_offices_over_one_connection_see_their_own(pooled: str) -> None:
    province = Province(pooled)
    first, second = province.find_office("An Bình"), province.find_office("Bình Minh")
    with province.register(first) as one, province.register(second) as other:
        for number in range(12):  # more often than a driver needs to keep a statement on the server
            one.open(f"A {number}", "TDC-01.2", "1", NOW)
            one.close()
            assert other.names() == [f"B {each}" for each in reversed(range(number))]
            other.close()
            other.open(f"B {number}", "TDC-01.2", "1", NOW)
            other.close()
            assert one.names() == [f"A {each}" for each in reversed(range(number + 1))]
            one.close()
    with province.connected() as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)
