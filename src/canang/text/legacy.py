"""Text out of old Word files: TCVN3 (ABC) and VNI-Windows fonts, recognised and turned into Unicode, and back.

The codes are those of TCVN 5712:1993 (VN3) and of the VNI-Windows fonts, as the letters of cp1252 that a program
which does not know the font shows for them.
"""

import re
import unicodedata

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
    """Text as it was meant: the reading, of the three, that makes most words Vietnamese; as it stands where in doubt.

    >>> to_unicode(to_tcvn3("đo lường xăng dầu")), to_unicode("đo lường"), to_unicode("café")
    ('đo lường xăng dầu', 'đo lường', 'café')
    """
    if text.isascii():
        return text
    readings = (text, from_tcvn3(text), from_vni_windows(text))
    scores = [_vietnamese(reading) for reading in readings]
    best = max(scores)
    # A single foreign word is no reason to take a text for another code.
    return readings[scores.index(best)] if best > scores[0] and best >= 0.75 else text


def _vietnamese(text: str) -> float:
    """The share of words that can be Vietnamese, counting only words that are not plain ASCII."""
    words = [word for word in _NO_LETTERS.split(text) if word and not word.isascii()]
    return sum(is_syllable(unicodedata.normalize("NFC", word).lower()) for word in words) / len(words) if words else 0.0
