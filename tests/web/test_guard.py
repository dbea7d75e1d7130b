"""Who may come in: the security list for one machine, each line of it tried."""

import hashlib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from canang.web.guard import LARGEST_FORM
from canang.web.routes import ROUTES
from tests.conftest import shares, swept

from .conftest import BASE, HOST, Site

HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy")
FILLED = {
    "{ma}": "TDC-01.2", "{dang}": "json", "{mau}": "5.BBKT", "{so:path}": "28/2013/TT-BKHCN", "{khoa}": "0" * 20,
    "{muc}": "step:doi", "{so:int}": "1",
}  # fmt: skip


def filled(path: str) -> str:
    for part, value in FILLED.items():
        path = path.replace(part, value)
    return path


GETS = [filled(path) for path, method, _ in ROUTES if method == "GET"]
POSTS = [filled(path) for path, method, _ in ROUTES if method == "POST"]


def state_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8756", ""])
def test_a_foreign_name_for_this_machine_is_turned_away(browse: TestClient, host: str) -> None:
    answer = browse.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Bạn cần làm việc gì" not in answer.text


@pytest.mark.parametrize("path", [path for path in GETS if not path.startswith("/api")])
def test_nobody_reads_a_page_without_the_cookie(site: Site, path: str) -> None:
    answer = site.client.get(path)
    assert answer.status_code == 403
    assert "canang web" in answer.text


@pytest.mark.parametrize("path", [path for path in POSTS if path != "/khoa-moi"])
def test_nobody_writes_without_the_cookie(site: Site, path: str) -> None:
    assert site.client.post(path).status_code == 403


def test_a_key_opens_once(site: Site) -> None:
    key = site.door.new_key()
    first = site.client.get("/vao", params={"khoa": key}, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    fresh = TestClient(site.client.app, base_url=BASE)
    assert fresh.get("/vao", params={"khoa": key}).status_code == 403
    assert fresh.get("/vao").status_code == 403


def test_the_address_of_a_key_that_was_used_leads_home_for_whom_it_let_in(browse: TestClient) -> None:
    again = browse.get("/vao", params={"khoa": "cu"}, follow_redirects=False)
    assert (again.status_code, again.headers["location"]) == (303, "/")


@pytest.mark.parametrize("cookie", ["", "x", "canang=", "canang=hôm-qua", 'canang="', "canang=a; canang=b"])
def test_a_cookie_of_another_run_is_told_what_to_do(site: Site, cookie: str) -> None:
    answer = site.client.get("/", headers={"cookie": cookie.encode()})
    assert answer.status_code == 403
    assert "Chạy lại lệnh canang web" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
    ],
)
@pytest.mark.parametrize("path", POSTS)
def test_a_form_of_another_site_is_not_taken(browse: TestClient, path: str, headers: dict[str, str]) -> None:
    assert browse.post(path, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": BASE}, {}])
def test_our_own_form_is_taken(browse: TestClient, headers: dict[str, str]) -> None:
    answer = browse.post("/ho-so/mo/TDC-01.2", data={"ten": "A"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("share", shares())
def test_reading_never_writes(site: Site, share: slice) -> None:
    client = site.enter()
    client.post("/ho-so/mo/TDC-01.2", data={"ten": "A"})
    case = client.get("/ho-so").text.partition('href="/ho-so/')[2][:20]
    before = state_of(site.desk.home)
    assert before
    for path in GETS[share]:
        assert client.get(path.replace("0" * 20, case)).status_code < 500, path
    assert state_of(site.desk.home) == before


@pytest.mark.parametrize(
    "path", ["/khong-co", "/tinh/style.css", "/tinh/khong-co", "/vao", "/ho-so?xep=%00", *swept(GETS)]
)
def test_every_answer_carries_the_headers(browse: TestClient, path: str) -> None:
    answer = browse.get(path)
    assert [name for name in HEADERS if name not in answer.headers] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if not path.startswith(("/tinh", "/api")):
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("share", shares())
def test_pages_hold_nothing_that_the_policy_forbids(browse: TestClient, share: slice) -> None:
    for path in GETS[share]:
        answer = browse.get(path)
        if answer.headers["content-type"].startswith("text/html") and "/in/" not in path:
            assert " style=" not in answer.text, path
            assert "onclick" not in answer.text, path
            assert "<script>" not in answer.text, path
            assert 'src="http' not in answer.text, path


def test_too_much_is_refused_before_it_is_read_and_while_it_comes(browse: TestClient) -> None:
    whole = browse.post("/ho-so/mo/TDC-01.2", content=b"ten=" + b"a" * LARGEST_FORM)
    assert whole.status_code == 413
    assert "MB" in whole.text

    def pieces() -> object:
        for _ in range(40):
            yield b"a" * 100_000

    streamed = browse.post(
        "/ho-so/mo/TDC-01.2",
        content=pieces(),  # type: ignore[arg-type]
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert streamed.status_code == 413
    assert "Chưa có hồ sơ nào" in browse.get("/ho-so").text


def test_a_key_for_another_start_is_given_to_who_can_read_the_private_file_alone(site: Site) -> None:
    for said in ("", "Bearer", "Bearer x", "Bearer é"):
        answer = site.client.post("/khoa-moi", headers={"authorization": said.encode()})
        assert (answer.status_code, answer.text) == (403, "")
    given = site.client.post("/khoa-moi", headers={"authorization": f"Bearer {site.door.starter}"})
    assert given.status_code == 200
    assert site.client.get("/vao", params={"khoa": given.text}, follow_redirects=False).status_code == 303
