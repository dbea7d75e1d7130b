"""``--ngay`` answers for any day, and says above the answer what a reader must know of its time."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Canang

from canang.seed.build import seal


@pytest.mark.parametrize(
    ("reference", "before", "after", "day"),
    [
        ("CDS-02.2", "công nghệ thông tin", "công nghệ số", "2025-11-13"),
        ("NLNT-01.1", "25 ngày", "15 ngày làm việc", "2025-11-13"),
    ],
)
def test_the_rule_of_an_earlier_day_is_another(
    canang: Canang, reference: str, before: str, after: str, day: str
) -> None:
    then, now = canang("xem", reference, "--ngay", day).out, canang("xem", reference).out
    assert before in then
    assert after in now
    assert after not in then


def test_before_its_first_day_an_entry_says_who_still_had_the_power(canang: Canang) -> None:
    outcome = canang("xem", "VT-02.1", "--ngay", "2026-03-01")
    assert "chưa áp dụng; áp dụng từ 29/5/2026" in outcome.out
    assert "Bộ Khoa học và Công nghệ" in outcome.out


def test_an_entry_whose_basis_ends_soon_warns_and_later_says_that_it_ended(canang: Canang) -> None:
    above = " ".join(canang("xem", "VT-02.1").out.split())
    assert "Sắp hết hiệu lực: 20/2026/NQ-CP, 66.16/2026/NQ-CP chỉ đến hết 28/02/2027" in above
    assert "Sắp hết hiệu lực" not in canang("xem", "VT-02.1", "--ngay", "2026-06-15").out
    assert "Hết áp dụng sau ngày 28/02/2027" in canang("xem", "VT-02.1", "--ngay", "2027-03-01").out


def test_where_only_a_part_of_an_entry_ends_soon_the_warning_names_the_part(canang: Canang) -> None:
    above = " ".join(canang("xem", "SHTT-03.1").out.partition("Ai quyết định")[0].split())
    assert "Có phần sắp hết hiệu lực: 66.18/2026/NQ-CP (lưu ý) chỉ đến hết 28/02/2027" in above
    assert "! Sắp hết hiệu lực" not in above


def test_a_role_that_only_a_newer_handbook_knows_hides_no_entry(canang: Canang, small: Path, tmp_path: Path) -> None:
    newer = tmp_path / "moi.sqlite"
    shutil.copy(small / "data" / "tasks.sqlite", newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE citations SET role = 'vai-moi' WHERE role <> 'trao-quyen'")
        seal(connection)
    shown = canang("--db", str(newer), "xem", "TDC-01.2")
    assert (shown.code, shown.err) == (0, "")
    assert "Sắp hết hiệu lực: 132/2025/NĐ-CP" in shown.out


def test_an_entry_that_ended_says_why_at_the_top(canang: Canang) -> None:
    ended = "Hết áp dụng sau ngày 19/9/2026: từ 20/9/2026 không còn Giấy xác nhận"
    above = " ".join(canang("xem", "TDC-10.1", "--ngay", "2026-11-26").out.partition("Ai quyết định")[0].split())
    assert ended in above
    assert "Hết áp dụng" not in canang("xem", "TDC-10.1", "--ngay", "2026-09-19").out


def test_a_note_on_what_an_edition_brought_is_no_reason_for_its_end(canang: Canang) -> None:
    entry = json.loads(canang("xem", "NLNT-02.1", "--ngay", "2027-03-01", "--json").out)
    assert entry["status"] == "het-hieu-luc"
    assert "Hết áp dụng sau ngày 28/02/2027." in canang("xem", "NLNT-02.1", "--ngay", "2027-03-01").out


def test_what_nobody_checked_against_the_law_says_so_before_anything_else(canang: Canang) -> None:
    listed = json.loads(canang("danh-sach", "--thu-tuc", "--json").out)
    standing = {item["id"]: item["verification"] for item in listed if item["status"] == "hieu-luc"}
    for level, told in (("chua-doi-chieu", True), ("van-ban", False)):
        reference = next(id for id, found in standing.items() if found == level)
        above = canang("xem", reference).out.partition("Ai quyết định")[0]
        assert ("Chưa đối chiếu với nguyên văn" in above) is told


def test_a_task_marks_which_of_its_procedures_are_not_to_be_done_on_the_day(canang: Canang) -> None:
    def marked(day: str) -> dict[str, str]:
        shown = canang("xem", "TDC-03", "--ngay", day, "--json")
        return {procedure["id"]: procedure["status"] for procedure in json.loads(shown.out)["procedures"]}

    assert (marked("2025-11-13")["TDC-03.1"], marked("2025-11-13")["TDC-03.6"]) == ("hieu-luc", "chua-hieu-luc")
    assert (marked("2026-11-25")["TDC-03.1"], marked("2026-11-25")["TDC-03.6"]) == ("het-hieu-luc", "hieu-luc")
    shown = canang("xem", "TDC-03", "--ngay", "2026-11-25").out
    assert "(hết áp dụng sau ngày 30/6/2026)" in shown
    assert shown.index("TDC-03.6:") < shown.index("TDC-03.1:")


def test_a_document_is_in_force_on_one_day_and_not_on_another(canang: Canang) -> None:
    def in_force(day: str) -> bool:
        answer: bool = json.loads(canang("van-ban", "132/2025", "--ngay", day, "--json").out)["in_force"]
        return answer

    assert [in_force(day) for day in ("2025-06-30", "2025-07-01", "2027-02-28", "2027-03-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_document_that_another_has_replaced_is_not_told_as_in_force(canang: Canang) -> None:
    """Nobody has a source for the day: in force until the later one was issued, then not known."""
    shown = " ".join(canang("van-ban", "24/2013/TT-BKHCN").out.split())
    assert "Đã được 54/2025/TT-BKHCN thay, chưa có nguồn về ngày thay" in shown
    assert "Còn hiệu lực" not in shown
    assert json.loads(canang("van-ban", "24/2013/TT-BKHCN", "--json").out)["in_force"] is None
    assert "Còn hiệu lực ngày 30/12/2025" in canang("van-ban", "24/2013/TT-BKHCN", "--ngay", "2025-12-30").out
    resting = " ".join(canang("xem", "TDC-06.1").out.split())
    assert "Dựa trên 24/2013/TT-BKHCN, đã được 54/2025/TT-BKHCN thay, chưa có nguồn về ngày thay" in resting
    assert "đã được 54/2025" not in " ".join(canang("xem", "TDC-06.1", "--ngay", "2025-11-13").out.split())


def test_a_document_says_from_when_another_has_replaced_it(canang: Canang) -> None:
    assert "KHÔNG có hiệu lực ngày 29/11/2026: 37/2026/NĐ-CP thay từ 01/7/2026" in " ".join(
        canang("van-ban", "132/2008/NĐ-CP", "--ngay", "2026-11-29").out.split()
    )


@pytest.mark.parametrize("day", ["13/11/2025", "13-11-2025", "2025-11-13"])
def test_a_day_is_read_as_people_write_it(canang: Canang, day: str) -> None:
    assert canang("xem", "CDS-02.2", "--ngay", day).out == canang("xem", "CDS-02.2", "--ngay", "2025-11-13").out


def test_a_document_tells_what_rests_on_it(canang: Canang) -> None:
    found = json.loads(canang("van-ban", "thông tư 28/2013", "--json").out)
    resting = {entry["id"]: entry["articles"] for entry in found["entries"]}
    assert "TDC-01.2" in resting
    assert resting["TDC-01.2"]


def test_an_amended_article_is_named_from_the_day_of_the_amendment(canang: Canang) -> None:
    said = "Điều 73, 75 Nghị định 37/2026/NĐ-CP – sửa bởi Nghị quyết 20/2026/NQ-CP"
    assert said in " ".join(canang("xem", "TDC-09.1").out.split())
    assert "Điều đã được sửa" not in canang("xem", "TDC-09.1", "--ngay", "2026-06-30").out
    # An entry that cites the amendment has taken it in already.
    assert "Điều đã được sửa" not in canang("xem", "TDC-09.4").out
    cited = json.loads(canang("xem", "TDC-09.1", "--json").out)["citations"]
    assert {item["amended_by"] for item in cited if item["article"] == "75"} == {"20/2026/NQ-CP"}


def test_a_rule_that_had_not_begun_is_not_called_ended(canang: Canang) -> None:
    shown = canang("xem", "TDC-16.1", "--ngay", "2026-08-01").out
    assert "! Có phần chưa có hiệu lực ngày 01/8/2026: 47/2026/TT-BKHCN (từ 20/9/2026)." in shown
    assert "không còn hiệu lực" not in shown
    assert "chưa có hiệu lực" not in canang("xem", "TDC-16.1", "--ngay", "2026-10-01").out
