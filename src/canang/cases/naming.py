"""Which item, and which answer, somebody means who types words instead of pressing keys."""

import re

from canang.cases.walk import Item, State, every_item
from canang.catalog.model import Entry
from canang.text.fold import fold

_PLACE = re.compile(r"(buoc|b|giay to|giay|ho so|g|h)[ ._-]*(\d{1,3})")
_STATES = {
    "xong": State.DONE, "dat": State.DONE, "x": State.DONE, "done": State.DONE,
    "khong dat": State.NOT_MET, "l": State.NOT_MET, "not met": State.NOT_MET,
    "khong ap dung": State.NOT_APPLICABLE, "k": State.NOT_APPLICABLE, "not applicable": State.NOT_APPLICABLE,
    "de sau": State.LATER, "s": State.LATER, "later": State.LATER,
}  # fmt: skip
STATE_WORDS = ("xong", "khong-dat", "khong-ap-dung", "de-sau")
"""How each state is typed."""


def named_items(entry: Entry, items: tuple[Item, ...], asked: str) -> list[Item]:
    """The items and papers that words may mean; one where they are clear."""
    every, plain = list(every_item(items)), fold(asked).strip()
    exact = [item for item in every if item.id == plain]
    if exact:
        return exact
    if place := _PLACE.fullmatch(plain):
        step = place[1].startswith("b")
        part, of_entry = ("step", entry.steps) if step else ("dossier", entry.dossier)
        keys = [each.key for each in of_entry if each.order == int(place[2])]
        return [item for item in every if item.part == part and item.key in keys]
    if plain.isdigit():
        return [items[int(plain) - 1]] if 0 < int(plain) <= len(items) else []
    return [item for item in every if item.key == plain]


def read_state(asked: str) -> State | None:
    """The state that words mean, with or without marks and hyphens; None where they mean none.

    >>> read_state("Không đạt")
    <State.NOT_MET: 'not-met'>
    """
    return _STATES.get(" ".join(fold(asked).replace("-", " ").split()))
