"""``canang ho-so gui-goi`` and ``nhan-goi``: cases carried between two machines on a stick, and what may go wrong."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TODAY, Canang, Outcome

from canang.desk.cases import open_case
from canang.desk.desk import Desk
from canang.exchange.sealed_zip import write_sealed

NAME = "Cửa hàng số 5"


@pytest.fixture
def at(canang: Canang, tmp_path: Path) -> Callable[..., Outcome]:
    """One command on the machine of one of several officials, each with a folder of its own."""

    def run(who: str, *arguments: str) -> Outcome:
        return canang(*arguments, CANANG_HOME=str(tmp_path / who), CANANG_NGUOI=who)

    return run


@pytest.fixture
def stick(at: Callable[..., Outcome], tmp_path: Path) -> Path:
    """An opened a case, attached a paper, and wrote it on a stick."""
    pack, paper = tmp_path / "usb.goi", tmp_path / "giấy kiểm định.pdf"
    paper.write_bytes(b"con dau")
    assert at("An", "ho-so", "mo", "TDC-01.2", NAME).code == 0
    desk = Desk(TODAY, {"CANANG_HOME": str(tmp_path / "An"), "CANANG_NGUOI": "An"})
    with open_case(desk, NAME) as work:
        work.attach(work.items[0].id, paper)
    assert at("An", "vuong-mac", "ghi", "TDC-01.2", "thiếu bình chuẩn").code == 0
    assert at("An", "ho-so", "gui-goi", "-o", str(pack)).code == 0
    paper.unlink()
    return pack


def taken(outcome: Outcome) -> dict[str, Any]:
    assert outcome.code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)["result"]
    return found


def test_a_case_goes_to_another_machine_with_its_files_once(
    at: Callable[..., Outcome], stick: Path, tmp_path: Path
) -> None:
    first = at("Bình", "ho-so", "nhan-goi", str(stick))
    assert first.code == 3
    assert "chưa tin (An)" in first.err
    assert at("Bình", "ho-so").out.startswith("Chưa có hồ sơ nào")
    got = taken(at("Bình", "ho-so", "nhan-goi", str(stick), "--tin", "--json"))
    assert (got["added"], got["files"], got["new_cases"]) == (4, 1, [NAME])
    again = taken(at("Bình", "ho-so", "nhan-goi", str(stick), "--json"))
    assert (again["added"], again["known"], again["files"]) == (0, 4, 0)
    # However long the path is and wherever its line breaks.
    (attached,) = json.loads(at("Bình", "ho-so", "xem", NAME, "--json").out)["attachments"]
    assert attached["path"].endswith("giấy kiểm định.pdf")
    assert "tệp không còn" not in " ".join(at("Bình", "ho-so", "xem", NAME).out.split())
    assert "thiếu bình chuẩn" in at("Bình", "vuong-mac").out
    assert [path.read_bytes() for path in (tmp_path / "Bình" / "dinh-kem").glob("*/*")] == [b"con dau"]


def test_two_who_said_otherwise_are_both_told_and_one_settles_it(
    at: Callable[..., Outcome], stick: Path, tmp_path: Path
) -> None:
    at("Bình", "ho-so", "nhan-goi", str(stick), "--tin")
    at("An", "ho-so", "tra-loi", NAME, "bước 2", "xong")
    at("Bình", "ho-so", "tra-loi", NAME, "bước 2", "khong-dat", "--chu", "thiếu chữ ký")
    back = tmp_path / "ve.goi"
    assert at("Bình", "ho-so", "gui-goi", NAME, "-o", str(back)).code == 0
    told = at("An", "ho-so", "nhan-goi", str(back), "--tin")
    assert f"{NAME}: hai người ghi khác nhau" in " ".join(told.out.split())
    shown = " ".join(at("An", "ho-so", "xem", NAME).out.split())
    assert "An ghi 23/11/2026" in shown
    assert "Bình ghi 23/11/2026" in shown
    assert "[?] Ra quyết định kiểm tra" in shown
    assert "khác nhau" in at("An", "ho-so", "dong", NAME).err
    at("An", "ho-so", "tra-loi", NAME, "bước 2", "khong-dat", "--chu", "thiếu chữ ký của trưởng đoàn")
    assert "khác nhau" not in at("An", "ho-so", "xem", NAME).out
    assert json.loads(at("An", "ho-so", "xem", NAME, "--json").out)["conflicts"] == {}


def changed(pack: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The pack with one part changed on the way."""
    target = pack.with_name("doi.goi")
    with zipfile.ZipFile(pack) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    write_sealed(target, ((part, change(held) if part.startswith(name) else held) for part, held in parts.items()))
    return target


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("events.jsonl", lambda raw: raw.replace(b"TDC-01.2", b"TDC-01.1"), "bị đổi dọc đường"),
        ("manifest.json", lambda raw: raw.replace(b'"An"', b'"Na"'), "Chữ ký"),
        ("manifest.sig", lambda raw: bytes(64), "Chữ ký"),
        ("manifest.json", lambda raw: b"[" * 100_000, "không phải gói hồ sơ"),
    ],
)
def test_a_pack_that_was_changed_on_the_way_is_refused_and_nothing_comes_in(
    at: Callable[..., Outcome], stick: Path, part: str, change: Callable[[bytes], bytes], said: str
) -> None:
    refused = at("Bình", "ho-so", "nhan-goi", str(changed(stick, part, change)), "--tin")
    assert refused.code == 3
    assert said in refused.err
    assert at("Bình", "ho-so").out.startswith("Chưa có hồ sơ nào")


def test_a_file_that_is_not_what_its_hash_says_is_left_out_and_the_rest_comes_in(
    at: Callable[..., Outcome], stick: Path, tmp_path: Path
) -> None:
    other = changed(stick, "files/", lambda raw: b"khac")
    got = taken(at("Bình", "ho-so", "nhan-goi", str(other), "--tin", "--json"))
    assert (got["added"], got["files"]) == (4, 0)
    assert any("không đúng mã" in problem for problem in got["problems"])
    assert not list((tmp_path / "Bình").glob("dinh-kem/*/*"))


def test_a_pack_cut_off_anywhere_is_refused(at: Callable[..., Outcome], stick: Path, tmp_path: Path) -> None:
    whole = stick.read_bytes()
    cut = tmp_path / "cut.goi"
    for end in range(1, len(whole) - 1, max(len(whole) // 17, 1)):
        cut.write_bytes(whole[:end])
        assert at("Bình", "ho-so", "nhan-goi", str(cut), "--tin").code == 3


def test_a_case_that_is_not_there_is_not_sent(at: Callable[..., Outcome], stick: Path, tmp_path: Path) -> None:
    refused = at("An", "ho-so", "gui-goi", "Không có", "-o", str(tmp_path / "x.goi"))
    assert (refused.code, "Không có hồ sơ nào tên" in refused.err) == (1, True)
    assert not (tmp_path / "x.goi").exists()
    assert at("Chi", "ho-so", "gui-goi", "-o", str(tmp_path / "x.goi")).code == 1


def test_a_case_is_handed_to_a_successor_who_sees_who_wrote_what(
    at: Callable[..., Outcome], stick: Path, tmp_path: Path
) -> None:
    assert at("An", "ho-so", "chuyen", NAME, "--cho", "  ").code == 2
    assert at("An", "ho-so", "chuyen", NAME, "--cho", "Bình, Xã Bình Minh", "--ly-do", "nhập xã").code == 0
    assert "chuyển cho Bình, Xã Bình Minh" in at("An", "ho-so").out
    pack = tmp_path / "ban-giao.goi"
    at("An", "ho-so", "gui-goi", NAME, "-o", str(pack))
    at("Bình", "ho-so", "nhan-goi", str(pack), "--tin")
    shown = " ".join(at("Bình", "ho-so", "lich-su", NAME).out.split())
    assert "An · chuyển giao: cho Bình, Xã Bình Minh, nhập xã" in shown
    assert json.loads(at("Bình", "ho-so", "xem", NAME, "--json").out)["handed_to"] == "Bình, Xã Bình Minh"
    at("Bình", "ho-so", "dong", NAME, "--van-lam")
    assert at("Bình", "ho-so", "chuyen", NAME, "--cho", "An").code == 2
