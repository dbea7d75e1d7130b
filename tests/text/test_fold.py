"""Folding gives one spelling for all the ways of writing a word."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from canang.text.fold import fold, marked_words, words


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
def test_words_are_ascii_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in words(text))


def test_every_vietnamese_letter_folds_to_its_plain_one() -> None:
    assert fold("ĂẮẰẲẴẶÂẤẦẨẪẬ ĐƠỚỜỞỠỢƯỨỪỬỮỰ ỳýỷỹỵ") == "aaaaaaaaaaaa doooooouuuuuu yyyyy"


def test_marked_words_keep_their_marks() -> None:
    assert marked_words("Đo LƯỜNG, x-quang") == ["đo", "lường", "x", "quang"]
