"""pgbouncer in transaction mode before a server."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Server, short_folder


@contextmanager
def bouncing(server: Server, database: str, size: int = 1, at: int = 0) -> Iterator[int]:
    """Its port; every client is the role that serves, and has one of so many connections for a transaction."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("không có pgbouncer")
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", at))
        port: int = free.getsockname()[1]
    with short_folder() as folder:
        settings = Path(folder, "pgbouncer.ini")
        settings.write_text(
            f"[databases]\n{database} = host=127.0.0.1 port={server.port} dbname={database} user=canang_app\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n"
            f"default_pool_size = {size}\nunix_socket_dir =\nquery_wait_timeout = 4\nserver_login_retry = 1\n"
            "server_connect_timeout = 3\n"
        )
        settings.chmod(0o644)
        process = subprocess.Popen([program, str(settings)], stderr=subprocess.DEVNULL, **server.as_user())
        try:
            for _ in range(100):
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.kill()
            process.wait(20)
