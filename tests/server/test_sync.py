"""Laptops that are offline half of the day and one register: everything arrives once, whatever cuts or dies between."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec
import psycopg
import pytest

from canang.cases.events import new_id
from canang.cases.register import Register
from canang.desk.cases import open_case
from canang.desk.desk import Desk
from canang.desk.syncing import sync
from canang.errors import Failure
from canang.web.render import Renderer
from tests.conftest import TODAY, Canang, Outcome

from .conftest import Database
from .lines import carry

NAME = "Cửa hàng số 5"
Run = Callable[..., Outcome]


class HasApp(Protocol):
    """A database that has an address for the program that serves."""

    app: str


class Running:
    """``canang may-chu phuc-vu`` as a program of its own."""

    def __init__(self, database: HasApp, home: Path) -> None:
        self._database, self._home = database, home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        variables = os.environ | {"CANANG_HOME": str(self._home), "CANANG_CSDL": self._database.app}
        command = [sys.executable, "-m", "canang", "may-chu", "phuc-vu", "--cong", str(self.port)]
        self.process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert "Đang trả lời" in self.process.stdout.readline()
        for _ in range(100):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def server(database: Database, tmp_path: Path) -> Iterator[Running]:
    running = Running(database, tmp_path / "may-chu")
    yield running
    running.kill()


@pytest.fixture
def run(canang: Canang, database: Database, tmp_path: Path) -> Run:
    def run_it(at: str, *arguments: str) -> Outcome:
        variables = {"CANANG_HOME": str(tmp_path / at), "CANANG_NGUOI": f"máy {at}", "CANANG_CSDL": database.app}
        return canang(*arguments, **variables)

    return run_it


@pytest.fixture
def joined(run: Run, server: Running) -> Callable[..., str]:
    """A machine of a commune that belongs to the server; its token."""

    def join(at: str, office: str = "Xã An Bình") -> str:
        made = run("quan-tri", "may-chu", "may", at, "--co-quan", office, "--json")
        token: str = json.loads(made.out)["result"]["token"]
        told = run(at, "ho-so", "noi", server.address, token)
        assert told.code == 0, told.err
        return token

    return join


def test_two_machines_of_one_office_one_offline_and_a_conflict_that_is_settled(
    run: Run, joined: Callable[..., str], server: Running, tmp_path: Path
) -> None:
    for at in ("An", "Bình"):
        joined(at)
    joined("Chi", "Xã Bình Minh")
    assert run("An", "ho-so", "mo", "TDC-01.2", NAME).code == 0
    paper = tmp_path / "giấy.pdf"
    paper.write_bytes(b"con dau")
    with open_case(Desk(TODAY, {"CANANG_HOME": str(tmp_path / "An")}), NAME) as work:
        work.attach(work.items[0].id, paper)
    assert "Đã gửi 3 việc" in run("An", "ho-so", "dong-bo").out
    assert "lấy về 3 việc" in run("Bình", "ho-so", "dong-bo").out
    assert "lấy về 0 việc" in run("Chi", "ho-so", "dong-bo").out
    assert [path.read_bytes() for path in (tmp_path / "Bình" / "dinh-kem").glob("*/*.pdf")] == [b"con dau"]
    # Both answer without a network, each otherwise.
    server.kill()
    run("An", "ho-so", "tra-loi", NAME, "bước 2", "xong")
    run("Bình", "ho-so", "tra-loi", NAME, "bước 2", "khong-dat", "--chu", "thiếu chữ ký")
    assert "chưa gửi lên máy chủ 1 việc" in run("An", "ho-so").out
    away = run("An", "ho-so", "dong-bo")
    assert away.code != 0
    assert "còn nguyên ở máy này" in away.err
    server.start()
    run("An", "ho-so", "dong-bo")
    told = run("Bình", "ho-so", "dong-bo").out
    assert "hai người ghi khác nhau" in told
    run("An", "ho-so", "dong-bo")
    shown = " ".join(run("An", "ho-so", "xem", NAME).out.split())
    assert "Bình ghi 23/11/2026" in shown  # the person of the machine, not what the machine calls its user
    run("An", "ho-so", "tra-loi", NAME, "bước 2", "khong-dat", "--chu", "thiếu chữ ký")
    run("An", "ho-so", "dong-bo")
    run("Bình", "ho-so", "dong-bo")
    for at in ("An", "Bình"):
        assert json.loads(run(at, "ho-so", "xem", NAME, "--json").out)["conflicts"] == {}


def test_a_machine_that_belongs_to_a_server_does_not_say_that_nothing_is_sent(
    run: Run, joined: Callable[..., str], tmp_path: Path
) -> None:
    assert "không gửi gì đi đâu" in run("An").out
    joined("An")
    assert "không gửi gì đi đâu" not in run("An").out
    assert "đồng bộ với máy chủ 127.0.0.1" in " ".join(run("An").out.split())
    desk = Desk(TODAY, {"CANANG_HOME": str(tmp_path / "An")})
    assert (
        "đồng bộ với máy chủ 127.0.0.1"
        in Renderer().page("error.html", desk, "/", 404, {"failure": "x", "hint": ""}).body.decode()
    )


def test_a_machine_that_was_closed_is_let_in_no_more_and_keeps_what_it_wrote(
    run: Run, joined: Callable[..., str]
) -> None:
    joined("An")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    run("An", "ho-so", "dong-bo")
    machines = json.loads(run("quan-tri", "may-chu", "may", "--json").out)
    assert machines[0]["data_version"]
    assert run("quan-tri", "may-chu", "may", "--ngung", machines[0]["id"][:8]).code == 0
    refused = run("An", "ho-so", "dong-bo")
    assert refused.code != 0
    assert "mã sai, hoặc máy đã bị ngừng" in refused.err
    assert NAME in run("An", "ho-so").out
    assert run("quan-tri", "may-chu", "may", "--ngung", machines[0]["id"][:8]).code == 1


@pytest.mark.parametrize(
    ("address", "token", "said"),
    [
        ("http://canang.tinh.gov.vn", "x", "https://"),
        ("http://127.0.0.1:1", "x", "không có gì trả lời ở cổng này"),
        ("https://khong-co.invalid", "x", "không tìm thấy máy chủ có tên này"),
        ("", "x", "Không đọc được địa chỉ"),
    ],
)
def test_a_wrong_address_is_told_and_not_kept(run: Run, address: str, token: str, said: str) -> None:
    refused = run("An", "ho-so", "noi", address, token)
    assert refused.code != 0
    assert said in refused.err
    assert "chưa nối" in run("An", "ho-so", "dong-bo").err


def test_a_wrong_token_is_told_and_not_kept(run: Run, server: Running) -> None:
    for token, said in (("sai", "mã sai"), ("a\r\nb", "ký tự")):
        refused = run("An", "ho-so", "noi", server.address, token)
        assert refused.code != 0
        assert said in refused.err
    assert "chưa nối" in run("An", "ho-so", "dong-bo").err


def ask(
    server: Running, token: str, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    known = {"authorization": f"Bearer {token}", "x-canang": "1"} | headers
    request = urllib.request.Request(server.address + path, body, known, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_who_asks_wrongly_is_told_and_nothing_is_written(joined: Callable[..., str], server: Running) -> None:
    token = joined("An")
    digest = "0" * 64
    for expected, arguments in (
        (401, ("", "GET", "/dong-bo/nhan")),
        (401, ("sai", "POST", "/dong-bo/gui", b"{}")),
        (409, (token, "GET", "/dong-bo/nhan", None, {"x-canang": "2"})),
        (409, (token, "GET", "/dong-bo/nhan", None, {"x-canang": ""})),
        (400, (token, "POST", "/dong-bo/gui", b"[" * 10_000)),
        (400, (token, "POST", "/dong-bo/gui", b'{"device": 1}')),
        (400, (token, "PUT", f"/dong-bo/tep/{digest}", b"khac")),
        (404, (token, "GET", f"/dong-bo/tep/{digest}")),
        (404, (token, "GET", "/dong-bo/tep/..%2f..%2fmay-chu.json")),
        (404, (token, "GET", "/")),
        (405, (token, "GET", "/dong-bo/gui")),
        (413, (token, "PUT", f"/dong-bo/tep/{digest}", b"x" * 50_000_001)),
    ):
        plain, extra = list(arguments), {}
        if isinstance(plain[-1], dict):
            extra = plain.pop()
        status, body = ask(server, *plain, **extra)  # type: ignore[arg-type]
        assert (status, arguments[1:3]) == (expected, arguments[1:3])
        assert b"Traceback" not in body
    status, body = ask(server, token, "GET", "/dong-bo/nhan?sau=x:y:z")
    assert (status, json.loads(body)["events"]) == (200, [])


def test_no_machine_writes_in_the_name_of_another(
    run: Run, joined: Callable[..., str], server: Running, tmp_path: Path
) -> None:
    first, second = joined("An"), joined("Bình")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    run("An", "ho-so", "dong-bo")
    with closing(Register(tmp_path / "An")) as register:
        log, device = register.log(), register.device
    forged = msgspec.structs.replace(log[-1], id=new_id(), number=77, kind="close", data={}, item=None)
    own = new_id()
    body = msgspec.json.encode({"device": own, "events": [forged]})
    status, answer = ask(server, second, "POST", "/dong-bo/gui", body)
    assert (status, json.loads(answer)["verdicts"][0]["outcome"]) == (200, "later")
    # Claiming the other's device does not make it one's own.
    body = msgspec.json.encode({"device": device, "events": [forged]})
    status, answer = ask(server, second, "POST", "/dong-bo/gui", body)
    assert json.loads(answer)["verdicts"][0]["outcome"] == "later"
    # One's own event may not say who wrote it.
    mine = msgspec.structs.replace(
        forged, device=own, number=1, who="Chủ tịch", id=new_id(), kind="note", item="x", data={"note": "a"}
    )
    ask(server, second, "POST", "/dong-bo/gui", msgspec.json.encode({"device": own, "events": [mine]}))
    _, answer = ask(server, first, "GET", "/dong-bo/nhan")
    assert [event["who"] for event in json.loads(answer)["events"]][-1] == "Bình"
    replayed = json.loads(
        ask(server, second, "POST", "/dong-bo/gui", msgspec.json.encode({"device": own, "events": [mine]}))[1]
    )
    assert replayed["verdicts"][0]["outcome"] == "known"


def test_a_server_brought_back_from_a_backup_gets_again_what_it_lost(
    run: Run, joined: Callable[..., str], database: Database
) -> None:
    joined("An")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    run("An", "ho-so", "dong-bo")
    with closing(psycopg.connect(database.owner)) as connection:  # as from a backup of the day before
        connection.execute("DELETE FROM events")
        connection.execute("DELETE FROM cases")
        connection.execute("UPDATE province SET era = gen_random_uuid()")
        connection.commit()
    assert "Đã gửi 2 việc" in run("An", "ho-so", "dong-bo").out
    joined("Bình")
    assert "lấy về 2 việc" in run("Bình", "ho-so", "dong-bo").out


@contextmanager
def a_bad_line(server: Running, chance: random.Random) -> Iterator[int]:
    """A port that leads to the server and cuts some connections after some bytes, in either direction."""
    listening = socket.create_server(("127.0.0.1", 0))
    going = True

    def serve() -> None:
        while going:
            try:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", server.port))
            except OSError:
                continue
            for pair in ((near, far), (far, near)):
                left = chance.choice([10**9, 10**9, chance.randrange(1, 60_000)])
                threading.Thread(target=carry, args=(*pair, left), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        going = False
        listening.close()


@pytest.mark.parametrize("machines", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_whatever_cuts_and_kills_every_event_arrives_once(
    database: Database, joined: Callable[..., str], server: Running, tmp_path: Path, machines: int
) -> None:
    """Each machine writes offline, then syncs over a line that breaks, to a server that is killed now and then."""
    chance, events = random.Random(7), 60
    desks = []
    for number in range(machines):
        joined(f"m{number}")
        desk = Desk(TODAY, {"CANANG_HOME": str(tmp_path / f"m{number}"), "CANANG_NGUOI": f"m{number}"})
        with desk.register() as register:
            register.open(f"Hồ sơ {number % 3}", "TDC-01.2", "1", desk.now())
            for step in range(events - 1):
                said = {"state": "done", "note": "chữ " * 50}
                register.record(f"Hồ sơ {number % 3}", "answer", f"step:{number}-{step}", said, now=desk.now())
        desks.append(desk)
    with a_bad_line(server, chance) as port:
        for desk in desks:
            place = desk.home / "may-chu.json"
            place.write_text(place.read_text().replace(str(server.port), str(port)))
        done = threading.Event()

        def killing() -> None:
            while not done.wait(chance.uniform(0.5, 1.5)):
                server.kill()
                server.start()

        killer = threading.Thread(target=killing)
        killer.start()

        def keep_trying(desk: Desk) -> None:
            for _ in range(200):
                try:
                    if sync(desk).waiting == 0:
                        return
                except Failure:
                    time.sleep(0.05)

        hands = [threading.Thread(target=keep_trying, args=(desk,)) for desk in desks]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        done.set()
        killer.join()
    with database.register("Xã An Bình") as register:
        log = register.log()
        assert register.gaps() == []
    assert len(log) == machines * events
    assert len({event.id for event in log}) == machines * events
    for desk in desks:
        with desk.register() as mine:
            assert mine.outbox(1) == []
