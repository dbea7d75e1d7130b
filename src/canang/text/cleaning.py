"""Text from somebody else's file as it was meant: one spelling for letters, spaces and hyphens that only look alike."""

import re
import unicodedata

from canang.text.legacy import to_unicode

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
_UNSEEN += "\u2064\u2066\u2067\u2068\u2069\ufeff\ufffc"
_TABLE = (
    dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _BREAKS), "\n")
    | dict.fromkeys(map(ord, _HYPHENS), "-")
    | dict.fromkeys(map(ord, _UNSEEN), None)
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D}
    | dict.fromkeys((0x0110, 0x00D0, 0x0189), "Đ")
    | dict.fromkeys((0x0111, 0x00F0, 0x0256), "đ")
    # The bullets of the fonts Symbol and Wingdings, where Word keeps them for itself.
    | dict.fromkeys((0xF02D, 0xF0A7, 0xF0B7, 0xF0D8, 0xF076, 0xF0FC, 0xF0E0), "-")
    | {0xF0B0: "°", 0xF0B1: "±", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B4: "×", 0xF0A8: "□", 0xF06F: "□", 0xF0FE: "☑"}
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Text in NFC and Unicode, whatever font it was typed in, with plain spaces, hyphens and digits.

    A break within a paragraph becomes a line's end; what nobody sees (soft hyphens, zero-width signs) goes.

    >>> clean("Ðo\\u00a0lường 105/2016/NÐ\\u2011CP")
    'Đo lường 105/2016/NĐ-CP'
    """
    if text.isascii():
        return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE))
    # The soft hyphen is a letter of TCVN3, so what does not show goes only after the code is known.
    readable = "\n".join(to_unicode(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return unicodedata.normalize("NFC", _CONTROLS.sub("", readable.translate(_TABLE)))


def clean_line(text: str) -> str:
    """The same on one line, without double spaces.

    >>> clean_line(" Tên  thủ tục\\nhành chính ")
    'Tên thủ tục hành chính'
    """
    return " ".join(clean(text).split())
