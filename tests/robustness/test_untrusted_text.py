"""Names, notes, ids, paths from outside: one rule for what may be an id, and nothing that a screen or a table obeys."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.conftest import Canang, Outcome

from canang.text.identifiers import is_entry_id
from canang.text.visible import cleaned, escaped, one_line, visible

EVIL = "x\x1b[2Jy\x9b31mz\x1b]52;c;AAAA\x07w\u202eq"
"""Clears the screen, colours, writes to the clipboard, turns the direction of writing."""

HOSTILE_IDS = [
    "../TRAV", "../../TRAV", "/tmp/ABS", "C:\\x", "CON", "NUL.1", "HG", "A:B", "..\\X", "HG-01/../../X", "HG-01\x1b[2J",
    "HG-01 x", "-HG-01", "HG-", "HG-01..2", "HG-01.", "HG-Ⅷ", "LPT¹-1", "HG-" + "1" * 300, ".",
]  # fmt: skip


def template(path: Path, *ids: str) -> Path:
    rows = (f"  - id: {json.dumps(id_)}\n    name: Việc {n}\n    field: TDC\n" for n, id_ in enumerate(ids))
    path.write_text("procedures:\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("id_", HOSTILE_IDS)
def test_an_id_that_could_be_a_path_or_a_device_is_refused(canang: Canang, tmp_path: Path, id_: str) -> None:
    made = tmp_path / "ra.sqlite"
    done = canang("du-lieu", "nhap", str(template(tmp_path / "m.yaml", id_)), "--ra", str(made))
    if not is_entry_id(id_) and done.code == 0:
        (entry,) = json.loads(canang("--db", str(made), "danh-sach", "--thu-tuc", "--json").out)
        assert is_entry_id(entry["id"]), "cleaned into an ordinary one"
        return
    assert done.code == 2 and "không dùng được" in done.err and not made.exists()
    assert "\x1b" not in done.err


@pytest.mark.parametrize("id_", ["HG-01", "HG-01.2", "HG-1.009999", "HG-501"])
def test_an_id_as_people_write_it_is_taken(canang: Canang, tmp_path: Path, id_: str) -> None:
    made = tmp_path / "ra.sqlite"
    assert is_entry_id(id_)
    assert canang("du-lieu", "nhap", str(template(tmp_path / "m.yaml", id_)), "--ra", str(made)).code == 0
    assert canang("--db", str(made), "xem", id_).code == 0


def test_the_ids_of_a_crafted_catalogue_are_no_paths(canang: Canang, tmp_path: Path) -> None:
    made, folder = tmp_path / "ra.sqlite", tmp_path / "sau" / "in"
    canang("du-lieu", "nhap", str(template(tmp_path / "m.yaml", *(f"HG-0{n}" for n in range(5)))), "--ra", str(made))
    with closing(sqlite3.connect(made)) as connection, connection:
        for number, name in enumerate(("../../TRAV", "CON", "TRAV", f"{tmp_path}/ABS", "..\\X")):
            for table, column in (("entries", "id"), ("editions", "entry")):
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (name, f"HG-0{number}"))
    before = {path for path in tmp_path.rglob("*") if folder not in path.parents}
    done = canang("--db", str(made), "export", "--tat-ca", "--dinh-dang", "md", "-o", f"{folder}/")
    assert done.code == 0, done.err
    assert {path for path in tmp_path.rglob("*") if folder not in path.parents} - before <= {folder, folder.parent}
    names = {path.name.lower() for path in folder.glob("*.md")}
    assert len(names) == 5 and "con.md" not in names


@pytest.mark.parametrize(
    "line",
    [
        ("tim", EVIL), ("xem", EVIL), ("van-ban", EVIL), ("hoi-dap", EVIL), (EVIL,), ("tim", f"--{EVIL}"),
        ("ho-so", "mo", "TDC-01.2", EVIL), ("ho-so", "mo", EVIL, "B"), ("ho-so", "xem", EVIL), ("ho-so", "--tim", EVIL),
        ("ho-so", "doi-ten", EVIL, "B"), ("ho-so", "lich-su", EVIL),
        ("export", "TDC-01.2", "-o", f"khong/co/{EVIL}.pdf"),
        ("export", EVIL), ("du-lieu", "nhap", f"{EVIL}.docx", "--thu"), ("du-lieu", "lop", EVIL, "--an", EVIL),
        ("du-lieu", "kiem-tra", EVIL), ("--db", EVIL, "tim", "x"), ("danh-sach", "--linh-vuc", EVIL),
        ("xem", "TDC-01", "--ngay", EVIL), ("vuong-mac", "ghi", EVIL, "x"), ("san-sang", EVIL), (EVIL, EVIL),
        ("du-lieu", "cap-nhat", f"{EVIL}.canang"), ("du-lieu", "khoa", "--tin", EVIL), ("ho-so", "nhap", f"{EVIL}.csv"),
    ],
)  # fmt: skip
def test_no_command_sends_a_terminal_what_it_would_obey(canang: Canang, line: tuple[str, ...]) -> None:
    for terminal in (True, False):
        _is_harmless(canang(*line, terminal=terminal, stdin="t\n", NO_COLOR="1"))


def _is_harmless(done: Outcome) -> None:
    for said in (done.out, done.err):
        assert not [sign for sign in "\x1b\x9b\x07\u202e" if sign in said], repr(said)


def test_the_question_before_a_file_is_replaced_shows_its_name_and_obeys_nothing(
    canang: Canang, tmp_path: Path
) -> None:
    there = tmp_path / "a\x9b2Jb.html"
    there.write_text("cũ", encoding="utf-8")
    done = canang("export", "TDC-01.2", "-o", str(there), terminal=True, stdin="k\n", NO_COLOR="1")
    _is_harmless(done)
    assert "Thay bằng bản mới?" in done.out and there.read_text(encoding="utf-8") == "cũ"


@pytest.fixture
def old(canang: Canang, tmp_path: Path) -> Canang:
    """A register into which an older program let what nobody may show."""
    assert canang("ho-so", "mo", "TDC-01.2", "Trạm dầu").code == 0
    assert canang("vuong-mac", "ghi", "TDC-01.2", "Thiếu chuẩn", "--nhom", "nguon-luc").code == 0
    pairs = (("Trạm dầu", "Trạm\x1b[2J 🛢️ 加油 \uf0b7\x01 ｆ"), ("Thiếu chuẩn", "Thiếu\x1b]0;x\x07 \uf0b7 加"))
    with closing(sqlite3.connect(tmp_path / "home" / "ho-so.sqlite")) as connection, connection:
        for before, after in pairs:
            connection.execute("UPDATE cases SET name = replace(name, ?, ?)", (before, after))
            connection.execute("UPDATE events SET data = replace(data, ?, ?)", (before, json.dumps(after)[1:-1]))
        connection.execute("DELETE FROM states")
        connection.execute("DELETE FROM memory WHERE key = 'folded'")
    return canang


def test_an_old_register_is_shown_and_written_in_every_form(old: Canang, tmp_path: Path) -> None:
    for line in (("ho-so",), ("ho-so", "--json"), ("vuong-mac",), ("vuong-mac", "--json")):
        done = old(*line)
        assert done.code == 0, done.err
        _is_harmless(done)
    (case,) = json.loads(old("ho-so", "--json").out)
    for form in ("pdf", "docx", "html", "md"):
        done = old("export", "--ho-so", case["name"], "-o", str(tmp_path / f"a.{form}"))
        assert done.code == 0, (form, done.err)
    assert "□: chữ mà phông in không có" in " ".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())
    for line, name in (
        (("ho-so", "xuat"), "b.csv"), (("ho-so", "xuat"), "b.xlsx"), (("ho-so", "xuat"), "b.ics"),
        (("ho-so", "bao-cao"), "c.docx"), (("vuong-mac", "xuat"), "d.docx"), (("vuong-mac", "xuat"), "d.csv"),
    ):  # fmt: skip
        done = old(*line, "-o", str(tmp_path / name))
        assert done.code == 0, (name, done.err)
    assert load_workbook(tmp_path / "b.xlsx").active.max_row == 2
    assert any("Thiếu" in line.text for line in Document(str(tmp_path / "d.docx")).paragraphs)


def test_an_imported_entry_with_such_signs_is_printed_in_every_form(canang: Canang, tmp_path: Path) -> None:
    made = tmp_path / "ra.sqlite"
    canang("du-lieu", "nhap", str(template(tmp_path / "m.yaml", "HG-01")), "--ra", str(made))
    with closing(sqlite3.connect(made)) as connection, connection:
        name = "Cấp thẻ \x1b[2J 🛢️ 加 \uf0b7\x01\uffff ｆ\u200b"
        connection.execute("UPDATE editions SET name = ?", (name,))
    for form in ("pdf", "docx", "html", "md", "json"):
        done = canang("--db", str(made), "export", "HG-01", "-o", str(tmp_path / f"a.{form}"))
        assert done.code == 0, (form, done.err)
    _is_harmless(canang("--db", str(made), "xem", "HG-01"))
    _is_harmless(canang("--db", str(made), "checklist", "HG-01", "--in"))


@pytest.mark.parametrize(
    "said", ["=1+1", " =1+1", "\t=1+1", "\r=1+1", "\n=1+1", "+1", "-1", "@SUM(1)", "\u00a0=1", "\u2003=1", "＝1", "＠x"]
)
def test_no_cell_of_a_table_is_run(canang: Canang, tmp_path: Path, said: str) -> None:
    canang("vuong-mac", "ghi", "TDC-01.2", "--", said)
    assert canang("vuong-mac", "xuat", "-o", str(tmp_path / "a.csv")).code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    (cell,) = [row[rows[0].index("Vướng mắc")] for row in rows[1:]]
    assert cell.startswith("'") and said.strip() in cell


def test_cleaning_keeps_words_and_drops_orders() -> None:
    assert cleaned(EVIL) == "xyzwq"
    assert cleaned("a\r\nb\rc\td") == "a\nb\nc\td"
    assert cleaned("a\ufffe\uffffb\x00") == "ab"
    assert cleaned("a" + chr(0xD800) + "b") == "ab"
    assert cleaned("Lò Thị Mai – 3×4 🛢️") == "Lò Thị Mai – 3×4 🛢️"
    assert one_line(" a \n\n b\x07\u2028c ") == "a bc"


def test_what_is_shown_marks_what_cannot_be_seen() -> None:
    assert "\x1b" not in visible(EVIL) and visible(EVIL).count("\ufffd") >= 4
    assert visible("dòng 1\ndòng 2") == "dòng 1\ndòng 2"
    assert json.loads(escaped(json.dumps({"a": EVIL}, ensure_ascii=False))) == {"a": EVIL}


def test_a_layer_of_a_devices_name_is_refused(canang: Canang) -> None:
    for name in ("CON", "nul", "com1", "../..", "", "\x1b"):
        done = canang("du-lieu", "lop", name, "--an", "TDC-02", CANANG_DB="")
        assert done.code == 2 and done.err.startswith("Lỗi: "), name


def test_a_seed_with_such_an_id_is_not_built(canang: Canang, seed: Path, tmp_path: Path) -> None:
    task = seed / "tasks" / "TDC" / "TDC-01.yaml"
    text = task.read_text(encoding="utf-8")
    assert "id: TDC-01.1\n" in text
    task.write_text(text.replace("id: TDC-01.1\n", "id: TDC-01.1/../../X\n"), encoding="utf-8")
    done = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(tmp_path / "ra.sqlite"))
    assert done.code == 3 and "TDC-01.yaml" in done.err and not (tmp_path / "ra.sqlite").exists()
