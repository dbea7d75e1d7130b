"""The codes of the TCVN3 (ABC) and VNI-Windows fonts, from Unicode and back.

They are those of TCVN 5712:1993 (VN3) and of the VNI-Windows fonts, as the letters of cp1252 that a program which does
not know the font shows for them.
"""

import re
import unicodedata

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
_VNI_PARTS = "|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True))
"""A pattern that few texts are held against: ``re`` compiles it for the first."""


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
    return re.sub(_VNI_PARTS, lambda found: _FROM_VNI[found[0]], text)
