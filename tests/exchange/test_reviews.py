"""A review sheet goes out to a lawyer and comes back; levels rise or fall with the reviewer's name and day."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import ROOT, Canang, Outcome

SEED = ROOT / "data" / "seed"
ENTRY = "TDC-01.2"


@pytest.fixture
def own(canang: Canang) -> Canang:
    def run(*arguments: str, **options: object) -> Outcome:
        return canang(*arguments, **{"CANANG_DB": "", **options})

    return run


def filled(own: Canang, path: Path, marks: dict[str, str], reviewer: str | None = "Lê Thị B, Vụ Pháp chế") -> Path:
    """A sheet of the entry with marks (``x`` or a level) at some keys."""
    assert own("du-lieu", "doi-chieu", ENTRY, "-o", str(path)).code == 0
    book = load_workbook(path)
    sheet = book.active
    sheet["B3"], sheet["B4"] = reviewer, "20/11/2026"
    for row in sheet.iter_rows(min_row=6):
        if mark := marks.get(str(row[9].value)):
            row[0 if mark == "x" else 1].value = mark
            row[2].value = "đã mở điều luật"
    book.save(path)
    return path


def levels(own: Canang) -> dict[str, str]:
    statements = json.loads(own("du-lieu", "doi-chieu", ENTRY, "--json").out)
    return {statement["statement"]: statement["level"] for statement in statements}


def lower(own: Canang) -> str:
    """A statement with a citation of its own."""
    return next(key for key in levels(own) if key.startswith("step:"))


def test_a_filled_sheet_changes_the_levels(own: Canang, tmp_path: Path) -> None:
    key = lower(own)
    sheet = filled(own, tmp_path / "p.xlsx", {"entry": "x", key: "chưa đối chiếu"})
    told = json.loads(own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--json").out)
    assert {(c["statement"], c["after"]) for c in told["changes"]} == {
        ("entry", "đã đọc luật"),
        (key, "chưa đối chiếu"),
    }
    assert told["recorded"] is None and levels(own)["entry"] == "tom-tat"
    done = own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--lop", "duyet")
    assert (done.code, done.err) == (0, "")
    assert (levels(own)["entry"], levels(own)[key]) == ("van-ban", "chua-doi-chieu")
    entry = json.loads(own("xem", ENTRY, "--json").out)
    assert entry["verification"]["checked_on"] == "2026-11-20"
    assert "Lê Thị B, Vụ Pháp chế duyệt" in entry["verification"]["note"]
    assert own("du-lieu", "kiem-tra").code == 0


@pytest.mark.parametrize("word", ["đã đọc luật", "văn bản", "van-ban"])
def test_a_level_is_read_as_it_is_called_now_and_as_it_was(own: Canang, tmp_path: Path, word: str) -> None:
    sheet = filled(own, tmp_path / "p.xlsx", {"entry": word})
    told = json.loads(own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--json").out)
    assert [(c["statement"], c["after"]) for c in told["changes"]] == [("entry", "đã đọc luật")]


def test_a_yaml_sheet_comes_back_too(own: Canang, tmp_path: Path) -> None:
    sheet = tmp_path / "p.yaml"
    assert own("du-lieu", "doi-chieu", ENTRY, "-o", str(sheet)).code == 0
    text = sheet.read_text(encoding="utf-8")
    text = text.replace("reviewer:", "reviewer: Trần C").replace("  on:", "  on: 2026-11-21")
    head, _, tail = text.partition("level:")
    sheet.write_text(f"{head}level: van-ban{tail}", encoding="utf-8")
    told = json.loads(own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--json").out)
    assert [(c["statement"], c["after"]) for c in told["changes"]] == [("entry", "đã đọc luật")]


def test_a_review_goes_into_the_seed_and_is_built_from_it(own: Canang, tmp_path: Path) -> None:
    seed, made = tmp_path / "seed", tmp_path / "moi.sqlite"
    shutil.copytree(SEED, seed)
    sheet = filled(own, tmp_path / "p.xlsx", {"entry": "x"})
    assert own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--goc", str(seed)).code == 0
    assert own("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0
    assert json.loads(own("--db", str(made), "xem", ENTRY, "--json").out)["verification"]["level"] == "van-ban"
    task = seed / "tasks" / "TDC" / "TDC-01.yaml"
    name = "Kiểm tra đo lường, chất lượng trong kinh doanh xăng dầu"
    text = task.read_text(encoding="utf-8")
    assert name in text
    task.write_text(text.replace(name, "Kiểm tra xăng dầu"), encoding="utf-8")
    stale = own("du-lieu", "xay", "--tu", str(seed), "--ra", str(made))
    assert stale.code == 3 and "nội dung đã đổi từ khi Lê Thị B" in stale.err


def test_a_statement_that_has_changed_since_is_not_touched(own: Canang, tmp_path: Path) -> None:
    sheet = filled(own, tmp_path / "p.xlsx", {"entry": "x"})
    book = load_workbook(sheet)
    for row in book.active.iter_rows(min_row=6):
        if row[0].value:
            row[10].value = "0" * 16
    book.save(sheet)
    done = own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--lop", "duyet")
    assert done.code == 3 and "duyệt lại" in done.err
    assert levels(own)["entry"] == "tom-tat"


@pytest.mark.parametrize(
    ("marks", "reviewer", "says"),
    [
        ({}, "A", "chưa đánh dấu dòng nào"),
        ({"entry": "x"}, None, "chưa ghi người duyệt"),
        ({"entry": "tạm được"}, "A", "không có mức “tạm được”"),
    ],
)
def test_a_sheet_that_says_nothing_clear_is_refused(
    own: Canang, tmp_path: Path, marks: dict[str, str], reviewer: str | None, says: str
) -> None:
    sheet = filled(own, tmp_path / "p.xlsx", marks, reviewer)
    done = own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--lop", "duyet")
    assert done.code == 2 and says in done.err


def test_another_workbook_is_no_sheet(own: Canang, tmp_path: Path) -> None:
    own("du-lieu", "mau", str(tmp_path / "mau.xlsx"))
    done = own("du-lieu", "doi-chieu", "--nhan", str(tmp_path / "mau.xlsx"))
    assert done.code == 2 and "không phải phiếu duyệt" in done.err


def test_the_sheet_on_the_screen_has_a_box_for_each_statement(own: Canang) -> None:
    out = own("du-lieu", "doi-chieu", ENTRY).out
    assert out.count("[ ] ") == len(levels(own))
    assert "Người duyệt:" in out


def test_a_level_that_there_is_not_is_told_in_vietnamese(own: Canang, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    assert own("du-lieu", "doi-chieu", ENTRY, "-o", str(path)).code == 0
    text = path.read_text(encoding="utf-8").replace("reviewer:", "reviewer: A").replace("  on:", "  on: 2026-11-25")
    path.write_text(text.replace("level:", "level: toan-bo", 1), encoding="utf-8")
    told = own("du-lieu", "doi-chieu", "--nhan", str(path))
    assert told.code != 0
    assert "toan-bo" in told.err and "không có trong danh sách cho phép" in told.err and "Invalid" not in told.err
