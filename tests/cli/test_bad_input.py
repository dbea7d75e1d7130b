"""Whatever goes wrong, a person reads one or two Vietnamese lines, and a program the right exit code."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import ROOT, Canang

CATALOG = ROOT / "data" / "tasks.sqlite"


NOWHERE = Path("khong/co/phieu.pdf")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["xem", "TDC-99"], 1, "Không có mục nào mang mã “TDC-99”"),
        (["xem", "9.999999"], 1, "Không có mục nào"),
        (["checklist", "không có"], 1, "Không có mục nào"),
        (["export", "TDC-01.2", "ABC-1"], 1, "Không có mục nào mang mã “ABC-1”"),
        (["van-ban", "99/1999/NĐ-CP"], 1, "Không có văn bản “99/1999/NĐ-CP”"),
        (["danh-sach", "--linh-vuc", "SHTT", "--cap", "xa"], 1, ""),
        (["xem", "TDC-01", "--ngay", "2026-02-30"], 2, "2026-02-30"),
        (["xem", "TDC-01", "--ngay", "hôm qua"], 2, "hôm qua"),
        (["tim"], 2, "Chưa có từ để tìm"),
        (["tim", ""], 2, "Chưa có từ để tìm"),
        (["tim", "\x00\x01\x07"], 2, "Chưa có từ để tìm"),
        (["tim", "!!! ???"], 2, "Chưa có từ để tìm"),
        (["tim", "x" * 10_000], 1, ""),
        (["tim", "xăng", "-n", "0"], 2, "-n phải từ 1"),
        (["tim", "xăng", "-n", "mười"], 2, "-n"),
        (["tim", "xăng", "--cap", "huyện"], 2, "--cap không nhận “huyện”"),
        (["tim", "xăng", "--linh-vuc", "XYZ"], 2, "--linh-vuc không nhận “XYZ”"),
        (["tim", "--tu-tep", "khong-co.txt"], 2, "Không thấy tệp khong-co.txt"),
        (["exprot", "--tat-ca"], 2, "Không có lệnh exprot. Có phải: canang export?"),
        (["xem"], 2, "Còn thiếu MÃ"),
        (["checklist"], 2, "Còn thiếu MÃ"),
        (["xem", "TDC-01", "TDC-02"], 2, "Lệnh gõ chưa đúng"),
        (["xem", "TDC-01", "--ngày", "2026-01-01"], 2, "Không có tùy chọn"),
        (["export"], 2, "Còn thiếu MÃ"),
        (["export", "TDC-01", "--tat-ca"], 2, "Cho biết in gì"),
        (["export", "TDC-01.2", "--dinh-dang", "doc"], 2, "Chưa in được dạng “doc”"),
        (["export", "TDC-01.2", "-o", "."], 2, "là thư mục"),
        (
            ["export", "TDC-01.2", "-o", "khong/co/phieu.pdf"],
            2,
            f"Không có tệp hoặc thư mục này: {Path('khong/co/phieu.pdf')}",
        ),
        (["export", "TDC-01.2", "-o", "x" * 300 + ".pdf"], 2, "Tên tệp quá dài"),
        (["checklist", "TDC-01.2", "--ho-so", "a", "--lam-thu"], 2, "không đi cùng nhau"),
        (["checklist", "TDC-01.2", "--ho-so", "  "], 2, "Tên hồ sơ đang để trống"),
        (["du-lieu", "xay", "--tu", "khong-co"], 2, "Không thấy thư mục dữ liệu gốc: khong-co"),
        (["du-lieu", "sửa"], 2, "Không có lệnh sửa"),
    ],
)
def test_bad_input_is_answered_in_vietnamese(canang: Canang, arguments: list[str], code: int, says: str) -> None:
    outcome = canang(*arguments)
    assert outcome.code == code
    assert says in outcome.out + outcome.err
    assert "Traceback" not in outcome.err
    assert "Error" not in outcome.err


def test_an_unknown_id_offers_the_nearest(canang: Canang) -> None:
    outcome = canang("xem", "TDC-0123")
    assert "TDC-01" in outcome.err
    assert "canang tim" in outcome.err


def test_an_unknown_id_with_another_catalogue_offers_ids_of_that_one(canang: Canang, tmp_path: Path) -> None:
    other = tmp_path / "khac.sqlite"
    shutil.copy(CATALOG, other)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("UPDATE editions SET name = 'Tên chỉ có ở đây' WHERE entry = 'TDC-01.2'")
        connection.commit()
    assert "Tên chỉ có ở đây" in canang("--db", str(other), "xem", "TDC-01.22").err


def _missing(path: Path) -> None:
    path.unlink()


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("đây không phải cơ sở dữ liệu\n" * 200, encoding="utf-8")


def _of_a_newer_schema(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE danh_ba (ten TEXT)")


BREAKAGES = [_missing, _truncated, _empty, _text, _of_a_newer_schema, _somebody_elses]


@pytest.fixture(params=BREAKAGES, ids=lambda breakage: breakage.__name__)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "hong.sqlite"
    shutil.copy(CATALOG, path)
    request.param(path)
    yield path


@pytest.mark.parametrize("arguments", [["tim", "xăng"], ["xem", "TDC-01"], ["thong-ke"], ["du-lieu", "phien-ban"], []])
def test_a_catalogue_that_cannot_be_used_says_so_with_code_3(
    canang: Canang, broken: Path, arguments: list[str]
) -> None:
    outcome = canang(*arguments, CANANG_DB=str(broken))
    assert outcome.code == 3
    assert outcome.err.startswith("Lỗi: ")
    assert 1 <= len(outcome.err.strip().splitlines()) <= 2
    assert "Traceback" not in outcome.err


def test_the_check_finds_a_broken_catalogue(canang: Canang, broken: Path) -> None:
    assert canang("du-lieu", "kiem-tra", str(broken)).code == 3


def test_the_check_finds_a_changed_word_and_a_dangling_reference(canang: Canang, tmp_path: Path) -> None:
    path = tmp_path / "sua.sqlite"
    shutil.copy(CATALOG, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE steps SET action = 'khác' WHERE id = 1")
        connection.execute("UPDATE citations SET document = '0/0000/KHONG-CO' WHERE id = 1")
        connection.commit()
    outcome = canang("du-lieu", "kiem-tra", str(path))
    assert outcome.code == 3
    assert outcome.out.count("HỎNG") == 2


def test_the_committed_catalogue_is_whole(canang: Canang) -> None:
    outcome = canang("du-lieu", "kiem-tra")
    assert outcome.code == 0
    assert "HỎNG" not in outcome.out
