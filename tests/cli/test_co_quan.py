"""An office says once what only it knows, and finds it where it is asked: on the screen, on paper, in the browser."""

import json
from pathlib import Path

import pytest
from tests.conftest import Canang
from tests.web.conftest import site_of

SAID = (
    "--ten", "ỦY BAN NHÂN DÂN XÃ AN BÌNH", "--cap", "tinh", "--tiep-nhan", "Trung tâm Phục vụ hành chính công",
    "--dien-thoai", "0214 3888 888", "--tai-khoan", "3511.0.1", "--nguoi-ky", "Phó Chủ tịch ký thay",
)  # fmt: skip


APPLIED_FOR, INSPECTED = "BC-01.1", "TDC-01.2"
"""A procedure of a province that is applied for, and an inspection by a commune."""


def test_it_is_shown_at_every_entry_of_its_level_and_at_no_other(canang: Canang) -> None:
    before = canang("xem", APPLIED_FOR).out
    assert "Chưa ghi gì" in canang("co-quan").out
    assert canang("co-quan", *SAID).code == 0
    for command in (("xem",), ("xem", "--day-du"), ("checklist",)):
        words = " ".join(canang(command[0], APPLIED_FOR, *command[1:]).out.split())
        assert "Điện thoại 0214 3888 888; nộp tại Trung tâm Phục vụ hành chính công" in words
        assert "phí, lệ phí vào 3511.0.1" in words
    assert "0214 3888 888" not in canang("xem", INSPECTED).out
    # What programs read is the law's alone.
    assert "0214" not in canang("xem", APPLIED_FOR, "--json").out
    canang("co-quan", "--cap", "xa")
    assert canang("xem", APPLIED_FOR).out == before
    assert "0214 3888 888" in canang("xem", INSPECTED).out


def test_an_inspection_has_no_counter_and_who_signs_is_told_where_the_committee_decides(canang: Canang) -> None:
    canang("co-quan", *SAID, "--cap", "xa")
    inspection = " ".join(canang("xem", INSPECTED).out.split())
    assert "Trung tâm Phục vụ" not in inspection and "3511" not in inspection
    assert "Điện thoại 0214 3888 888" in inspection


def test_it_is_printed(canang: Canang, tmp_path: Path) -> None:
    canang("co-quan", *SAID)
    for form in ("md", "html"):
        assert canang("export", APPLIED_FOR, "-o", str(tmp_path / f"a.{form}")).code == 0
        assert "0214 3888 888" in (tmp_path / f"a.{form}").read_text(encoding="utf-8")
    assert canang("export", APPLIED_FOR, "--khung", "-o", str(tmp_path / "a.pdf")).code == 0


def test_what_is_not_named_stays_and_what_is_empty_goes(canang: Canang) -> None:
    canang("co-quan", *SAID)
    canang("co-quan", "--dien-thoai", "", "--noi", "An Bình")
    kept = json.loads(canang("co-quan", "--json").out)
    assert (kept["dien_thoai"], kept["noi"], kept["tai_khoan"]) == (None, "An Bình", "3511.0.1")


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--dien-thoai", "1"), "Chưa ghi tên cơ quan"),
        (("--ten", "A", "--cap", "huyen"), "xa hoặc tinh"),
        (("--ten", "A" * 501), "dài quá"),
        (("--ten", "A", "--trang", "javascript:alert(1)"), "không phải một địa chỉ"),
        (("--ten", "A", "--logo", "khong-co.png"), "biểu trưng"),
        (("--tu", "khong-co.toml"), "khung.toml"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    canang: Canang, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = canang("co-quan", *arguments)
    assert done.code == 2 and said in done.err, done.err
    assert not (tmp_path / "home" / "khung.toml").exists()


def test_a_file_that_cannot_be_read_keeps_nobody_from_reading_the_law(canang: Canang, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "khung.toml").write_text("co_quan = [", encoding="utf-8")
    done = canang("xem", "TDC-01.2")
    assert done.code == 0 and "khung.toml" in done.err
    assert canang("co-quan", "--ten", "A").code == 2


def test_a_province_hands_its_communes_the_file(canang: Canang, tmp_path: Path) -> None:
    canang("co-quan", *SAID)
    done = canang("co-quan", "--tu", str(tmp_path / "home" / "khung.toml"), CANANG_HOME=str(tmp_path / "khác"))
    assert done.code == 0 and "0214 3888 888" in done.out


def test_text_from_outside_stays_text(canang: Canang, tmp_path: Path) -> None:
    said = 'A "B" \\ \x1b[31m\u202e<script>\nc'
    assert canang("co-quan", "--ten", said, "--cap", "xa", "--dien-thoai", said).code == 0
    assert "\x1b" not in canang("xem", "TDC-01.2").out
    page = site_of(tmp_path / "home").enter().get("/thu-tuc/TDC-01.2").text
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_the_form_in_the_browser(tmp_path: Path) -> None:
    client = site_of(tmp_path / "home").enter()
    assert "Cơ quan của tôi" in client.get("/don-vi").text
    wrong = client.post("/don-vi", data={"co_quan": "", "dien_thoai": "0214 3888 888"})
    assert wrong.status_code == 400 and "Chưa ghi tên cơ quan" in wrong.text and "0214 3888 888" in wrong.text
    saved = client.post("/don-vi", data={"co_quan": "UBND xã A", "cap": "xa", "dien_thoai": "0214 3888 888"})
    assert "Đã lưu" in saved.text and 'value="0214 3888 888"' in saved.text
    assert "0214 3888 888" in client.get("/thu-tuc/TDC-01.2").text


def test_what_was_answered_is_kept_at_once_and_what_cannot_be_is_asked_again(canang: Canang) -> None:
    typed = "\nUBND xã A\n\nhuyện\nxa\nAn Bình\n"  # and then the input ends
    asked = canang("co-quan", stdin=typed, terminal=True)
    assert "Chưa ghi tên cơ quan" in asked.out and "Ghi xa hoặc tinh" in asked.out
    kept = json.loads(canang("co-quan", "--json").out)
    assert (kept["co_quan"], kept["cap"], kept["noi"], kept["dien_thoai"]) == ("UBND xã A", "xa", "An Bình", None)
    again = canang("co-quan", stdin="\n-\n\n-\n", terminal=True)
    assert again.code == 0
    assert json.loads(canang("co-quan", "--json").out)["noi"] is None
