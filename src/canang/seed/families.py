"""Families: what the variants of one licence share is written once and each variant says only what differs.

A file ``families/NAME.yaml`` holds parts of a ``task`` and of a ``procedure``, and may itself belong to a ``family``.
A task names its family and its procedures follow it unless they name another; ``with`` gives the words that stand
for ``{word}`` in any text of the family or of the entry itself. Its ``pieces`` are of ``canang.seed.pieces``, which
puts them in before anything is laid over anything.
"""

import re
from typing import Any, TypeGuard

_KEYED = {"steps": "key", "dossier": "key", "forms": "code"}
"""Lists whose items are told apart by a key, so that a variant can change one of them."""

JOINED = frozenset({"words", "sources", "conditions", "notes"})
"""Lists to which a variant adds."""

_WORD = re.compile(r"\{(\w+)\}")


class BadFamily(ValueError):
    """A family cannot be applied; ``str()`` says why in Vietnamese."""


class Families:
    """The families of a seed, each with its parents already beneath it."""

    def __init__(self, files: dict[str, dict[str, Any]]) -> None:
        self._files = files

    def apply(self, part: str, family: str | None, words: dict[str, str], own: dict[str, Any]) -> dict[str, Any]:
        """A task or procedure whole: its family's part, with its own laid over and every ``{word}`` put in.

        Args:
            part: ``task`` or ``procedure``.
            words: what the entry's ``with`` says.

        Raises:
            BadFamily: no such family, families in a circle, a key or a word that nothing gives.
        """
        for base in self._line(family) if family else ():
            own = _laid_over(base.get(part) or {}, own)
            words = {**{key: str(value) for key, value in (base.get("with") or {}).items()}, **words}
        filled: dict[str, Any] = _filled(_settled(own), words)
        return filled

    def _line(self, name: str) -> list[dict[str, Any]]:
        """A family and its ancestors, nearest first."""
        line: list[str] = []
        current: str | None = name
        while current:
            if current in line:
                raise BadFamily(f"các họ “{', '.join(line)}” dẫn vòng tròn")
            if current not in self._files:
                raise BadFamily(f"không có họ “{current}” trong families/")
            line.append(current)
            current = self._files[current].get("family")
        return [self._files[each] for each in line]


def _laid_over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """``own`` over ``base``: a keyed list item by item, a joined list added to, a mapping key by key."""
    result = dict(base)
    for key, value in own.items():
        below = base.get(key)
        if key in _KEYED and _of_items(below) and _of_items(value):
            result[key] = _items_laid_over(below, value, _KEYED[key])
        elif key in JOINED and isinstance(below, list) and isinstance(value, list):
            result[key] = [*value, *(item for item in below if item not in value)]
        elif isinstance(below, dict) and isinstance(value, dict):
            result[key] = _laid_over(below, value)
        else:
            result[key] = value
    return result


def _of_items(value: Any) -> TypeGuard[list[Any]]:
    """Whether it is a list of items with keys; a step's ``forms`` are only the codes of its forms."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _items_laid_over(base: list[Any], own: list[Any], key: str) -> list[Any]:
    """Items of the same key changed in place; new ones where ``after`` or ``before`` names an item, else at the end."""
    result = [dict(item) for item in base]
    for item in own:
        same = next((i for i, kept in enumerate(result) if kept.get(key) == item.get(key)), None)
        if same is not None:
            result[same] = _laid_over(result[same], item)
            continue
        result.insert(_place(result, item, key), dict(item))
    return result


def _place(items: list[Any], item: dict[str, Any], key: str) -> int:
    """The index at which a new item goes."""
    for word, step in (("after", 1), ("before", 0)):
        if word in item:
            for index, kept in enumerate(items):
                if kept.get(key) == item[word]:
                    return index + step
            raise BadFamily(f"“{word}: {item[word]}” không trỏ tới mục nào của họ")
    return len(items)


def _settled(raw: dict[str, Any]) -> dict[str, Any]:
    """Without the items that a variant drops, and without the words that only say where an item goes."""
    result = dict(raw)
    for key in _KEYED:
        if isinstance(result.get(key), list):
            result[key] = [
                {name: value for name, value in item.items() if name not in {"after", "before", "drop"}}
                for item in result[key]
                if isinstance(item, dict) and not item.get("drop")
            ]
    return result


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _number(key, _filled(item, words)) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, words) for item in value]
    if not isinstance(value, str):
        return value

    def word(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise BadFamily(f"chưa có giá trị cho “{{{found[1]}}}” (ghi trong “with”)")
        return words[found[1]]

    # A word may itself hold words, as “{here}” does; each pass fills one layer.
    for _ in range(3):
        if "{" not in value:
            break
        value = _WORD.sub(word, value)
    return value


def _number(key: Any, value: Any) -> Any:
    """An amount that was given by a word is text until here."""
    return int(value) if key == "amount" and isinstance(value, str) and value.isdigit() else value
