"""Accounts and merging at the terminal, and the server's own command, as its operator meets them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Canang, Outcome

from .conftest import Database

Run = Callable[..., Outcome]


@pytest.fixture
def run(canang: Canang, database: Database, tmp_path: Path) -> Run:
    def run_it(*arguments: str, **variables: str) -> Outcome:
        return canang(
            *arguments, **({"CANANG_HOME": str(tmp_path / "may-chu"), "CANANG_CSDL": database.app} | variables)
        )

    return run_it


def test_people_are_invited_listed_and_closed(run: Run) -> None:
    assert "Chưa có tài khoản nào" in run("may-chu", "nguoi").out
    first = run("may-chu", "nguoi", "Nguyễn Văn Quản", "--vai", "quan-tri", "--json")
    assert len(json.loads(first.out)["result"]["invitation"]) == 32
    told = run("may-chu", "nguoi", "Lò Thị Mai", "--co-quan", "an binh")
    assert "Mã mời của Lò Thị Mai" in told.out
    listed = run("may-chu", "nguoi").out
    assert "Xã An Bình · Lò Thị Mai, cán bộ: chưa nhận lời mời" in listed
    assert "Mã mời" in run("may-chu", "nguoi", "--moi-lai", "lo thi mai").out
    assert "Đã đóng" in run("may-chu", "nguoi", "--dong", "Lò Thị Mai").out
    assert "đã đóng" in run("may-chu", "nguoi").out
    last = run("may-chu", "nguoi", "--dong", "Nguyễn Văn Quản")
    assert last.code == 2 and "người quản trị cuối cùng" in last.err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("Mai", "--vai", "vua"), "can-bo"),
        (("Mai",), "ở cơ quan nào"),
        (("Mai", "--co-quan", "Xã Mây"), "chưa có cơ quan này"),
        (("Mai", "--vai", "quan-tri", "--co-quan", "Xã An Bình"), "không thuộc cơ quan nào"),
        (("Mai", "--vai", "chuyen-vien", "--co-quan", "Xã An Bình"), "cấp tỉnh"),
        (("  ", "--co-quan", "Xã An Bình"), "trống"),
        (("--dong", "ai đó"), "không có tài khoản này"),
    ],
)
def test_what_cannot_be_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("may-chu", "nguoi", *arguments)
    assert done.code in {1, 2} and said in done.err, done.err


def test_merging_says_what_it_would_do_and_does_it_when_told(run: Run, database: Database) -> None:
    with database.register("Xã An Bình") as register:
        register.open("Cây xăng số 5", "TDC-01.2", "x", datetime.now(UTC), "Mai")
    asked = run("may-chu", "sap-nhap", "Xã An Bình", "--vao", "Xã Bình Minh")
    assert asked.code == 0 and "Sẽ chuyển 1 hồ sơ" in asked.out
    with database.register("Xã Bình Minh") as register:
        assert register.names() == []
    done = run("may-chu", "sap-nhap", "Xã An Bình", "--vao", "Xã Bình Minh", "--chac")
    assert done.code == 0 and "Đã sáp nhập" in done.out
    with database.register("Xã Bình Minh") as register:
        assert register.names() == ["Cây xăng số 5"]
    assert run("may-chu", "sap-nhap", "Xã Bình Minh", "--vao", "Xã Bình Minh").code == 2
    checked = run("may-chu", "kiem-tra", CANANG_CSDL=database.owner)
    assert checked.code == 0, checked.err


@pytest.mark.parametrize(
    "text, said",
    [
        ("dia-chi = 'http://canang.tinh.vn'", "https"),
        ("dia-chi = ", "Không đọc được cấu hình"),
        ("dia-chi = 'https://a.vn'\nla = 1", "Không đọc được cấu hình"),
        ("dia-chi = 'https://a.vn'\nsau = ['*']", "tin bất kỳ ai"),
        (
            "dia-chi = 'https://a.vn'\n[dang-nhap]\nmay-cap = 'http://b.vn'\nma-ung-dung = 'x'\ntep-bi-mat = '/x'",
            "https",
        ),
        (
            "dia-chi = 'https://a.vn'\n[dang-nhap]\nmay-cap = 'https://b.vn'\nma-ung-dung = 'x'\ntep-bi-mat = '/x/y'",
            "bí mật",
        ),
    ],
)
def test_settings_that_cannot_be_are_told_before_anybody_is_served(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "may-chu.toml"
    file.write_text(text, encoding="utf-8")
    done = run("web", "--may-chu", "--cau-hinh", str(file), "--cong", "0")
    assert done.code == 2 and said in done.err, done.err


@pytest.mark.soak
def test_a_server_without_a_database_is_told_what_it_lacks(run: Run) -> None:
    assert "CANANG_CSDL" in run("web", "--may-chu", CANANG_CSDL="").err
    done = run("web", "--may-chu", CANANG_CSDL="postgresql://x@127.0.0.1:1/x")
    assert done.code != 0 and "không trả lời" in done.err
