"""A PostgreSQL of its own with a set-up province, pgbench against it, and programs that serve."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, closing
from pathlib import Path

import psycopg
from tests.server.conftest import Server, program, running_province

_TABLE = "CREATE TABLE IF NOT EXISTS dong (id bigserial PRIMARY KEY, ma uuid, chu text)"
_INSERT = "INSERT INTO dong (ma, chu) VALUES (gen_random_uuid(), repeat('x', 200));\n"


def postgres(*settings: str) -> AbstractContextManager[Server]:
    """A running server with the province ``tinh``."""
    return running_province("tinh", "-c max_connections=120", *settings)


def inserts(server: Server, seconds: int = 6) -> float:
    """Transactions a second of pgbench with eight clients, one insert each."""
    path = program("pgbench")
    assert path is not None
    with closing(psycopg.connect(server.dsn("postgres"), autocommit=True)) as connection:
        connection.execute(_TABLE)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_INSERT)
        script.flush()
        command = [path, "-n", "-c", "8", "-j", "2", "-T", str(seconds), "-f", script.name, server.dsn("postgres")]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return next(float(line.split("=")[1].split()[0]) for line in said.splitlines() if line.startswith("tps"))


class Serving:
    """``canang may-chu phuc-vu``, which can be killed and started again at the same port."""

    def __init__(self, app: str, home: Path) -> None:
        self._variables = os.environ | {"CANANG_HOME": str(home), "CANANG_CSDL": app}
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start, and return once it answers."""
        command = [sys.executable, "-m", "canang", "--json", "may-chu", "phuc-vu", "--cong", str(self.port)]
        self.process = subprocess.Popen(command, env=self._variables, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        text = ""
        while True:
            text += self.process.stdout.readline()
            try:
                self.port = int(json.loads(text)["result"]["port"])
                return
            except json.JSONDecodeError:
                continue

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
