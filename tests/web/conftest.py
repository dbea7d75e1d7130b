"""The pages as a browser asks for them: in this process where only the answer matters, as a real program elsewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from canang.desk.desk import Desk
from canang.web.app import build
from canang.web.guard import Door
from tests.conftest import ROOT, TODAY

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
HOST = "127.0.0.1:8756"
BASE = f"http://{HOST}"


@dataclass
class Site:
    """The application in this process, with its desk and its door."""

    client: TestClient
    desk: Desk
    door: Door
    stops: list[bool]

    def enter(self) -> TestClient:
        """A client that came in by a key."""
        self.client.get("/vao", params={"khoa": self.door.new_key()}, follow_redirects=False)
        return self.client

    def another(self) -> TestClient:
        """A second browser of the same person."""
        other = TestClient(self.client.app, base_url=BASE, raise_server_exceptions=False)
        other.get("/vao", params={"khoa": self.door.new_key()}, follow_redirects=False)
        return other


def site_of(home: Path) -> Site:
    desk = Desk(TODAY, {"CANANG_HOME": str(home), "CANANG_NGUOI": "Lò Thị Mai"}, ROOT / "data" / "tasks.sqlite")
    door, stops = Door(), list[bool]()
    app = build(lambda: desk, door=door, hosts=lambda: frozenset({HOST}), stop=lambda: stops.append(True))
    return Site(TestClient(app, base_url=BASE, raise_server_exceptions=False), desk, door, stops)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_of(tmp_path / "home")


@pytest.fixture
def browse(site: Site) -> TestClient:
    """A browser that has come in."""
    return site.enter()


@dataclass
class Program:
    """``canang web`` as a program of its own."""

    process: subprocess.Popen[str]
    entrance: str

    @property
    def base(self) -> str:
        return self.entrance.partition("/vao")[0]

    def client(self) -> httpx.Client:
        client = httpx.Client(base_url=self.base, trust_env=False, verify=False)
        client.get(self.entrance)
        return client


@contextmanager
def running(home: Path, *options: str) -> Iterator[Program]:
    """The program, killed at the end if it still runs."""
    variables = os.environ | {"CANANG_HOME": str(home), "CANANG_NGUOI": "Lò Thị Mai"}
    command = [sys.executable, "-m", "canang", "web", "--khong-mo", *options]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(2)]
        if not lines[1]:
            raise AssertionError(process.communicate(timeout=20)[1])
        yield Program(process, lines[1])
    finally:
        process.kill()
        process.wait(20)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
