"""The bytes of a text file as text, whichever of the codes of Vietnamese Windows it was saved in."""

import unicodedata

from canang.text.legacy import to_unicode
from canang.text.syllables import is_syllable


def decode(content: bytes) -> str:
    """Text from UTF-8 or UTF-16, with or without a mark, else from cp1258 or the codes of an old font.

    >>> decode("đo lường".encode("utf-16")), decode("kiểm định".encode())
    ('đo lường', 'kiểm định')
    """
    if wide := wide_code(content[:2000]):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        windows = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
        fonts = "\n".join(to_unicode(line) for line in content.decode("cp1252", errors="replace").splitlines())
        utf8 = content.decode("utf-8", errors="replace")
        return max(windows, fonts, utf8, key=_vietnamese)


def wide_code(beginning: bytes) -> str | None:
    """Which kind of UTF-16 a file is in, by its mark or its many zeros; None where it is none."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if beginning.count(0) <= len(beginning) // 8:
        return None
    return "utf-16-le" if beginning[1::2].count(0) >= beginning[::2].count(0) else "utf-16-be"


def _vietnamese(text: str) -> float:
    words = [word for word in text.lower().split() if not word.isascii()]
    return sum(is_syllable(word.strip(".,;:?!()\"'“”")) for word in words) / len(words) if words else 0.0
