"""Signing in at the province's identity provider; what a provider or somebody in between may not get away with."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from canang.server import oidc
from canang.server.accounts import Role, close_account, find_account
from canang.server.invitations import accept
from tests.conftest import swept

from .conftest import Database
from .office import PASSWORD, Pages, with_provider
from .provider import IdentityProvider, key_of, running_provider

SECRET = "mot-bi-mat-dai-cua-may-chu-nay-32"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def tied(database: Database, tmp_path: Path, provider: IdentityProvider) -> Iterator[Pages]:
    """The pages of a server that knows the provider."""
    made = Pages(database, tmp_path / "may-chu", with_provider(provider.issuer), SECRET)
    yield made
    made.close()


def go(browser: TestClient, invitation: str = "") -> str:
    """To the provider: its address."""
    page = browser.post("/vao/tinh", data={"ma": invitation} if invitation else {})
    target = re.search(r'content="0; url=([^"]+)"', page.text)
    assert target is not None, page.text
    return target[1].replace("&amp;", "&")


def come_in(pages: Pages, provider: IdentityProvider, subject: str, invitation: str = "") -> TestClient:
    browser = pages.stranger()
    said = provider.approve(go(browser, invitation), subject)
    done = browser.get("/vao/ve", params=said, follow_redirects=False)
    assert done.status_code == 303, done.text
    return browser


def test_an_invitation_ties_an_identity_and_the_identity_comes_in_from_then_on(
    tied: Pages, provider: IdentityProvider
) -> None:
    invitation = tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    first = come_in(tied, provider, "người-7", invitation)
    assert "sổ của <b>Xã An Bình</b>" in first.get("/").text
    again = come_in(tied, provider, "người-7")
    assert "<b>Lò Thị Mai</b>" in again.get("/").text
    assert "Đổi mật khẩu" not in again.get("/toi").text


def test_an_invitation_that_somebody_used_meanwhile_ties_nobody(
    tied: Pages, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    known = oidc.invited

    def meanwhile(connection: Any, invitation: str) -> Any:
        account = known(connection, invitation)
        accept(tied.province, code, "mai", PASSWORD, "x")
        return account

    monkeypatch.setattr(oidc, "invited", meanwhile)
    browser = tied.stranger()
    said = provider.approve(go(browser, code), "người-8")
    assert browser.get("/vao/ve", params=said, follow_redirects=False).status_code == 403
    account = find_account(tied.province, "mai")
    assert account.login == "mai" and not account.outside


def test_who_was_not_invited_does_not_come_in(tied: Pages, provider: IdentityProvider) -> None:
    browser = tied.stranger()
    done = browser.get("/vao/ve", params=provider.approve(go(browser), "người-lạ"))
    assert done.status_code == 403 and "chưa được mời" in done.text
    assert "Đăng nhập" in browser.get("/ho-so").text


def test_one_identity_is_one_account(tied: Pages, provider: IdentityProvider) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    second = tied.invite("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    browser = tied.stranger()
    done = browser.get("/vao/ve", params=provider.approve(go(browser, second), "người-7"))
    assert done.status_code == 403 and "đã gắn với một người khác" in done.text


def test_a_closed_account_does_not_come_in_by_its_identity(tied: Pages, provider: IdentityProvider) -> None:
    browser = come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    close_account(tied.province, find_account(tied.province, "Lò Thị Mai").id)
    assert "Đăng nhập" in browser.get("/").text
    other = tied.stranger()
    assert other.get("/vao/ve", params=provider.approve(go(other), "người-7")).status_code == 403


@pytest.mark.parametrize(
    "change",
    swept(
        [
            {"iss": "http://127.0.0.1:1"},
            {"aud": "chương trình khác"},
            {"aud": ["canang", "khác"]},
            {"azp": "khác"},
            {"nonce": "của lần khác"},
            {"nonce": None},
            {"exp": 1_600_000_000},
            {"exp": None},
            {"iat": None},
            {"sub": None},
        ],
        each=4,
    ),
    ids=str,
)
def test_a_word_that_does_not_hold_lets_nobody_in(
    tied: Pages, provider: IdentityProvider, change: dict[str, Any]
) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    provider.change = change
    browser = tied.stranger()
    done = browser.get("/vao/ve", params=provider.approve(go(browser), "người-7"))
    assert done.status_code == 403 and "Chưa vào được bằng tài khoản của tỉnh" in done.text
    assert "Đăng nhập" in browser.get("/").text


def test_a_word_signed_with_the_clients_secret_is_nobodys(tied: Pages, provider: IdentityProvider) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    provider.sign_with_our_secret(SECRET)
    browser = tied.stranger()
    assert browser.get("/vao/ve", params=provider.approve(go(browser), "người-7")).status_code == 403


def test_only_the_browser_that_began_comes_back_and_once(tied: Pages, provider: IdentityProvider) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    browser = tied.stranger()
    said = provider.approve(go(browser), "người-7")
    stolen = tied.stranger().get("/vao/ve", params=said)
    assert stolen.status_code == 403 and "không bắt đầu ở trình duyệt này" in stolen.text
    # Whoever tried with it has used it up.
    assert browser.get("/vao/ve", params=said).status_code == 403
    said = provider.approve(go(browser), "người-7")
    assert browser.get("/vao/ve", params=said, follow_redirects=False).status_code == 303
    assert tied.stranger().get("/vao/ve", params=said).status_code == 403


@pytest.mark.parametrize(
    "change",
    swept([{"state": "khác"}, {"state": ""}, {"code": ""}, {"code": "khác"}, {"iss": "https://khác.example"}], each=3),
    ids=str,
)
def test_an_answer_that_was_changed_on_the_way_lets_nobody_in(
    tied: Pages, provider: IdentityProvider, change: dict[str, str]
) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    browser = tied.stranger()
    done = browser.get("/vao/ve", params=provider.approve(go(browser), "người-7") | change)
    assert done.status_code == 403
    assert "Đăng nhập" in browser.get("/").text


def test_a_provider_that_calls_itself_otherwise_or_does_not_answer_is_told(
    tied: Pages, provider: IdentityProvider
) -> None:
    provider.issuer = "https://khac.example"
    done = tied.stranger().post("/vao/tinh")
    assert done.status_code == 403 and "tự xưng tên khác" in done.text


def test_a_provider_that_hangs_up_when_it_is_asked_who_came_is_told(tied: Pages, provider: IdentityProvider) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    browser = tied.stranger()
    said = provider.approve(go(browser), "người-7")
    provider.gone = True
    done = browser.get("/vao/ve", params=said)
    assert done.status_code == 403 and "Chưa vào được bằng tài khoản của tỉnh" in done.text


def test_addresses_that_are_none_are_told(tied: Pages, provider: IdentityProvider) -> None:
    provider.described = {"jwks_uri": "https://tinh\0.example/khoa"}
    done = tied.stranger().post("/vao/tinh")
    assert done.status_code == 403 and "không trả lời" in done.text
    provider.described = {"token_endpoint": "https://tinh\0.example/token"}
    browser = tied.stranger()
    done = browser.get("/vao/ve", params=provider.approve(go(browser), "người-7"))
    assert done.status_code == 403 and "Chưa vào được bằng tài khoản của tỉnh" in done.text


def test_new_keys_of_the_provider_are_fetched(tied: Pages, provider: IdentityProvider) -> None:
    come_in(tied, provider, "người-7", tied.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình"))
    provider.key = provider.signing = key_of(2)
    come_in(tied, provider, "người-7")


def test_local_accounts_stay_beside_the_provider(tied: Pages) -> None:
    mai = tied.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    assert "sổ của <b>Xã An Bình</b>" in mai.get("/").text
    assert "tài khoản cán bộ" in tied.stranger().get("/vao").text
