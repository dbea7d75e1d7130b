"""The bytes of a text file as text, whichever of the codes of Vietnamese Windows it was saved in."""

import unicodedata

from canang.text.legacy import to_unicode
from canang.text.syllables import is_syllable


def decode(content: bytes) -> str:
    """Text from UTF-8 or UTF-16, with or without a mark, else from cp1258 or the codes of an old font.

    >>> decode("đo lường".encode("utf-16")), decode("kiểm định".encode())
    ('đo lường', 'kiểm định')
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    zeros = content[:2000]
    if zeros.count(0) > len(zeros) // 8:
        little = zeros[1::2].count(0) >= zeros[::2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        windows = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
        fonts = "\n".join(to_unicode(line) for line in content.decode("cp1252", errors="replace").splitlines())
        utf8 = content.decode("utf-8", errors="replace")
        return max(windows, fonts, utf8, key=_vietnamese)


def _vietnamese(text: str) -> float:
    words = [word for word in text.lower().split() if not word.isascii()]
    return sum(is_syllable(word.strip(".,;:?!()\"'“”")) for word in words) / len(words) if words else 0.0
