"""Text that only looks like Vietnamese Unicode, and text that must not be taken for another code."""

import pytest

from canang.text.cleaning import clean, clean_line
from canang.text.fold import fold
from canang.text.font_codes import to_tcvn3, to_vni_windows
from canang.text.legacy import to_unicode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ðo lường thử", "Đo lường thử"),
        ("Ðo", "Đo"),
        ("105/2016/NÐ-CP", "105/2016/NĐ-CP"),
        ("105/2016/NĐ\u2011CP", "105/2016/NĐ-CP"),
        ("ÐỐI TƯỢNG", "ĐỐI TƯỢNG"),
        ("hồ\u00a0sơ\u200b gốc\u00ad", "hồ sơ gốc"),
        ("một\u2028hai\x0bba\r\nbốn", "một\nhai\nba\nbốn"),
        ("１．００１７８６", "1.001786"),
        ("\uf0b7 Tờ khai", "- Tờ khai"),
        ("ê\u0301", "ế"),
    ],
)
def test_signs_that_look_alike_become_what_was_meant(typed: str, meant: str) -> None:
    assert clean(typed) == meant
    assert clean(clean(typed)) == clean(typed)


@pytest.mark.parametrize(
    "text",
    ["3×4", "½ ngày", "Kích thước 3×4 cm", "±0,5 °C", "10 µg", "40 µSv/h", "café", "Señor Muñoz", "số ¼", "20 m² × 3",
     "ảnh 4×6 (¾ khổ)", "Ø 20", "à"],
)  # fmt: skip
def test_one_strange_sign_makes_no_other_code(text: str) -> None:
    assert to_unicode(text) == text
    assert clean(text) == text


@pytest.mark.parametrize("meant", ["Giấy phép khai thác", "Đất đai", "Thẻ", "Nghị định số 105/2016/NĐ-CP", "phép đo"])
def test_old_fonts_are_known_by_the_whole_text(meant: str) -> None:
    assert clean(to_tcvn3(meant)) == meant
    assert clean(to_vni_windows(meant)) == meant


def test_a_letter_that_looks_like_d_folds_as_d() -> None:
    assert fold("Ðăng ký ðo") == fold("Đăng ký đo") == "dang ky do"


def test_a_heading_of_two_lines_is_one() -> None:
    assert clean_line("Tên\u00a0 thủ tục\nhành chính ") == "Tên thủ tục hành chính"
