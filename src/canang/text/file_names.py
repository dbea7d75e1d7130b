"""Names that a file may have on every system."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from canang.text.fold import fold

LONGEST = 120
"""Characters of a name: with the folders above it, it stays below what Windows takes."""

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def file_name(said: str) -> str:
    """A file's name made of the one that was sent: no folders, no signs that a system forbids, nobody's own word.

    >>> file_name("../../Quyết định 12.docx")
    'Quyết định 12.docx'
    >>> file_name(r"C:\\scan\\anh?.jpg")
    'anh.jpg'
    >>> file_name("aux.txt")
    'tep-aux.txt'
    >>> file_name("..")
    'tep'
    """
    bare = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", said)).name).name
    kept = "".join(letter for letter in bare if letter.isalnum() or letter in " ._-()").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    short = stem[: LONGEST - len(ending[:12])].rstrip(" .")
    whole = f"{short}{dot}{ending[:12]}" if short else ending[:12]
    return f"tep-{whole}" if is_reserved(whole) else whole or "tep"


def untaken(stem: str, ending: str, taken: set[str]) -> str:
    """``stem.ending``, with a number behind the stem where a system might hold it for a name that is taken.

    Args:
        taken: the names given so far, in small letters; the one that is given joins them.

    >>> taken = {"a.pdf"}
    >>> untaken("A", "pdf", taken), untaken("a", "pdf", taken)
    ('A-2.pdf', 'a-3.pdf')
    """
    name, number = f"{stem}.{ending}", 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}.{ending}"
    taken.add(name.lower())
    return name


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device, whatever its ending.

    >>> is_reserved("Aux.pdf"), is_reserved("aux-1.pdf")
    (True, False)
    """
    return fold(name.partition(".")[0]).strip() in _RESERVED
