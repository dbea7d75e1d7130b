"""Cases without a keyboard: opened, answered, renamed, listed, taken in from Excel, reported to the Sở."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.conftest import Canang, examples

SHOP = "Cửa hàng số 5"


def told(canang: Canang, *arguments: str) -> dict[str, object]:
    outcome = canang(*arguments, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    said = json.loads(outcome.out)
    assert said["ok"] is True
    return dict(said["result"])


def shown(canang: Canang, name: str = SHOP) -> dict[str, object]:
    return dict(json.loads(canang("ho-so", "xem", name, "--json").out))


@pytest.fixture
def shop(canang: Canang) -> Canang:
    told(canang, "ho-so", "mo", "TDC-01.2", SHOP, "--nhan", "2026-11-20", "--nguoi", "Lò Thị Mai")
    return canang


def test_a_case_is_opened_once_by_whose_hand_one_says(shop: Canang) -> None:
    case = shown(shop)
    assert (case["entry"], case["received"], case["people"]) == ("TDC-01.2", "2026-11-20", ["Lò Thị Mai"])
    again = shop("ho-so", "mo", "TDC-01.2", SHOP)
    assert (again.code, "ho-so lam" in again.err) == (2, True)
    assert [len(json.loads(shop("ho-so", "--nguoi", who, "--json").out)) for who in ("lo thi", "ai khác")] == [1, 0]


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("TDC-02", "A"), 2, "TDC-02.1"),
        (("XX-9", "A"), 1, "Không có mục nào"),
        (("TDC-01.2", " "), 2, "để trống"),
        (("TDC-01.2", "A", "--nhan", "2027-01-01"), 2, "chưa đến"),
    ],
)
def test_a_case_that_cannot_be_is_not_opened(
    canang: Canang, tmp_path: Path, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    refused = canang("ho-so", "mo", *arguments)
    assert (refused.code, reason in refused.err) == (code, True)
    assert not (tmp_path / "home").exists()
    if "--nhan" in arguments:
        assert canang("ho-so", "mo", *arguments, "--van-lam").code == 0


@pytest.mark.parametrize("item", ["bước 5", "Buoc 5", "b5", "step:xem-cot-do", "xem-cot-do", "6"])
def test_an_item_is_answered_by_its_place_key_or_number(shop: Canang, item: str) -> None:
    said = told(shop, "ho-so", "tra-loi", SHOP, item, "không đạt", "--chu", "kẹp chì\x1b[D đứt")
    assert (said["item"], said["state"]) == ("step:xem-cot-do", "not-met")
    assert said["left"] == shown(shop)["items"] - 1
    answers = shown(shop)["answers"]
    assert answers == {"step:xem-cot-do": {"state": "not-met", "note": "kẹp chì đứt"}}


def test_what_is_no_item_or_no_answer_is_refused(shop: Canang) -> None:
    for item in ("bước 99", "0", "lung tung"):
        assert shop("ho-so", "tra-loi", SHOP, item, "xong").code == 1
    assert shop("ho-so", "tra-loi", SHOP, "bước 5", "có lẽ").code == 2
    assert shown(shop)["answers"] == {}


def test_notes_and_taking_back_go_without_keys_too(shop: Canang) -> None:
    told(shop, "ho-so", "tra-loi", SHOP, "giấy tờ 4", "khong-dat", "--chu", "cột 3 hết hạn")
    told(shop, "ho-so", "ghi-chu", SHOP, "giấy tờ 4", "gọi lại chị Lan")
    assert shown(shop)["notes"] == {"dossier:kiem-dinh": ["gọi lại chị Lan"]}
    assert told(shop, "ho-so", "rut-lai", SHOP)["undone"]["kind"] == "note"  # type: ignore[index]
    assert told(shop, "ho-so", "rut-lai", SHOP, "--muc", "giấy tờ 4")["undone"]["kind"] == "answer"  # type: ignore[index]
    assert shown(shop)["answers"] == {}
    nothing = shop("ho-so", "rut-lai", SHOP, "--muc", "giấy tờ 4")
    assert (nothing.code, "lich-su" in nothing.err) == (1, True)


def test_of_two_that_exclude_each_other_the_second_needs_insisting(canang: Canang) -> None:
    told(canang, "ho-so", "mo", "BC-01.1", "Bưu cục")
    assert told(canang, "ho-so", "tra-loi", "Bưu cục", "step:cap", "xong")["closes"][0] == "step:tu-choi"
    refused = canang("ho-so", "tra-loi", "Bưu cục", "step:tu-choi", "xong", "--json")
    assert refused.code == 2
    assert json.loads(refused.out)["error"]["code"] == "exists"
    told(canang, "ho-so", "tra-loi", "Bưu cục", "step:tu-choi", "xong", "--van-lam")
    assert list(shown(canang, "Bưu cục")["answers"]) == ["step:tu-choi"]  # type: ignore[call-overload]


def test_a_case_gets_another_name(shop: Canang) -> None:
    assert told(shop, "ho-so", "doi-ten", SHOP, "Hoa Mai") == {"case": "Hoa Mai", "before": SHOP}
    assert shop("ho-so", "xem", SHOP).code == 1
    assert "đổi tên: Cửa hàng số 5 thành Hoa Mai" in shop("ho-so", "lich-su", "Hoa Mai").out


def test_every_change_and_every_error_is_json_where_it_is_asked_for(shop: Canang) -> None:
    for arguments in (
        ("nhan", SHOP, "--ngay", "2026-11-19"), ("tam-dung", SHOP), ("tiep-tuc", SHOP),
        ("dong", SHOP, "--van-lam"), ("mo-lai", SHOP),
    ):  # fmt: skip
        assert told(shop, "ho-so", *arguments)["case"] == SHOP
    for arguments in (("nhan", "không có"), ("tiep-tuc", SHOP), ("dong", SHOP), ("mo-lai", SHOP), ("nhan",)):
        outcome = shop("ho-so", *arguments, "--json")
        assert outcome.code in {1, 2}
        assert json.loads(outcome.out)["ok"] is False


def test_the_list_says_what_is_due_what_waits_and_what_comes_next(canang: Canang) -> None:
    told(canang, "ho-so", "mo", "NLNT-02.1", "Bệnh viện", "--nhan", "2026-11-20")
    out = " ".join(canang("ho-so").out.split())
    assert "0/6 mục · hạn" in out
    assert "hạn bước: Kiểm tra đủ, hợp lệ và báo mức phí" in out
    assert "tiếp: " in out
    told(canang, "ho-so", "tam-dung", "Bệnh viện", "--ngay", "2026-11-23", "--ly-do", "thiếu giấy")
    assert "tạm dừng từ 23/11/2026" in canang("ho-so").out
    (case,) = json.loads(canang("ho-so", "--json").out)
    assert case["paused_since"] == "2026-11-23"
    assert case["next"]["item"] == "dossier:ho-so-332"
    assert case["next_step_due"]["item"].startswith("step:kiem-tra")


def test_only_what_is_due_within_so_many_days_is_listed(canang: Canang) -> None:
    told(canang, "ho-so", "mo", "NLNT-02.1", "Gần", "--nhan", "2026-11-20")
    told(canang, "ho-so", "mo", "TDC-01.2", "Không tính được")
    for days, names in (("0", []), ("10", ["Gần"]), ("200", ["Gần"])):
        assert [case["name"] for case in json.loads(canang("ho-so", "--trong", days, "--json").out)] == names
    assert canang("ho-so", "--trong", "-1").code == 2


def table(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_many_cases_come_from_excel_and_what_was_not_understood_is_told(canang: Canang, tmp_path: Path) -> None:
    told(canang, "ho-so", "mo", "TDC-01.2", "Có rồi")
    file = table(
        tmp_path / "cu.xlsx",
        ["DANH SÁCH HỒ SƠ NĂM 2026"],
        ["TT", "Tên hồ sơ", "Mã thủ tục", "Ngày nhận", "Ngày đóng", "Lý do", "Người phụ trách", "Màu"],
        [1, "Phòng khám A", "nlnt 01.1", datetime(2026, 11, 2), None, None, "Lò Thị Mai", "đỏ"],
        [2, "Bưu cục", "BC-01.1", "05/01/2025", "20/01/2025", "đã trả", None, None],
        [3, "Có rồi", "TDC-01.2", None, None, None, None, None],
        [4, "", "TDC-01.2", None, None, None, None, None],
        [5, "Lạ", "XX-99", None, None, None, None, None],
        [6, "Sai ngày", "TDC-01.2", "31/02/2026", None, None, None, None],
        [7, "Tương lai", "TDC-01.2", "01/03/2027", None, None, None, None],
        [8, "Phòng khám A", "NLNT-01.1", None, None, None, None, None],
    )
    trial = told(canang, "ho-so", "nhap", str(file), "--thu")
    assert (trial["opened"], len(json.loads(canang("ho-so", "--tat-ca", "--json").out))) == (
        ["Phòng khám A", "Bưu cục"],
        1,
    )
    done = told(canang, "ho-so", "nhap", str(file))
    assert (done["opened"], done["already"]) == (["Phòng khám A", "Bưu cục"], ["Có rồi"])
    assert [each["row"] for each in done["rejected"]] == [6, 7, 8, 9, 10]  # type: ignore[attr-defined]
    assert done["unused"] == ["TT", "Màu"]
    clinic, post = shown(canang, "Phòng khám A"), shown(canang, "Bưu cục")
    assert (clinic["received"], clinic["people"]) == ("2026-11-02", ["Lò Thị Mai"])
    assert (post["closed"], post["closed_on"], post["why"]) == (True, "2025-01-20", "đã trả")
    out = canang("ho-so", "nhap", str(file)).out
    assert "Đã mở 0 hồ sơ; đã có từ trước 4" in out
    assert "hàng 7: " in out


@pytest.mark.parametrize("content", [b"", b"khong phai tep", "Tên,Ngày\nA,B\n".encode()])
def test_a_file_that_is_no_list_of_cases_is_refused(canang: Canang, tmp_path: Path, content: bytes) -> None:
    for name in ("a.xlsx", "a.csv", "a.txt"):
        (tmp_path / name).write_bytes(content)
        assert canang("ho-so", "nhap", str(tmp_path / name)).code == 2
    assert canang("ho-so", "nhap", str(tmp_path / "khong-co.xlsx")).code == 2


@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=6))
def test_whatever_a_table_says_the_rest_of_it_is_taken(
    canang: Canang, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("nhap")
    out = io.StringIO()
    csv.writer(out).writerows([["Hồ sơ", "Mã", "Ngày nhận"], *rows, ["Sau cùng", "TDC-01.2", "2026-11-20"]])
    (folder / "a.csv").write_bytes(out.getvalue().encode("utf-8", "replace"))
    done = canang("ho-so", "nhap", str(folder / "a.csv"), "--json", CANANG_HOME=str(folder / "home"))
    assert done.code in {0, 2}
    if done.code == 0:
        assert "Sau cùng" in json.loads(done.out)["result"]["opened"]


def test_excel_has_days_as_days_and_names_in_the_order_of_people(canang: Canang, tmp_path: Path) -> None:
    for number in (10, 2, 1):
        told(canang, "ho-so", "mo", "NLNT-02.1", f"Số {number}", "--nhan", "2026-11-20")
    assert canang("ho-so", "xuat", "-o", str(tmp_path / "bang.xlsx")).code == 0
    sheet = load_workbook(tmp_path / "bang.xlsx").active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["Số 1", "Số 2", "Số 10"]
    received, due = (rows[0][head.index(name)] for name in ("Ngày nhận", "Hạn"))
    assert isinstance(received, datetime) and received.date() == date(2026, 11, 20)
    assert isinstance(due, datetime)
    assert [case["name"] for case in json.loads(canang("ho-so", "--json").out)] == ["Số 1", "Số 2", "Số 10"]
    assert canang("ho-so", "nhap", str(tmp_path / "bang.xlsx"), CANANG_HOME=str(tmp_path / "khac")).code == 0
    taken = json.loads(canang("ho-so", "--json", CANANG_HOME=str(tmp_path / "khac")).out)
    assert [case["received"] for case in taken] == ["2026-11-20"] * 3


def test_the_months_report_counts_what_came_was_done_in_time_and_is_late_and_says_why(
    canang: Canang, tmp_path: Path
) -> None:
    for name, received, closed, why in (
        ("Kịp", "2026-10-05", "2026-10-20", "đã cấp"),
        ("Trễ", "2026-09-01", "2026-10-15", "chờ ý kiến Sở"),
        ("Còn", "2026-10-26", None, ""),
        ("Quá hạn", "2026-08-03", None, ""),
        ("Tháng sau", "2026-11-03", None, ""),
    ):
        told(canang, "ho-so", "mo", "NLNT-02.1", name, "--nhan", received)
        if closed:
            told(canang, "ho-so", "dong", name, "--ngay", closed, "--ly-do", why, "--van-lam")
    report = json.loads(canang("ho-so", "bao-cao", "--thang", "10/2026", "--json").out)
    assert report["total"] == {
        "received": 2, "in_time": 1, "late": 1, "uncounted": 0, "open": 2, "open_late": 1, "waiting": 0,
    }  # fmt: skip
    late = {each["name"]: (each["closed_on"], each["days"] > 0, each["why"]) for each in report["late"]}
    assert late == {"Trễ": ("2026-10-15", True, ["chờ ý kiến Sở"]), "Quá hạn": (None, True, [])}
    out = " ".join(canang("ho-so", "bao-cao", "--thang", "2026-10").out.split())
    assert "vì: chờ ý kiến Sở" in out and "chưa ghi lý do" in out
    assert canang("ho-so", "bao-cao", "--thang", "2026-10", "-o", str(tmp_path / "bc.docx")).code == 0
    tables = Document(str(tmp_path / "bc.docx")).tables
    assert [cell.text for cell in tables[1].rows[-1].cells][2:] == ["2", "1", "1", "0", "2", "1", "0"]
    assert canang("ho-so", "bao-cao", "--thang", "2026-10", "-o", str(tmp_path / "bc.xlsx")).code == 0
    assert load_workbook(tmp_path / "bc.xlsx").sheetnames == ["Số liệu", "Trễ hạn"]


@pytest.mark.parametrize("month", ["2027-01", "13/2026", "tháng mười", "2026"])
def test_a_month_that_is_none_or_has_not_begun_is_refused(canang: Canang, month: str) -> None:
    assert canang("ho-so", "bao-cao", "--thang", month).code == 2


def test_tab_offers_the_names_of_cases(shop: Canang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from canang.cli.terminal.completion import complete_case  # noqa: PLC0415

    monkeypatch.setenv("CANANG_HOME", str(tmp_path / "home"))
    assert list(complete_case("cua hang")) == [(SHOP, "TDC-01.2")]
    assert list(complete_case("x")) == []
