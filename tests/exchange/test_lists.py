"""Lists in Excel as people keep them: headings, codes, sections, totals, sheets that say they are smaller."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.conftest import Canang

from canang.exchange.draft import Draft
from canang.exchange.list_codes import read_spoiled_code
from canang.exchange.list_headings import part_of_heading
from canang.exchange.reading import read_drafts

HEAD = ["STT", "Mã số", "Tên", "Cơ quan thực hiện", "Lĩnh vực"]


def book(folder: Path, *rows: list[Any], merges: tuple[str, ...] = ()) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for area in merges:
        made.active.merge_cells(area)
    made.save(folder / "ds.xlsx")
    return folder / "ds.xlsx"


def read(folder: Path, *rows: list[Any], merges: tuple[str, ...] = ()) -> list[Draft]:
    return list(read_drafts(book(folder, *rows, merges=merges)))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Tên thủ tục\nhành chính", "name"),
        ("Tên  thủ tục hành chính ", "name"),
        ("Tên thủ tục hành chính (TTHC)", "name"),
        ("TÊN\u00a0TTHC:", "name"),
        ("(2) Tên thủ tục", "name"),
        ("Thủ tục hành chính", "name"),
        ("Mã\u00a0 TTHC *", "code"),
        ("Mã số TTHC", "code"),
        ("Mã thủ tục", "code"),
        ("Số hồ sơ TTHC", "code"),
        ("Lĩnh vực:", "field"),
        ("Ngành, lĩnh vực", "field"),
        ("Cấp\nthực hiện", "level"),
        ("Thời hạn giải quyết", "limit"),
        ("Phí, lệ phí (nếu có)", "fee"),
        ("Ghi chú", None),
        ("Tên cơ quan", None),
        ("Tổng số mã", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, part: str | None) -> None:
    assert part_of_heading(heading) == part


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.000178, "1.000178"),
        (1.10001, "1.100010"),
        (1.1, "1.100000"),
        (1000178, "1.000178"),
        ("1.001786.000.00.00.H48", "1.001786"),
        ("1.001786.H48", "1.001786"),
        ("'1.001787", "1.001787"),
        (" 1.001787\u00a0", "1.001787"),
        ("1. 001787", "1.001787"),
        ("1,001787", "1.001787"),
        ("1.001787.", "1.001787"),
        ("１．００１７８７", "1.001787"),
        ("1.001\u200b787", "1.001787"),
        ("Mã: 1.001787", "1.001787"),
        ("MS: 1.001787", "1.001787"),
    ],
)
def test_a_code_is_read_as_it_was_before_excel(tmp_path: Path, cell: object, code: str) -> None:
    (draft,) = read(tmp_path, HEAD, [1, cell, "Cấp thẻ thử", None, "Thẻ"])
    assert draft.code == code


@pytest.mark.parametrize("cell", [date(2024, 1, 1), "1.0017871", "abc", "11.001787", 12345])
def test_a_code_that_cannot_be_told_is_in_the_report(tmp_path: Path, cell: object) -> None:
    (draft,) = read(tmp_path, HEAD, [1, cell, "Cấp thẻ thử", None, "Thẻ"])
    assert draft.code is None and [finding.part for finding in draft.findings] == ["code"]


def test_a_repaired_code_is_told() -> None:
    assert read_spoiled_code("1.10001")[1] and read_spoiled_code("1000178")[1]
    assert read_spoiled_code("1.000178") == ("1.000178", None)


def test_a_sheet_that_says_it_is_a1_is_read_whole(tmp_path: Path) -> None:
    whole = book(tmp_path, HEAD, [1, "1.001787", "Cấp thẻ thử", None, "Thẻ"])
    path = tmp_path / "a1.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'<dimension ref="A1:E2"', b'<dimension ref="A1"'))
    assert [draft.name for draft in read_drafts(path)] == ["Cấp thẻ thử"]


def test_sections_totals_and_notes_are_no_procedures(tmp_path: Path) -> None:
    drafts = read(
        tmp_path,
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH"],
        ["STT", "Mã số", "Tên thủ tục", "Thời hạn giải quyết", "Phí, lệ phí"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH"],
        ["I", None, "LĨNH VỰC ĐO LƯỜNG (2 TTHC)"],
        [1, "1.000001", "Cấp thẻ đỏ", "05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "1.500.000 đồng"],
        [2, "1.000002", "Cấp thẻ xanh", "từ 3 đến 5 ngày", "Không"],
        ["II", None, "Lĩnh vực Thẻ"],
        ["STT", "Mã số", "Tên thủ tục", "Thời hạn giải quyết", "Phí, lệ phí"],
        [3, "1.000003", "Cấp thẻ vàng", None, None],
        [4, None, "Cấp thẻ trắng", None, None],
        [None, None, "Tổng cộng: 4 thủ tục"],
        ["Ghi chú: đã bỏ hai thủ tục"],
    )
    named = {draft.name: draft for draft in drafts if draft.name}
    assert list(named) == ["Cấp thẻ đỏ", "Cấp thẻ xanh", "Cấp thẻ vàng", "Cấp thẻ trắng"]
    assert [draft.field for draft in named.values()] == ["Đo lường", "Đo lường", "Thẻ", "Thẻ"]
    assert {draft.level for draft in named.values()} == {"tinh"}
    assert [way.fee for way in named["Cấp thẻ xanh"].ways] == ["Không"]
    red = named["Cấp thẻ đỏ"].ways[0]
    assert red.limit and (red.limit.amount, red.limit.start) == (5, "ngày nhận đủ hồ sơ")
    assert red.fee == "1.500.000 đồng"
    assert any("từ 3 đến 5 ngày" in finding.message for finding in named["Cấp thẻ xanh"].findings)
    (note,) = [draft for draft in drafts if not draft.name]
    assert "Ghi chú" in note.findings[0].message


def test_headings_in_two_rows_are_put_together(tmp_path: Path) -> None:
    (draft,) = read(
        tmp_path,
        ["STT", "Thủ tục", None, "Lĩnh vực"],
        [None, "Mã số", "Tên", None],
        [1, "1.000001", "Cấp thẻ", "Thẻ"],
        merges=("A1:A2", "B1:C1", "D1:D2"),
    )
    assert (draft.code, draft.name, draft.field) == ("1.000001", "Cấp thẻ", "Thẻ")


def test_a_column_that_is_not_read_is_told(tmp_path: Path) -> None:
    drafts = read(
        tmp_path,
        ["STT", "Mã định danh riêng", "Tên", "Lĩnh vực", "Mức độ"],
        [1, "1.000001", "Cấp thẻ", "Thẻ", "Toàn trình"],
        [2, "1.000002", "Cấp giấy", "Thẻ", "Một phần"],
    )
    told = [finding.message for draft in drafts for finding in draft.findings]
    assert sum("“Mức độ” không đọc" in message for message in told) == 1
    assert any("“Mã định danh riêng” không đọc" in message for message in told)
    assert any("không có cột mã" in message for message in told)


def test_what_excel_could_not_reckon_is_no_fact(tmp_path: Path) -> None:
    (draft,) = read(tmp_path, HEAD, [1, "#N/A", "Cấp thẻ", "#REF!", "Ðo lường"])
    assert (draft.code, draft.agency, draft.field) == (None, None, "Đo lường")


def test_a_renamed_column_of_the_template_is_told(canang: Canang, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    canang("du-lieu", "mau", str(path))
    sheets = load_workbook(path)
    sheet = sheets["Thủ tục"]
    for cell in sheet[1]:
        cell.value = {"Thời hạn": "Hạn xử lý", "Phí, lệ phí": "Phí,  lệ\nphí"}.get(cell.value, cell.value)
    sheets.save(path)
    done = canang("du-lieu", "nhap", str(path), "--thu")
    assert done.code != 0 and "Hạn xử lý" in done.err and "lệ phí" not in done.err.lower()
