"""Text out of old fonts is recognised and read; text in Unicode is never touched."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Canang

from canang.text.font_codes import from_tcvn3, from_vni_windows, to_tcvn3, to_vni_windows
from canang.text.legacy import to_unicode

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ 0123456789,.()"


@given(st.text(alphabet=LETTERS))
def test_what_was_put_into_an_old_font_comes_back(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text)) == text


@given(st.lists(st.sampled_from("đo lường xăng dầu kiểm định thuỷ giấy phép quyền".split()), min_size=4, unique=True))
def test_words_in_either_old_font_are_recognised(parts: list[str]) -> None:
    text = " ".join(parts)
    assert from_vni_windows(to_vni_windows(text)) == text
    assert to_unicode(to_tcvn3(text)) == text
    assert to_unicode(to_vni_windows(text)) == text


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("®o l­êng x¨ng dÇu", "đo lường xăng dầu"),
        ("GiÊy phÐp", "Giấy phép"),
        ("ño löôøng xaêng daàu", "đo lường xăng dầu"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ],
)
def test_lines_as_word_shows_them_without_the_font(shown: str, meant: str) -> None:
    assert to_unicode(shown) == meant


@pytest.mark.parametrize("text", ["Đo lường xăng dầu", "café crème", "naïve", "Úc, Áo", "", "28/2013/TT-BKHCN", "®"])
def test_text_that_is_unicode_already_is_not_touched(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert to_unicode(unicodedata.normalize(form, text)) == unicodedata.normalize(form, text)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    to_unicode(text)


@pytest.mark.parametrize("query", ["®o l­êng x¨ng dÇu", "ño löôøng xaêng daàu"])
def test_a_line_pasted_out_of_an_old_word_file_finds_its_procedure(canang: Canang, query: str) -> None:
    assert json.loads(canang("tim", query, "--json").out)[0]["id"] == "TDC-01.2"
