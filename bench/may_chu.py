"""One hundred machines sync two hundred events each with one server, against pgbench's inserts in the same run.

``python -m bench.may_chu``; needs PostgreSQL's own programs and the extra ``tinh``. Figures are ratios: machines
differ, and the same one from minute to minute.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
from tests.server.conftest import Server, program, short_folder

from canang.cases.register import Register
from canang.desk.desk import Desk
from canang.desk.syncing import join, sync
from canang.server.machines import add_machine
from canang.server.province import Province
from canang.server.setup import set_up

MACHINES, EVENTS, AT_ONCE, OFFICES = 100, 200, 16, 50
_TABLE = "CREATE TABLE dong (id bigserial PRIMARY KEY, ma uuid, chu text)"
_INSERT = "INSERT INTO dong (ma, chu) VALUES (gen_random_uuid(), repeat('x', 200));\n"


def main() -> None:
    """Measure and print."""
    with short_folder() as folder, tempfile.TemporaryDirectory() as homes:
        postgres = Server(folder / "pg")
        postgres.make()
        postgres.start("-c max_connections=120")
        try:
            _measure(postgres, Path(homes))
        finally:
            postgres.stop()


def _measure(postgres: Server, homes: Path) -> None:
    with closing(psycopg.connect(postgres.dsn("postgres"), autocommit=True)) as connection:
        connection.execute("CREATE DATABASE tinh")
        connection.execute(_TABLE)
    set_up(postgres.dsn("tinh"), "Tỉnh thử")
    app = postgres.dsn("tinh", "canang_app")
    province = Province(app)
    offices = [province.add_office(f"Xã {number}", "xa") for number in range(OFFICES)]
    variables = os.environ | {"CANANG_HOME": str(homes / "may-chu"), "CANANG_CSDL": app}
    command = [sys.executable, "-m", "canang", "--json", "may-chu", "phuc-vu", "--cong", "0"]
    server = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    try:
        port = _port(server)
        desks = []
        for number in range(MACHINES):
            _, token = add_machine(province, offices[number % OFFICES], f"Người {number}")
            desk = Desk(date(2026, 11, 29), {"CANANG_HOME": str(homes / str(number)), "CANANG_NGUOI": "x"})
            join(desk, f"http://127.0.0.1:{port}", token)
            _write(desk)
            desks.append(desk)
        before = _inserts(postgres)
        start = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as hands:
            sent = sum(synced.sent for synced in hands.map(sync, desks))
        took = time.perf_counter() - start
        after = _inserts(postgres)
    finally:
        server.kill()
    inserts = statistics.mean((before, after))
    kept = sum(_count(province, office) for office in offices)
    print(f"gửi {sent} việc từ {MACHINES} máy, sổ giữ {kept}: {sent / took:,.0f} việc một giây")
    print(
        f"pgbench, 8 nối, mỗi lần một dòng: {inserts:,.0f} một giây; bằng {sent / took / inserts:.2f} lần (đích ≥ 0,5)"
    )


def _port(server: "subprocess.Popen[str]") -> int:
    assert server.stdout is not None
    text = ""
    while True:
        text += server.stdout.readline()
        try:
            return int(json.loads(text)["result"]["port"])
        except json.JSONDecodeError:
            continue


def _write(desk: Desk) -> None:
    with closing(Register(desk.home)) as register:
        name = f"Hồ sơ {desk.home.name}"
        register.open(name, "TDC-01.2", "1", desk.now())
        with register.connection:
            for number in range(EVENTS - 1):
                said = {"state": "done", "note": "ghi chú ngắn"}
                register.record(name, "answer", f"step:{number % 18}", said, now=desk.now())


def _inserts(postgres: Server) -> float:
    path = program("pgbench")
    assert path is not None
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_INSERT)
        script.flush()
        command = [path, "-n", "-c", "8", "-j", "2", "-T", "6", "-f", script.name, postgres.dsn("postgres")]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return next(float(line.split("=")[1].split()[0]) for line in said.splitlines() if line.startswith("tps"))


def _count(province: Province, office: object) -> int:
    with province.register(office) as register:  # type: ignore[arg-type]
        return len(register.log())


if __name__ == "__main__":
    main()
