"""Two catalogues compared, a document replaced, what ends soon."""

import json
import re
import shutil
from difflib import ndiff
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import Canang, Once, runner


@pytest.fixture
def bundled(came_with_it: Path) -> str:
    return str(came_with_it)


@pytest.fixture(scope="session")
def changed(once: Once, small: Path) -> Path:
    """A catalogue from a seed in which one step, one paper, one document and one whole task are not the same."""

    def make(folder: Path) -> None:
        seed = folder / "seed"
        shutil.copytree(small / "data" / "seed", seed)
        task = seed / "tasks" / "KHCN" / "KHCN-05.yaml"
        text = task.read_text(encoding="utf-8")
        assert "action: " in text
        head, _, tail = text.partition("action: ")
        task.write_text(f"{head}action: Gọi điện trước; {tail}", encoding="utf-8")
        documents = seed / "documents" / "phan-cap.yaml"
        old = documents.read_text(encoding="utf-8")
        documents.write_text(old.replace("to: 2027-02-28", "to: 2027-06-30", 1), encoding="utf-8")
        (seed / "tasks" / "KHCN" / "KHCN-03.yaml").unlink()
        for reading in (seed / "reviews").glob("KHCN-03*.yaml"):
            reading.unlink()
        made = folder / "moi.sqlite"
        assert runner(folder / "home")("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0

    return once.made("so-sanh", make) / "moi.sqlite"


def test_each_change_is_told_by_statement(canang: Canang, bundled: str, changed: Path) -> None:
    compared = json.loads(canang("du-lieu", "so-sanh", bundled, str(changed), "--json").out)
    by_id = {entry["id"]: entry for entry in compared["entries"]}
    assert set(by_id) == {"KHCN-05.1", "132/2025/NĐ-CP", "KHCN-03", "KHCN-03.1"}
    assert by_id["KHCN-03"]["kind"] == by_id["KHCN-03.1"]["kind"] == "removed"
    (step,) = by_id["KHCN-05.1"]["changes"]
    assert step["key"].startswith("step:") and "Gọi điện trước" in step["after"]
    assert "Gọi điện trước" not in step["before"]
    (end,) = by_id["132/2025/NĐ-CP"]["changes"]
    assert (end["before"], end["after"]) == ("28/02/2027", "30/6/2027")
    assert compared["counts"] == {"added": 0, "removed": 2, "changed": 2}
    told = canang("du-lieu", "so-sanh", bundled, str(changed)).out
    assert "BỎ   KHCN-03" in told and "+ Gọi điện trước" in told


def test_answers_and_needs_are_statements_too(canang: Canang, bundled: str, seed: Path, tmp_path: Path) -> None:
    asked = seed / "faq" / "do-luong-chat-luong.yaml"
    text = asked.read_text(encoding="utf-8")
    asked.write_text(text.replace("Khóa học dài khoảng hai ngày.", "Khóa học ba ngày."), encoding="utf-8")
    needed = seed / "readiness" / "chat-luong-xa.yaml"
    text = needed.read_text(encoding="utf-8")
    needed.write_text(text.replace("37/2026/NĐ-CP khoản 1 Điều 17", "37/2026/NĐ-CP Điều 17"), encoding="utf-8")
    made = tmp_path / "moi.sqlite"
    assert canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0
    compared = json.loads(canang("du-lieu", "so-sanh", bundled, str(made), "--json").out)
    by_id = {entry["id"]: entry["changes"] for entry in compared["entries"]}
    assert set(by_id) == {"TDC-02", "xa-chua-co-chung-chi"}
    assert [change["label"] for change in by_id["xa-chua-co-chung-chi"]] == ["Trả lời"]
    (change,) = by_id["TDC-02"]
    assert change["key"] == "need:kinh-phi" and "khoản 1 Điều 17" in change["before"]
    assert "hiệu lực" not in change["before"]


def test_backwards_what_was_removed_is_added(canang: Canang, bundled: str, changed: Path) -> None:
    compared = json.loads(canang("du-lieu", "so-sanh", str(changed), bundled, "--json").out)
    assert {e["id"] for e in compared["entries"] if e["kind"] == "added"} == {"KHCN-03", "KHCN-03.1"}


def test_a_catalogue_differs_in_nothing_from_itself(canang: Canang, bundled: str) -> None:
    compared = json.loads(canang("du-lieu", "so-sanh", bundled, bundled, "--json").out)
    assert compared["entries"] == []


def test_the_page_for_the_lawyer_marks_the_words(canang: Canang, bundled: str, changed: Path, tmp_path: Path) -> None:
    page = tmp_path / "so-sanh.html"
    assert canang("du-lieu", "so-sanh", bundled, str(changed), "-o", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert '<html lang="vi">' in text and "<ins>Gọi điện trước; </ins>" in text
    places = dict(re.findall(r'<a href="#(m\d+)">([^<]+)</a>', text))
    assert set(places.values()) == {"KHCN-05.1", "132/2025/NĐ-CP", "KHCN-03", "KHCN-03.1"}
    assert all(f'<h2 id="{place}">{name}' in text for place, name in places.items())
    assert canang("du-lieu", "so-sanh", bundled, str(changed), "-o", str(page)).code == 2


def test_a_replaced_document_names_all_that_rests_on_it(canang: Canang, tmp_path: Path) -> None:
    canang("checklist", "TDC-01.2", "--ho-so", "Cây xăng 7", stdin="x\n", terminal=True)
    sheet = tmp_path / "xem-lai.xlsx"
    line = ("van-ban", "28/2013/TT-BKHCN", "--thay-bang", "99/2027/TT-BKHCN", "--tu", "2027-01-01")
    told = json.loads(canang(*line, "-o", str(sheet), "--json").out)
    assert {each["entry"] for each in told["statements"]} >= {"TDC-01", "TDC-01.1", "TDC-01.2"}
    assert all("28/2013/TT-BKHCN" in each["cited"] for each in told["statements"])
    assert told["cases"] == [{"name": "Cây xăng 7", "entry": "TDC-01.2"}]
    places = [each["place"] for each in told["statements"] if each["place"].startswith("Điều")]
    assert places == sorted(places, key=lambda place: int(place.split()[1]))
    assert told["recorded"] is None
    assert load_workbook(sheet).active.max_row == 5 + len({(e["entry"], e["statement"]) for e in told["statements"]})


@pytest.mark.usefixtures("came_with_it")
def test_a_replacement_in_a_layer_turns_its_entries_red(canang: Canang) -> None:
    line = ("van-ban", "28/2013/TT-BKHCN", "--thay-bang", "99/2027/TT-BKHCN", "--tu", "2027-01-01", "--lop", "tinh")
    assert canang(*line, CANANG_DB="").code == 0
    after = canang("xem", "TDC-01.2", "--ngay", "2027-01-15", CANANG_DB="").out
    red = "không còn hiệu lực ngày 15/01/2027: 28/2013/TT-BKHCN (đã được 99/2027/TT-BKHCN thay)"
    assert red in " ".join(after.split())
    before = canang("xem", "TDC-01.2", "--ngay", "2026-12-15", CANANG_DB="").out
    assert "không còn hiệu lực ngày" not in before
    assert "28/2013/TT-BKHCN" in canang("du-lieu", "sap-het-han", CANANG_DB="").out


def test_a_replacement_in_the_seed_keeps_the_rest_of_its_file(canang: Canang, seed: Path, tmp_path: Path) -> None:
    file = seed / "documents" / "do-luong-chat-luong.yaml"
    # Beside the record stand a comment, quotes that YAML could do without, and a text that somebody folded by hand.
    odd = "# ai sửa: hỏi trước\n- number: 98/2027/TT-BKHCN\n  type: 'Thông tư'\n  issuer: 'Bộ'\n  title: một\n    hai\n"
    odd += "  text_read: chua-doi-chieu\n"
    head, record, rest = file.read_text(encoding="utf-8").partition("- number: 28/2013/TT-BKHCN\n")
    rest = rest.replace("\n- number:", "\n# về văn bản dưới đây\n- number:", 1)
    file.write_text((odd + head + record + rest).rstrip("\n"), encoding="utf-8")
    before = file.read_text(encoding="utf-8").splitlines()
    line = ("van-ban", "28/2013/TT-BKHCN", "--thay-bang", "99/2027/TT-BKHCN", "--tu", "2027-01-01", "--goc", str(seed))
    assert canang(*line).code == 0
    after = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in ndiff(before, after) if line.startswith("- ")] == []
    assert after[after.index("# về văn bản dưới đây") + 1].startswith("- number:")
    made = tmp_path / "moi.sqlite"
    assert canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(made)).code == 0
    document = json.loads(canang("--db", str(made), "van-ban", "28/2013/TT-BKHCN", "--json").out)
    assert document["effective_to"] == "2026-12-31"


@pytest.mark.parametrize("arguments", [("--tu", "2027-01-01"), ("--thay-bang", "1/2027/TT-BKHCN")])
def test_a_replacement_needs_all_its_parts(canang: Canang, arguments: tuple[str, ...]) -> None:
    done = canang("van-ban", "28/2013/TT-BKHCN", *arguments)
    assert done.code == 2 and done.err.startswith("Lỗi: ")


def test_what_ends_soon_is_listed_by_day(canang: Canang) -> None:
    endings = json.loads(canang("du-lieu", "sap-het-han", "--json").out)
    assert {e["what"] for e in endings if e["kind"] == "document"} >= {"132/2025/NĐ-CP", "20/2026/NQ-CP"}
    assert [e["day"] for e in endings] == sorted(e["day"] for e in endings)
    assert json.loads(canang("du-lieu", "sap-het-han", "--trong", "10", "--json").out) == []
    assert "Không có gì" in canang("du-lieu", "sap-het-han", "--trong", "10").out
