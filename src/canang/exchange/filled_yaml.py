"""A YAML file that somebody filled in: read whole, within bounds, or refused in Vietnamese."""

import re
from pathlib import Path
from typing import Any

from canang.exchange.bounds import DEEPEST_YAML, LARGEST_ODD_YAML, LARGEST_YAML, Unreadable, check_size
from canang.seed.plain_yaml import TooDeep, Unusual, read_ordinary
from canang.text.cleaning import clean
from canang.text.decoding import decode

_BRACKETS = re.compile(r"[\[{\]}]|^[ \t]*(?:[-?:][ \t]+){2,}", re.MULTILINE)


def read_filled_yaml(path: Path, hint: str) -> Any:
    """What the file holds, its letters, spaces and hyphens as they were meant; days as text or as days.

    Args:
        hint: what to do with a file that is no YAML.

    Raises:
        Unreadable: it is too large, too deep, uses anchors (a few lines of them can stand for gigabytes), or is no
            YAML.
    """
    check_size(path, LARGEST_YAML)
    text = clean(decode(path.read_bytes()))
    try:
        if _deepest(text) > DEEPEST_YAML:
            raise TooDeep(1)
        return read_ordinary(text, deepest=DEEPEST_YAML, anchors=False)
    except TooDeep as error:
        raise Unreadable(f"Tệp {path.name} có các mục lồng nhau quá sâu; không đọc.", hint) from error
    except Unusual:
        if len(text) > LARGEST_ODD_YAML:
            raise Unreadable(
                f"Tệp {path.name} không phải YAML đúng, hoặc viết theo cách hiếm mà tệp lớn thế này không nhận.", hint
            ) from None
    return _read_slowly(path, text, hint)


def _read_slowly(path: Path, text: str, hint: str) -> Any:
    """By the reader that knows all of YAML and says what is wrong; in Python, so that the text must be short."""
    from ruamel.yaml import YAML  # noqa: PLC0415  few files need it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent  # noqa: PLC0415

    try:
        depth = 0
        for event in YAML(typ="safe").parse(text):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > DEEPEST_YAML:
                raise Unreadable(f"Tệp {path.name} có các mục lồng nhau quá sâu; không đọc.", hint)
            if isinstance(event, AliasEvent):
                raise Unreadable(
                    f"Tệp {path.name} dùng neo (&, *) của YAML; tệp này không nhận.", "Viết rõ ra từng mục."
                )
        return YAML(typ="safe").load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"Tệp {path.name} không phải YAML đúng.", hint) from error


def _deepest(text: str) -> int:
    """How many brackets stand open at once: the reader takes their square, so that it must not be asked."""
    depth = deepest = 0
    for found in _BRACKETS.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth = max(0, depth - 1)
        else:
            deepest = max(deepest, depth + len(sign.split()))
    return deepest
