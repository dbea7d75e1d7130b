"""A province's pages as browsers ask for them: people with accounts, each with a browser."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.testclient import TestClient

from canang.desk.desk import Desk
from canang.server.accounts import Role, add_account
from canang.server.province import Office, Province
from canang.text.fold import fold
from canang.web.office.app import build_office
from canang.web.office.settings import Settings, SignIn
from tests.conftest import ROOT, TODAY

from .conftest import Database

BASE = "https://canang.tinh.example"
PASSWORD = "gạch mưa tám cầu thang"


@dataclass
class Pages:
    """The application in this process, over a real database."""

    database: Database
    home: Path
    settings: Settings = field(default_factory=lambda: Settings(BASE))
    secret: str | None = None

    def __post_init__(self) -> None:
        self.province = Province(self.database.app)
        self.province.keep_connections(6)
        self.desk = Desk(TODAY, {"CANANG_HOME": str(self.home)}, ROOT / "data" / "tasks.sqlite")
        self.app = build_office(lambda: self.desk, self.province, self.settings, secret=self.secret)

    def close(self) -> None:
        self.province.close()

    def office(self, name: str) -> Office:
        return self.province.find_office(name)

    def invite(self, person: str, role: Role, office: str | None = None) -> str:
        return add_account(self.province, person, role, self.office(office) if office else None)[1]

    def stranger(self) -> TestClient:
        """A browser that nobody is signed in with."""
        return TestClient(self.app, base_url=self.settings.dia_chi, raise_server_exceptions=False)

    def person(self, person: str, role: Role, office: str | None = None) -> TestClient:
        """A browser of somebody who has just used an invitation."""
        browser = self.stranger()
        accept(browser, self.invite(person, role, office), login_of(person))
        return browser

    def sign_in(self, login: str, password: str = PASSWORD) -> TestClient:
        browser = self.stranger()
        done = browser.post("/vao", data={"ten": login, "mat-khau": password}, follow_redirects=False)
        assert done.status_code == 303, done.text
        return browser


def login_of(person: str) -> str:
    return fold(person).replace(" ", ".")


def accept(browser: TestClient, invitation: str, login: str, password: str = PASSWORD) -> None:
    done = browser.post(
        "/moi",
        data={"ma": invitation, "ten": login, "mat-khau": password, "lan-nua": password},
        follow_redirects=False,
    )
    assert done.status_code == 303, done.text


def open_case(browser: TestClient, name: str, entry: str = "TDC-01.2") -> str:
    """The case's id."""
    done = browser.post(f"/ho-so/mo/{entry}", data={"ten": name}, follow_redirects=False)
    assert done.status_code == 303, done.text
    return done.headers["location"].rpartition("/")[2]


def cases(browser: TestClient, **query: str) -> list[str]:
    """The names in the list of cases."""
    page = browser.get("/ho-so", params=query).text
    return re.findall(r'<th scope="row"><a href="/ho-so/[^"]+">([^<]+)</a>', page)


def with_provider(issuer: str) -> Settings:
    return Settings(BASE, SignIn(issuer, "canang", "/không/có", "tài khoản cán bộ"))


@contextmanager
def served(dsn: str, home: Path) -> Iterator[str]:
    """``canang web --may-chu`` as a program of its own; its address."""
    variables = os.environ | {"CANANG_HOME": str(home), "CANANG_CSDL": dsn}
    command = [sys.executable, "-m", "canang", "web", "--may-chu", "--cong", "0"]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = re.search(r"http://127.0.0.1:\d+", process.stdout.readline())
        assert told is not None
        yield told[0]
    finally:
        process.kill()
        process.wait(20)
