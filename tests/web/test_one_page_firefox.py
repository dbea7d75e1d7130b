"""The one page in Firefox, opened from the disk: it starts, finds, and keeps a case when the page is opened anew; it
works in a private window. Driven by Marionette, Firefox's own protocol (JSON over a socket)."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Once

from .test_browser import NAME
from .test_one_page_browser import PARTS, make_page

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(FIREFOX is None, reason="không có Firefox"),
    pytest.mark.skipif(not PARTS.is_dir(), reason="không có linh kiện của một trang"),
]

PATIENCE = 120.0


class Firefox:
    """A Firefox of its own profile, without a window."""

    def __init__(self, profile: Path, *options: str) -> None:
        profile.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        (profile / "user.js").write_text(f'user_pref("marionette.port", {self.port});\n', encoding="utf-8")
        command = [str(FIREFOX), "--headless", "--marionette", "--no-remote", "--profile", str(profile), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._number = 0
        self._socket = self._connected()
        self._read()
        self("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": 60_000}}}})

    def __call__(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        said = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(said), said))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def script(self, text: str) -> Any:
        return self("WebDriver:ExecuteScript", {"script": text, "args": []})["value"]

    def until(self, wanted: str) -> None:
        end = time.monotonic() + PATIENCE
        while not self.script(f"return Boolean({wanted})"):
            assert time.monotonic() < end, (wanted, self.script("return document.body.innerText.slice(0, 500)"))
            time.sleep(0.1)

    def go(self, address: str) -> None:
        self.script(f"location.hash = {json.dumps(address)}")
        time.sleep(0.2)
        self.until("document.body.getAttribute('aria-busy') === null")

    def close(self) -> None:
        self._socket.close()
        self.process.kill()
        self.process.wait(20)

    def _connected(self) -> socket.socket:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.2)

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        content = b""
        while len(content) < int(length[:-1]):
            content += self._socket.recv(1 << 16)
        return json.loads(content)


@pytest.fixture(scope="module")
def page_file(once: Once) -> Path:
    return make_page(once)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Callable[..., Firefox]]:
    opened: list[Firefox] = []

    def start(*options: str) -> Firefox:
        opened.append(Firefox(tmp_path / f"ho-so-{len(opened)}", *options))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


READY = "performance.getEntriesByName('canang-ready').length && document.querySelector('.hero, .tasks, .results')"


def open_case(one: Firefox) -> None:
    one.go("/ho-so/mo/TDC-01.2")
    one.script(f"document.querySelector('#ten').value = {json.dumps(NAME)}")
    one.script("document.querySelector('main form').requestSubmit()")
    one.until("document.querySelector('.tasks')")


def test_it_starts_finds_and_keeps_a_case(firefox: Callable[..., Firefox], page_file: Path) -> None:
    one = firefox()
    one("WebDriver:Navigate", {"url": page_file.as_uri()})
    one.until(READY)
    one.script("document.querySelector('#q').value = 'cay xang'")
    one.script("document.querySelector('form.find').requestSubmit()")
    one.until("document.querySelector('ol.results a')?.getAttribute('href') === '#/thu-tuc/TDC-01.2'")
    open_case(one)
    one("WebDriver:Refresh", {})
    one.until(READY)
    assert one.script("return document.querySelector('h1').textContent") == NAME
    assert one.script("return document.querySelector('#canh-bao').textContent") == ""


def test_it_works_in_a_private_window(firefox: Callable[..., Firefox], page_file: Path) -> None:
    one = firefox("--private-window")
    one("WebDriver:Navigate", {"url": page_file.as_uri()})
    one.until(READY)
    open_case(one)
