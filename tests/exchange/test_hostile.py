"""Hostile and clumsy files: bounded time and memory, a clear line, nothing half imported, nothing outside its place."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.conftest import Canang

from canang.exchange.bounds import Unreadable
from canang.exchange.portal_list import read_list
from canang.exchange.template_file import read_template
from canang.reviews.sheet import read_sheet

HEAD = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]


def workbook(path: Path, fill: Callable[[Any], object]) -> Path:
    book = Workbook()
    book.active.append(HEAD)
    fill(book.active)
    book.save(path)
    return path


def trial(canang: Canang, path: Path) -> dict[str, Any]:
    done = canang("du-lieu", "nhap", str(path), "--thu", "--json")
    assert (done.code, done.err) == (0, "")
    report: dict[str, Any] = json.loads(done.out)
    return report


def catalogue(canang: Canang, path: Path, tmp_path: Path) -> Callable[..., Any]:
    """The file imported; answers what ``danh-sach`` and ``xem`` say of it."""
    made = tmp_path / "ra.sqlite"
    done = canang("du-lieu", "nhap", str(path), "--ra", str(made))
    assert (done.code, done.err) == (0, "")
    return lambda *words: json.loads(canang("--db", str(made), *words, "--json").out)


@pytest.mark.soak
def test_a_workbook_that_unpacks_to_half_a_gigabyte_is_not_opened(canang: Canang, tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b" " * 1_000_000)
    assert path.stat().st_size < 3_000_000
    done = canang("du-lieu", "nhap", str(path), "--thu")
    assert done.code == 2 and "mở ra quá lớn" in done.err


def test_formulas_are_not_run_and_not_taken_for_names(canang: Canang, tmp_path: Path) -> None:
    path = workbook(tmp_path / "ct.xlsx", lambda s: s.append(["1.000001", '=HYPERLINK("http://x","A")', "", "", "LV"]))
    done = canang("du-lieu", "nhap", str(path), "--thu")
    assert done.code == 1 and "Không có thủ tục nào" in done.err


def test_a_merged_field_counts_for_all_its_rows(canang: Canang, tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["1.000001", "Cấp thẻ đỏ", "", "", "Thẻ"])
        sheet.append(["1.000002", "Cấp thẻ xanh", "", "", None])
        sheet.merge_cells("E2:E3")

    listed = catalogue(canang, workbook(tmp_path / "gop.xlsx", fill), tmp_path)("danh-sach", "--thu-tuc")
    assert len({item["field"] for item in listed}) == 1


def test_old_fonts_in_cells_are_read(canang: Canang, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "cu.xlsx", lambda s: s.append(["1.000001", "CÊp giÊy phÐp khai th¸c", "", "", "§Êt ®ai"])
    )
    (item,) = catalogue(canang, path, tmp_path)("danh-sach", "--thu-tuc")
    assert item["name"] == "Cấp giấy phép khai thác"


def test_the_list_may_stand_on_any_sheet(canang: Canang, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Ghi chú", "không phải danh sách"])
    sheet = book.create_sheet("Danh sách")
    sheet.append(HEAD)
    sheet.append(["1.000001", "Cấp thẻ", "", "", "Thẻ"])
    book.save(tmp_path / "hai.xlsx")
    assert trial(canang, tmp_path / "hai.xlsx")["entries"] == 1


def test_a_workbook_without_a_list_says_what_was_looked_for(canang: Canang, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Họ tên", "Điện thoại"])
    book.save(tmp_path / "khac.xlsx")
    done = canang("du-lieu", "nhap", str(tmp_path / "khac.xlsx"), "--thu")
    assert done.code == 2 and "canang du-lieu mau" in done.err


def test_the_same_code_twice_keeps_both_and_says_so(canang: Canang, tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["1.000001", "Cấp thẻ đỏ", "", "", "Thẻ"])
        sheet.append(["1.000001", "Cấp thẻ xanh", "", "", "Thẻ"])

    report = trial(canang, workbook(tmp_path / "trung.xlsx", fill))
    assert report["entries"] == 2
    assert any("đã có ở bản ghi khác" in trouble["message"] for trouble in report["troubles"])


def test_json_cut_in_the_middle_keeps_what_is_whole(canang: Canang, tmp_path: Path) -> None:
    whole = json.dumps({"ten_thu_tuc": "Cấp thẻ", "ma_thu_tuc": "1.000001"}, ensure_ascii=False)
    (tmp_path / "cat.jsonl").write_text(f"{whole}\n{whole[:20]}", encoding="utf-8")
    report = trial(canang, tmp_path / "cat.jsonl")
    assert (report["records"], report["entries"]) == (2, 1)
    assert "không phải JSON trọn vẹn" in report["troubles"][0]["message"]


@pytest.mark.soak
def test_a_record_of_a_hundred_megabytes_is_passed_over(canang: Canang, tmp_path: Path) -> None:
    path = tmp_path / "dai.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as out:
        out.write('{"ten_thu_tuc": "' + "x" * 100_000_000 + '"}\n')
        out.write('{"ten_thu_tuc": "Cấp thẻ"}\n')
    report = trial(canang, path)
    assert (report["records"], report["entries"]) == (2, 1)


def decision(path: Path, change: Callable[[Any], object]) -> Path:
    paper = Document()
    for line in (
        "A. THỦ TỤC HÀNH CHÍNH CẤP XÃ",
        "1. Thủ tục: Đăng ký lưu mẫu (Số hồ sơ TTHC 1.004222)",
        "1.1. Trình tự thực hiện:",
        "- Bước 1: Nộp hồ sơ.",
        "- Bước 2: Nhận kết quả.",
        "1.4. Thời hạn giải quyết: 07 ngày làm việc.",
    ):
        paper.add_paragraph(line)
    change(paper)
    paper.save(str(path))
    return path


def test_tables_within_tables_do_not_stop_the_reader(canang: Canang, tmp_path: Path) -> None:
    def nest(paper: Any) -> None:
        cell = paper.add_table(rows=1, cols=1).cell(0, 0)
        for _ in range(30):
            cell = cell.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "đáy"

    assert trial(canang, decision(tmp_path / "qd.docx", nest))["entries"] == 1


def test_what_was_struck_out_with_tracked_changes_is_not_read(canang: Canang, tmp_path: Path) -> None:
    def track(paper: Any) -> None:
        paragraph = paper.add_paragraph("1.5. Phí, lệ phí: ")
        for tag, text in (("del", "500.000 đồng"), ("ins", "Không")):
            inner = "delText" if tag == "del" else "t"
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>'
                )
            )

    entry = catalogue(canang, decision(tmp_path / "qd.docx", track), tmp_path)("xem", "1.004222")
    assert "500.000" not in json.dumps(entry, ensure_ascii=False)


def test_a_pdf_without_text_says_so(canang: Canang, tmp_path: Path) -> None:
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(tmp_path / "anh.pdf")
    done = canang("du-lieu", "nhap", str(tmp_path / "anh.pdf"), "--thu")
    assert done.code == 2 and "chữ" in done.err


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


XLSX_PARTS = st.dictionaries(
    st.sampled_from(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "../../ra.txt", "a"]),
    st.binary(max_size=200),
    max_size=4,
).map(packed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=400), XLSX_PARTS))
def test_no_bytes_stop_the_readers_of_workbooks(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    for read in (read_template, read_sheet, lambda file: list(read_list(file))):
        with pytest.raises(Unreadable):
            read(path)
    assert not list(tmp_path.parent.glob("ra.txt"))


YAML_TEXT = st.text(alphabet="procedures:\n -{}[]&*!|>'\"#%@`steps id: HG-01.\t0é", max_size=300)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(YAML_TEXT)
def test_no_yaml_stops_the_readers(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    for read in (read_template, read_sheet):
        try:
            read(path)
        except Unreadable as error:
            assert str(error)
