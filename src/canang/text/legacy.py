"""Text out of old Word files: TCVN3 (ABC) and VNI-Windows fonts, recognised and turned into Unicode, and back.

The codes are those of TCVN 5712:1993 (VN3) and of the VNI-Windows fonts, as the letters of cp1252 that a program
which does not know the font shows for them.
"""

import re
import unicodedata
from collections.abc import Callable

from canang.text.syllables import is_syllable

_UNICODE = (
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ "
    "ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ"
).split()
_TCVN3_CODES = (
    "µ ¸ ¶ · ¹ ¨ » ¾ ¼ ½ Æ © Ç Ê È É Ë ® Ì Ð Î Ï Ñ ª Ò Õ Ó Ô Ö × Ý Ø Ü Þ ß ã á â ä « å è æ ç é ¬ ê í ë ì î "
    "ï ó ñ ò ô \xad õ ø ö ÷ ù ú ý û ü þ"
).split(" ")
_VNI_CODES = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï "
    "oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î"
).split()
_TO_TCVN3 = dict(zip(_UNICODE, _TCVN3_CODES, strict=True))
_FROM_TCVN3 = {code: letter for letter, code in _TO_TCVN3.items()}
_TCVN3_CAPITALS = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
_FROM_TCVN3 |= {code: letter for letter, code in _TCVN3_CAPITALS.items()}
_TO_VNI = dict(zip(_UNICODE, _VNI_CODES, strict=True))
_TO_VNI |= {letter.upper(): code.upper() for letter, code in _TO_VNI.items()}
_FROM_VNI = {code: letter for letter, code in _TO_VNI.items()}
_FROM_VNI |= {code[0].upper() + code[1]: letter.upper() for code, letter in list(_FROM_VNI.items()) if len(code) == 2}
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))
_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_AMONG_CAPITALS = re.compile("(?<=[A-Z])Ð|Ð(?=[A-Z])")
"""TCVN3 has no small letter among capitals (NÐ-CP)."""
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
"""Letters of Vietnamese that no byte of cp1252 shows."""
_NO_LETTERS = re.compile(r"[\s0-9!-/:-@\[-`{-~“”‘’…–—]+")


def to_tcvn3(text: str) -> str:
    """Unicode text in the codes of a TCVN3 font; capitals with a tone become small, as that font has none."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        _TCVN3_CAPITALS.get(char) or _TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in composed
    )


def to_vni_windows(text: str) -> str:
    """Unicode text in the codes of a VNI-Windows font."""
    return "".join(_TO_VNI.get(char, char) for char in unicodedata.normalize("NFC", text))


def from_tcvn3(text: str) -> str:
    """Text in TCVN3 codes as Unicode; other characters stay."""
    return "".join(_FROM_TCVN3.get(char, char) for char in text)


def from_vni_windows(text: str) -> str:
    """Text in VNI-Windows codes as Unicode; other characters stay."""
    return _VNI_PARTS.sub(lambda found: _FROM_VNI[found[0]], text)


def to_unicode(text: str) -> str:
    """Text as it was meant, by the evidence of all of it; as it stands where in doubt.

    A letter that only Unicode has (ơ, ạ, ế) says that the text is Unicode; another code must make Vietnamese words of
    nearly all words with strange letters, at least one of them a word that no single sign makes. U+00D0, which some
    keyboards put for Đ, is a letter of TCVN3 as well.

    >>> to_unicode(to_tcvn3("đo lường xăng dầu")), to_unicode("đo lường"), to_unicode("café"), to_unicode("3×4 m")
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
