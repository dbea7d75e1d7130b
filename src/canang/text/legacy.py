"""Text out of old Word files: TCVN3 (ABC) and VNI-Windows fonts, recognised and turned into Unicode."""

import re
import unicodedata
from collections.abc import Callable

from canang.text.syllables import is_syllable

_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_AMONG_CAPITALS = re.compile("(?<=[A-Z])Ð|Ð(?=[A-Z])")
"""TCVN3 has no small letter among capitals (NÐ-CP)."""
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
"""Letters of Vietnamese that no byte of cp1252 shows."""
_NO_LETTERS = re.compile(r"[\s0-9!-/:-@\[-`{-~“”‘’…–—]+")


def to_unicode(text: str) -> str:
    """Text as it was meant, by the evidence of all of it; as it stands where in doubt.

    A letter that only Unicode has (ơ, ạ, ế) says that the text is Unicode; another code must make Vietnamese words of
    nearly all words with strange letters, at least one of them a word that no single sign makes. U+00D0, which some
    keyboards put for Đ, is a letter of TCVN3 as well.

    >>> to_unicode("®o l­êng x¨ng dÇu"), to_unicode("đo lường"), to_unicode("café"), to_unicode("3×4 m")
    ('đo lường xăng dầu', 'đo lường', 'café', '3×4 m')
    """
    if text.isascii():
        return text
    text = _AMONG_CAPITALS.sub("Đ", text)
    plain = text.translate(_ETH)
    composed = unicodedata.normalize("NFC", plain)
    words = [word for word in _NO_LETTERS.split(composed) if word and not word.isascii() and any(map(_letter, word))]
    if any(_UNICODE_ONLY.search(word) and is_syllable(word.lower()) for word in words):
        return plain
    from canang.text.font_codes import from_tcvn3, from_vni_windows  # noqa: PLC0415  few texts may be of an old font

    best, kept = _vietnamese(plain), plain
    for read in (from_tcvn3, from_vni_windows):
        reading = read(text)
        score = _vietnamese(reading)
        # A single foreign word is no reason to take a text for another code.
        if score > best and score >= 0.75 and _made(text, read):
            best, kept = score, reading
    return kept


def _made(text: str, read: Callable[[str], str]) -> bool:
    """Whether a code makes words of what was none: of all such words but a quarter, and one of two letters at least."""
    strange = [word for word in _NO_LETTERS.split(text) if word and not word.isascii()]
    strange = [word for word in strange if not is_syllable(word.translate(_ETH).lower())]
    strange = [word for word in strange if not (len(word) > 1 and read(word).isupper())]
    made = [word for word in strange if (turned := read(word)) != word and is_syllable(turned.lower())]
    whole = [word for word in made if len(read(word)) > 1 and any(char.isascii() and char.isalpha() for char in word)]
    return bool(whole) and len(made) >= 0.75 * len(strange)


def _letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L"


def _vietnamese(text: str) -> float:
    """The share of words that can be Vietnamese, counting only words that are not plain ASCII."""
    words = [word for word in _NO_LETTERS.split(text) if word and not word.isascii()]
    return sum(is_syllable(unicodedata.normalize("NFC", word).lower()) for word in words) / len(words) if words else 0.0
