"""A review sheet goes out to a lawyer and comes back; levels rise or fall with the reviewer's name and day."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.conftest import ROOT, Canang, Outcome

pytestmark = pytest.mark.usefixtures("came_with_it")
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


def test_a_review_goes_into_the_seed_and_is_built_from_it(own: Canang, seed: Path, tmp_path: Path) -> None:
    made = tmp_path / "moi.sqlite"
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


def test_a_second_sheet_of_the_same_day_takes_nothing_from_the_first(own: Canang, tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    (seed / "reviews").mkdir(parents=True)
    *_, other, last = (key for key in levels(own) if key != "entry")
    for number, (marks, reviewer) in enumerate((({other: "x"}, "A"), ({last: "x"}, "A"), ({"entry": "x"}, "B"))):
        sheet = filled(own, tmp_path / f"p{number}.xlsx", marks, reviewer)
        assert own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--goc", str(seed)).code == 0
    kept = {path.name: path.read_text(encoding="utf-8") for path in (seed / "reviews").iterdir()}
    assert len(kept) == 2
    (of_a,) = (text for text in kept.values() if "reviewer: A" in text)
    (of_b,) = (text for text in kept.values() if "reviewer: B" in text)
    assert f"statement: {other}" in of_a and f"statement: {last}" in of_a
    assert "statement: entry" in of_b


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


READ_AGAIN = "SHTT-11.1"
"""An entry that the editors read again whole."""


def editors() -> str:
    catalogue = (ROOT / "data" / "seed" / "catalogue.yaml").read_text(encoding="utf-8")
    return next(line.partition(": ")[2] for line in catalogue.splitlines() if line.startswith("editors: "))


def readings(own: Canang, made: Path, entry: str = READ_AGAIN) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(own("--db", str(made), "xem", entry, "--json").out)["readings"]
    return read


def test_what_the_editors_read_is_told_as_no_lawyers_word(own: Canang) -> None:
    plain = "không phải luật sư, không phải cơ quan nhà nước"
    told = " ".join(own("xem", READ_AGAIN).out.split())
    assert f"Đọc lại: {editors()} ({plain})" in told
    assert f"Đã đọc lại: {editors()} ({plain})" in " ".join(own("du-lieu", "doi-chieu", READ_AGAIN).out.split())
    assert f"{editors()} duyệt" not in own("xem", READ_AGAIN, "--nguon").out


def test_the_sheet_says_beside_each_statement_who_read_it(own: Canang, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    assert own("du-lieu", "doi-chieu", READ_AGAIN, "-o", str(path)).code == 0
    rows = list(load_workbook(path).active.iter_rows(min_row=5, values_only=True))
    assert rows[0][11] == "Đã đọc lại"
    assert all(editors() in str(row[11]) for row in rows[1:])


def test_a_sheet_from_before_there_was_that_column_is_taken(own: Canang, tmp_path: Path) -> None:
    sheet = filled(own, tmp_path / "p.xlsx", {"entry": "x"})
    book = load_workbook(sheet)
    book.active.delete_cols(12)
    book.save(sheet)
    told = json.loads(own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--json").out)
    assert [(c["statement"], c["after"]) for c in told["changes"]] == [("entry", "đã đọc luật")]


def test_what_changed_since_the_editors_read_it_is_no_longer_read_and_builds(
    own: Canang, seed: Path, tmp_path: Path
) -> None:
    made = tmp_path / "moi.sqlite"
    task = seed / "tasks" / "SHTT" / "SHTT-11.yaml"
    text = task.read_text(encoding="utf-8")
    assert "action: Công nhận cơ sở" in text
    task.write_text(text.replace("action: Công nhận cơ sở", "action: Ký công nhận cơ sở"), encoding="utf-8")
    assert own("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0
    (before,) = json.loads(own("xem", READ_AGAIN, "--json").out)["readings"]
    (after,) = readings(own, made)
    assert after == {**before, "statements": before["statements"] - 1}


def test_the_word_of_a_lawyer_stands_over_a_later_one_of_the_editors(own: Canang, seed: Path, tmp_path: Path) -> None:
    made = tmp_path / "moi.sqlite"
    assert "- statement: note:1" in next((seed / "reviews").glob(f"{ENTRY}--*")).read_text(encoding="utf-8")
    sheet = filled(own, tmp_path / "p.xlsx", {"note:1": "chưa đối chiếu"})
    assert own("du-lieu", "doi-chieu", "--nhan", str(sheet), "--goc", str(seed)).code == 0
    assert own("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0
    statements = json.loads(own("--db", str(made), "du-lieu", "doi-chieu", ENTRY, "--json").out)
    assert {s["statement"]: s["level"] for s in statements}["note:1"] == "chua-doi-chieu"
    assert [(r["reviewer"], r["editors"]) for r in readings(own, made, ENTRY)] == [
        ("Lê Thị B, Vụ Pháp chế", False),
        (editors(), True),
    ]
