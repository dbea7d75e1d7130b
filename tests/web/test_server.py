"""``canang web`` as a program: begun, begun twice, killed in the middle, ended from a page, on a port that is taken."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from canang.web.serving import FILE
from tests.conftest import Canang

from .conftest import running

NAME = "Cửa hàng xăng dầu số 5"


def test_it_serves_and_what_was_said_outlives_a_kill(tmp_path: Path) -> None:
    with running(tmp_path, "--cong", "0") as program:
        client = program.client()
        assert client.get("/").status_code == 200
        opened = client.post("/ho-so/mo/TDC-01.2", data={"ten": NAME}, follow_redirects=True)
        case = opened.url.path
        item = opened.text.partition(f'href="{case}/muc/')[2].partition('"')[0]
        client.post(f"{case}/muc/{item}", data={"tra-loi": "done", "ghi-chu": "đủ", "biet": ""})
        program.process.send_signal(signal.SIGKILL)
        program.process.wait(20)
    with running(tmp_path, "--cong", "0") as program:
        client = program.client()
        assert "đủ" in client.get(f"{case}/muc/{item}").text
        assert NAME in client.get("/").text


@pytest.mark.soak
def test_a_second_start_opens_the_first_program(tmp_path: Path) -> None:
    with running(tmp_path, "--cong", "0") as program, running(tmp_path) as second:
        assert second.process.wait(20) == 0
        assert second.base == program.base
        assert second.client().get("/").status_code == 200


@pytest.mark.soak
def test_a_file_left_by_a_kill_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"port": 9, "starter": "x"}), encoding="utf-8")
    with running(tmp_path, "--cong", "0") as program:
        assert program.client().get("/").status_code == 200
    (tmp_path / FILE).write_bytes(b"\xff{")
    with running(tmp_path) as program:
        assert program.client().get("/").status_code == 200


def test_it_is_ended_from_a_page_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path, "--cong", "0") as program:
        answer = program.client().post("/dung")
        assert "Đã tắt" in answer.text
        assert program.process.wait(20) == 0
        assert not (tmp_path / FILE).exists()


def test_ctrl_c_ends_it_in_words(tmp_path: Path) -> None:
    with running(tmp_path, "--cong", "0") as program:
        program.client().get("/")
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(20) in {0, 130}
        assert program.process.stderr is not None
        assert "Traceback" not in program.process.stderr.read()


@pytest.mark.parametrize("port", ["70000", "-1", "x"])
def test_a_port_that_is_none_is_told(canang: Canang, port: str) -> None:
    told = canang("web", "--khong-mo", "--cong", port)
    assert told.code == 2
    assert "Traceback" not in told.err


def test_a_port_in_use_is_told(canang: Canang) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = canang("web", "--khong-mo", "--cong", str(taken.getsockname()[1]))
    assert told.code == 2
    assert "đang có chương trình khác dùng" in told.err


def test_only_this_machine_can_reach_it(tmp_path: Path) -> None:
    with running(tmp_path, "--cong", "0") as program:
        port = int(program.base.rpartition(":")[2])
        own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for address in own - {"127.0.0.1"}:
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"http://{address}:{port}/", trust_env=False)


def test_no_other_command_loads_a_server() -> None:
    script = (
        "import sys\nfrom canang.cli.terminal.environment import Environment\nfrom canang.cli.main import run\n"
        "run(['tim', 'cây xăng'], Environment.real())\n"
        "sys.exit(', '.join(n for n in ('starlette', 'jinja2', 'uvicorn', 'canang.web') if n in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
