"""``canang ho-so`` and ``vuong-mac``: what was opened is found, dated, paused, closed, exported and sent."""

import csv
import io
import json
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.conftest import Canang

from canang.cases.register import Register

NAME = "Bệnh viện Đa khoa"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one open case, received on 02/11/2026, and one that is closed."""
    folder = tmp_path / "home"
    with closing(Register(folder)) as register:
        register.open(NAME, "NLNT-02.1", "1", datetime(2026, 11, 2, 8))
        register.record(
            NAME,
            "answer",
            "dossier:ho-so-332",
            {"state": "done", "note": "đủ"},
            now=datetime(2026, 11, 3, 9),
            who="lan",
        )
        register.open("=1+1", "BC-04.1", "1", datetime(2026, 11, 20, 8))
        register.record("=1+1", "close", None, {"day": "2026-11-20"}, now=datetime(2026, 11, 20, 9))
    return folder


def test_open_cases_are_listed_with_their_last_day(canang: Canang, home: Path) -> None:
    found = json.loads(canang("ho-so", "--json").out)
    assert [(case["name"], case["due"], case["late"]) for case in found] == [(NAME, "2026-12-08", False)]
    assert {case["name"] for case in json.loads(canang("ho-so", "--tat-ca", "--json").out)} == {NAME, "=1+1"}
    assert "hạn 08/12/2026 (còn 10 ngày làm việc)" in canang("ho-so").out


def test_a_case_past_its_last_day_is_late(canang: Canang, home: Path) -> None:
    out = canang("ho-so", "--tre", today=date(2026, 12, 10)).out
    assert "quá hạn 2 ngày làm việc" in out
    assert NAME in out
    assert NAME not in canang("ho-so", "--tre").out


def test_waiting_for_the_applicant_stops_the_days(canang: Canang, home: Path) -> None:
    assert canang("ho-so", "tam-dung", NAME, "--ngay", "2026-11-09", "--ly-do", "thiếu giấy").code == 0
    assert "đang tạm dừng" in canang("ho-so", today=date(2027, 1, 20)).out
    assert canang("ho-so", "tam-dung", NAME).code == 2
    assert canang("ho-so", "tiep-tuc", NAME, "--ngay", "2026-11-16").code == 0
    assert json.loads(canang("ho-so", "--json").out)[0]["due"] == "2026-12-15"
    assert canang("ho-so", "tiep-tuc", NAME).code == 2
    assert "thiếu giấy" in canang("ho-so", "lich-su", NAME).out


def test_a_case_is_shown_now_and_as_it_stood(canang: Canang, home: Path) -> None:
    assert "(xong: đủ)" in canang("ho-so", "xem", NAME).out
    assert "xong: đủ" not in canang("ho-so", "xem", NAME, "--ngay", "2026-11-02").out
    assert "lan" in canang("ho-so", "lich-su", NAME).out


def test_a_case_is_closed_and_opened_again(canang: Canang, home: Path) -> None:
    refused = canang("ho-so", "dong", NAME, "--ly-do", "đã trả kết quả")
    assert (refused.code, "Còn 5/6 mục chưa xong" in refused.err, "--van-lam" in refused.err) == (2, True, True)
    assert canang("ho-so", "dong", NAME, "--ly-do", "đã trả kết quả", "--van-lam").code == 0
    assert json.loads(canang("ho-so", "--json").out) == []
    canang("ho-so", "mo-lai", NAME)
    assert len(json.loads(canang("ho-so", "--json").out)) == 1


@pytest.mark.parametrize(
    ("before", "arguments", "reason"),
    [
        ((), ("nhan", NAME, "--ngay", "2027-12-01"), "chưa đến"),
        ((), ("nhan", NAME, "--ngay", "2024-12-01"), "hơn một năm trước"),
        ((), ("tam-dung", NAME, "--ngay", "2026-11-01"), "trước ngày nhận"),
        (("tam-dung", NAME, "--ngay", "2026-11-09"), ("tiep-tuc", NAME, "--ngay", "2026-11-05"), "trước ngày tạm dừng"),
        (("tam-dung", NAME, "--ngay", "2026-11-09"), ("nhan", NAME, "--ngay", "2026-11-10"), "sau ngày tạm dừng"),
        ((), ("dong", NAME, "--ngay", "2026-10-01"), "trước ngày nhận"),
    ],
)
def test_a_day_that_cannot_be_is_refused_or_asked(
    canang: Canang, home: Path, before: tuple[str, ...], arguments: tuple[str, ...], reason: str
) -> None:
    if before:
        assert canang("ho-so", *before).code == 0
    logged = canang("ho-so", "lich-su", NAME).out
    refused = canang("ho-so", *arguments)
    assert (refused.code, reason in refused.err) == (2, True)
    error = json.loads(canang("ho-so", *arguments, "--json").out)["error"]
    assert (error["code"], reason in error["message"]) == ("bad-input", True)
    declined = canang("ho-so", *arguments, terminal=True, stdin="t\n", NO_COLOR="1")
    assert (declined.code, reason in " ".join(declined.out.split())) == (2, True)
    assert canang("ho-so", "lich-su", NAME).out == logged
    assert canang("ho-so", *arguments, terminal=True, stdin="\n", NO_COLOR="1").code == 0
    assert canang("ho-so", "lich-su", NAME).out != logged


def test_a_case_is_found_by_a_word_of_its_notes_or_procedure(canang: Canang, home: Path) -> None:
    for word in ("da khoa", "đủ", "chụp ảnh phóng xạ"):
        assert len(json.loads(canang("ho-so", "--tim", word, "--json").out)) == 1
    assert json.loads(canang("ho-so", "--tim", "không có", "--json").out) == []


def test_an_unknown_case_is_answered_with_the_nearest(canang: Canang, home: Path) -> None:
    outcome = canang("ho-so", "xem", "benh vien")
    assert (outcome.code, NAME in outcome.err) == (1, True)


def test_tables_hold_every_case_and_run_nothing(canang: Canang, home: Path, tmp_path: Path) -> None:
    for form in ("csv", "xlsx"):
        assert canang("ho-so", "xuat", "-o", str(tmp_path / f"bang.{form}")).code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "bang.csv").read_text(encoding="utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {NAME, "'=1+1"}
    sheet = load_workbook(tmp_path / "bang.xlsx").active
    assert sheet is not None
    cells = {sheet.cell(row, 1).value: sheet.cell(row, 1).data_type for row in range(2, 4)}
    assert cells == {NAME: "s", "=1+1": "s"}


def test_the_calendar_file_holds_the_last_days_of_open_cases(canang: Canang, home: Path, tmp_path: Path) -> None:
    canang("ho-so", "xuat", "-o", str(tmp_path / "han.ics"))
    events = Calendar.from_ical((tmp_path / "han.ics").read_bytes()).walk("VEVENT")
    dues = {str(event["summary"]): event["dtstart"].dt for event in events}
    assert dues[f"Hạn NLNT-02.1: {NAME}"] == date(2026, 12, 8)
    assert [due for summary, due in dues.items() if summary.startswith("Hạn bước “Kiểm tra đủ")] == [date(2026, 11, 5)]
    assert not [summary for summary in dues if "=1+1" in summary]


@pytest.mark.parametrize("target", ["bang.txt", "bang"])
def test_an_unknown_form_of_table_is_refused(canang: Canang, home: Path, target: str) -> None:
    assert canang("ho-so", "xuat", "-o", target).code == 2


def test_a_provinces_own_days_count(canang: Canang, home: Path) -> None:
    (home / "lich.toml").write_text('nghi = ["2026-12-07", "2026-12-08"]\nlam = ["2026-12-12"]\n', encoding="utf-8")
    assert json.loads(canang("ho-so", "--json").out)[0]["due"] == "2026-12-10"
    (home / "lich.toml").write_text('nghi = ["31/02/2026"]', encoding="utf-8")
    outcome = canang("ho-so")
    assert (outcome.code, "lịch riêng" in outcome.err) == (2, True)


def test_a_damaged_register_is_told_and_saved(canang: Canang, home: Path) -> None:
    (home / "ho-so.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 8000)
    outcome = canang("ho-so")
    assert (outcome.code, "canang ho-so cuu" in outcome.err) == (3, True)
    assert canang("ho-so", "cuu").code == 0
    (kept,) = home.glob("ho-so.sqlite.hong-*")
    assert kept.read_bytes().startswith(b"SQLite format 3\x00\xff")
    assert canang("ho-so").code == 0
    again = canang("ho-so", "cuu")
    assert (again.code, "còn nguyên" in again.out) == (0, True)
    assert list(home.glob("ho-so.sqlite.hong-*")) == [kept]


def test_difficulties_are_noted_answered_and_sent(canang: Canang, home: Path, tmp_path: Path) -> None:
    noted = canang(
        "vuong-mac", "ghi", "NLNT-02.1", "chưa có biểu phí", "--buoc", "2", "--nhom", "nguồn lực", "--muc", "3"
    )
    assert noted.code == 0
    canang("vuong-mac", "ghi", "TDC-01.2", "thiếu bình chuẩn")
    assert canang("vuong-mac", "tra-loi", "2", "Sở cho mượn").code == 0
    assert [one["id"] for one in json.loads(canang("vuong-mac", "--chua-tra-loi", "--json").out)] == [1]
    for form in ("docx", "csv"):
        assert canang("vuong-mac", "xuat", "-o", str(tmp_path / f"gui.{form}")).code == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "gui.docx")).paragraphs)
    for said in ("chưa có biểu phí", "nguồn lực", "không làm tiếp được", "Mục I Phần C Phụ lục I", "Sở cho mượn"):
        assert said in text
        assert said in (tmp_path / "gui.csv").read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(tmp_path / "gui.docx") as packed:
        assert 'w:eastAsia="Times New Roman"' in packed.read("word/styles.xml").decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ghi", "NLNT-02.1", " "), ("ghi", "NLNT-02.1", "x", "--muc", "9"), ("ghi", "NLNT-02.1", "x", "--nhom", "khác"),
        ("ghi", "NLNT-02.1", "x", "--buoc", "99"), ("xuat", "-o", "a.pdf"),
    ],
)  # fmt: skip
def test_a_difficulty_badly_noted_is_refused(canang: Canang, arguments: tuple[str, ...]) -> None:
    assert canang("vuong-mac", *arguments).code == 2


def test_practice_tells_what_was_overlooked_and_by_which_article(canang: Canang, tmp_path: Path) -> None:
    keys = "\nl\nquá ba tháng\n" + "\n" * 8
    outcome = canang("checklist", "NLNT-18.1", "--lam-thu", "--don-gian", terminal=True, stdin=keys, NO_COLOR="1")
    words = " ".join(outcome.out.split())
    assert "Đúng: Đơn ký đã quá 03 tháng" in words
    assert "Bỏ sót: Nộp muộn hơn 45 ngày trước khi hết hạn: phải xin cấp mới. Căn cứ: điểm a khoản 2 Mục XVII" in words
    assert "Tìm ra 1/2 chỗ sai" in words
    assert not (tmp_path / "home").exists()


def test_there_are_practice_cases_for_the_fuel_pump_and_the_it_project(canang: Canang) -> None:
    said = canang("checklist", "VT-16.1", "--lam-thu", terminal=True, stdin="t\n", NO_COLOR="1").out
    assert {"TDC-01.2", "CDS-01.1", "TDC-01.1", "TDC-02.1", "CDS-18.1", "BC-01.1", "NLNT-18.1"} <= set(
        said.replace(",", " ").replace(".\n", " ").split()
    )


def test_a_change_under_an_open_case_is_told_before_it_is_followed(canang: Canang, home: Path) -> None:
    with closing(Register(home)) as register:
        register.record(
            NAME, "follow", None, {"data_version": "1", "outline": {"step:cu": "Bước cũ", "step:cap": "Khác"}},
            now=datetime(2026, 11, 4, 9),
        )  # fmt: skip
    left = canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin="t\n", NO_COLOR="1")
    assert "Quy định hoặc dữ liệu đã đổi" in left.out
    assert "bỏ: Bước cũ" in left.out
    assert json.loads(canang("ho-so", "xem", NAME, "--json").out)["data_version"] == "1"
    canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin="\nt\n", NO_COLOR="1")
    shown = json.loads(canang("ho-so", "xem", NAME, "--json").out)
    assert shown["data_version"] != "1"
    assert shown["answers"]["dossier:ho-so-332"]["note"] == "đủ"


def test_a_file_is_attached_by_its_hash(canang: Canang, home: Path, tmp_path: Path) -> None:
    paper = tmp_path / "giấy kiểm định.pdf"
    paper.write_bytes(b"noi dung")
    keys = f"d\n{paper}\nd\n/khong/co\nt\n"
    out = canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin=keys, NO_COLOR="1").out
    assert "chưa đính kèm gì" in out
    (attachment,) = json.loads(canang("ho-so", "xem", NAME, "--json").out)["attachments"]
    assert attachment["path"] == str(paper)
    assert attachment["size"] == 8
    assert len(attachment["sha256"]) == 64


@pytest.mark.parametrize("form", ["pdf", "md", "json"])
def test_the_record_of_a_case_says_what_was_done_by_whom_and_when(
    canang: Canang, home: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"ghi-lai.{form}"
    assert canang("export", "--ho-so", NAME, "-o", str(target)).code == 0
    if form == "pdf":
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
    else:
        text = target.read_text(encoding="utf-8")
    assert NAME in text
    assert "đủ" in text
    if form != "json":
        for said in ("lan", "03/11/2026", "Ngày nhận", "02/11/2026", "08/12/2026", "Nhật ký"):
            assert said.lower() in text.lower(), said
    if form == "md":
        assert text.count("- [x] ") == 1


@pytest.mark.parametrize("form", ["pdf", "docx", "md", "html"])
def test_what_an_older_program_let_into_a_note_does_not_keep_a_case_from_being_printed(
    canang: Canang, home: Path, tmp_path: Path, form: str
) -> None:
    with closing(Register(home)) as register:
        said = {"state": "done", "note": "đong\x1b[D thiếu\x07"}
        register.record(NAME, "answer", "step:cap", said, now=datetime(2026, 11, 4, 9))
    target = tmp_path / f"ghi-lai.{form}"
    assert canang("export", "--ho-so", NAME, "-o", str(target)).code == 0
    assert canang("ho-so", "xem", NAME).out.count("đong thiếu") == 1


def test_letters_that_the_face_lacks_do_not_keep_a_case_from_being_printed(canang: Canang, tmp_path: Path) -> None:
    odd = "Cây xăng 🛢️ 中文"
    canang("ho-so", "mo", "TDC-01.2", odd)
    canang("ho-so", "tra-loi", odd, "bước 5", "khong-dat", "--chu", "đứt kẹp chì ✅ 🛢")
    target = tmp_path / "a.pdf"
    assert canang("export", "--ho-so", odd, "-o", str(target)).code == 0
    text = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert "đứt kẹp chì □" in " ".join(text.split())


def test_the_record_is_one_table_and_a_short_log(canang: Canang, home: Path, tmp_path: Path) -> None:
    canang("ho-so", "tam-dung", NAME, "--ngay", "2026-11-09", "--ly-do", "chờ bổ sung")
    canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin="s\nu\nl\nthiếu dấu\nt\n")
    target = tmp_path / "ghi-lai.md"
    assert canang("export", "--ho-so", NAME, "-o", str(target)).code == 0
    text = target.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Việc đã làm", "## Nhật ký"]
    rows = [line for line in text.splitlines() if line.startswith("- [")]
    assert len(rows) == 6
    log = text.split("## Nhật ký")[1]
    assert "tạm dừng: 2026-11-09, chờ bổ sung" in log
    assert "Rút lại" in log
    assert "trả lời" not in log


def test_a_record_goes_alone_and_of_a_case_that_is_there(canang: Canang, home: Path) -> None:
    assert canang("export", "TDC-01.2", "--ho-so", NAME, "-o", "-").code == 2
    assert canang("export", "--ho-so", "không có", "-o", "-").code == 1


def test_a_case_is_gone_on_with_by_its_name(canang: Canang, home: Path) -> None:
    out = canang("ho-so", "lam", NAME, terminal=True, stdin="\n\nt\n", NO_COLOR="1").out
    assert "── Bước 1 · mục 2/6 ──" in out
    assert "Kiểm tra đủ, hợp lệ và tính phí, lệ phí ngay khi nhận" in out
    assert canang("ho-so", "lam", NAME).code == 2
    assert canang("ho-so", "lam", "=1+1", terminal=True).code == 2


def test_an_attachment_is_kept_though_the_file_goes_and_told_where_the_kept_one_goes_too(
    canang: Canang, home: Path, tmp_path: Path
) -> None:
    papers = [tmp_path / "mat.pdf", tmp_path / "doi.pdf"]
    keys = ""
    for paper in papers:
        paper.write_bytes(paper.name.encode())
        keys += f"d\n{paper}\n"
    canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin=keys + "t\n", NO_COLOR="1")
    papers[0].unlink()
    papers[1].write_bytes(b"2")
    assert "tệp không còn" not in canang("ho-so", "xem", NAME).out
    kept = sorted((home / "dinh-kem").glob("*/*.pdf"))
    assert [path.name for path in kept] == [path.name for path in kept if path.read_bytes() == path.name.encode()]
    for path in kept:
        path.write_bytes(b"")
    out = " ".join(canang("ho-so", "xem", NAME).out.split())
    assert "tệp không còn ở chỗ này" in out
    assert "nội dung tệp đã đổi từ khi đính kèm" in out


def test_a_difficulty_is_noted_from_within_the_walk(canang: Canang, home: Path) -> None:
    keys = "s\nv\nthiếu biểu phí\nn\nt\n"
    canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin=keys, NO_COLOR="1")
    (noted,) = json.loads(canang("vuong-mac", "--json").out)
    assert (noted["text"], noted["kind"], noted["step"]) == ("thiếu biểu phí", "nguon-luc", "kiem-tra-tu-xa")


def test_the_walk_prints_what_was_done_so_far(
    canang: Canang, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin="i\ni\nt\n", NO_COLOR="1")
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["NLNT-02.1-1.pdf", "NLNT-02.1-2.pdf"]


def test_the_walk_shows_the_laws_of_a_step_by_their_titles(canang: Canang, home: Path) -> None:
    out = canang("checklist", "NLNT-02.1", "--ho-so", NAME, terminal=True, stdin="s\nc\nt\n", NO_COLOR="1").out
    assert "20/2026/NQ-CP: Phân cấp, cắt giảm" in " ".join(out.split())


def test_a_home_that_is_no_folder_is_told_in_two_lines(canang: Canang, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    outcome = canang("ho-so", CANANG_HOME=str(tmp_path / "tep"))
    assert outcome.code == 2
    assert "Không mở được sổ hồ sơ" in outcome.err
    assert "CANANG_HOME" in outcome.err
