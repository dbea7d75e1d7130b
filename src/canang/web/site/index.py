"""What leads to the pages: the index A–Z, and the words among which the search box of the pages looks."""

import json
from collections.abc import Callable

import msgspec

from canang.catalog.labels import LEVELS, NO_LEVEL
from canang.text.fold import fold
from canang.text.visible import visible
from canang.web.site.gathered import Gathered

NAME_OF_INDEX = "tinh/danh-muc.js"
"""The file of the words. It sets a variable: no page of a folder may fetch."""


class Line(msgspec.Struct, frozen=True):
    """A word and the entries that it leads to, each as its id and name."""

    word: str
    entries: tuple[tuple[str, str], ...]


def alphabet(gathered: Gathered) -> dict[str, list[Line]]:
    """The index: the everyday words, and the names of entries that have none, under their first letters."""
    found: dict[str, dict[str, str]] = {}
    for each in gathered.read:
        for word in gathered.spoken.everyday.get(each.entry.id) or [each.entry.name]:
            found.setdefault(word, {})[each.entry.id] = each.entry.name
    letters: dict[str, list[Line]] = {}
    for word in sorted(found, key=lambda word: (_order(word), fold(word), word)):
        letters.setdefault(_letter(word), []).append(Line(word, tuple(found[word].items())))
    return letters


def _letter(word: str) -> str:
    first = word.strip()[:1].upper()
    if first == "Đ":
        return first
    plain = fold(first)[:1].upper()
    return plain if "A" <= plain <= "Z" else "0–9"


def _order(word: str) -> str:
    letter = _letter(word)
    return "D~" if letter == "Đ" else letter


def search_words(gathered: Gathered, file: Callable[..., str]) -> bytes:
    """The words of every entry and document as JavaScript that sets ``CAM_NANG``.

    Args:
        file: the file of an address within the folder.
    """
    spoken = gathered.spoken
    entries = [
        [
            each.entry.id,
            visible(each.entry.name),
            visible(each.entry.authority or LEVELS.get(each.entry.level or "", NO_LEVEL)),
            file("thu-tuc", each.entry.id),
            _folded(spoken.everyday.get(each.entry.id, [])),
            _folded(spoken.utterances.get(each.entry.id, [])),
        ]
        for each in gathered.read
    ]
    documents = [
        [each.document.number, visible(each.document.title), each.document.type, file("van-ban", each.document.number)]
        for each in gathered.documents
    ]
    held = {"entries": entries, "documents": documents, "meanings": spoken.meanings}
    return f"var CAM_NANG = {json.dumps(held, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _folded(said: list[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(fold(text).split()) for text in said))
