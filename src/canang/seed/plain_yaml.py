"""YAML to plain values, days left as text: by the C parser where a file is ordinary, by ruamel.yaml where it is not.

The fast way builds from the parser's events and gives up on whatever it does not know for certain (tags, merged
keys, odd numbers, any error): the slow way then decides what the file says or what is wrong with it.
"""

import re
from typing import Any, Final

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

DEEPEST: Final = 60
"""Lists and mappings within each other; a record has six."""

_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final = {"": None, "~": None} | {
    spelled: value
    for word, value in (("null", None), ("true", True), ("false", False))
    for spelled in (word, word.capitalize(), word.upper())
}
_ODD: Final = re.compile(r"[-+]?[0-9_.][0-9a-fA-Fxob_.+-]*|[-+]?\.(?i:inf|nan)|<<|=")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+", re.ASCII)
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


_NO_KEY: Final = object()
"""Stands where a mapping waits for its next key."""


class TooDeep(ValueError):
    """Lists or mappings stand too deep within each other; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"các mục lồng nhau quá {DEEPEST} tầng")
        self.line = line


class Unusual(Exception):
    """Something that only the slow way is sure of, or that is wrong."""


class _Plain(SafeConstructor):
    """Leaves days as text, so that one which does not exist is a fault of the seed and not of the parser."""


_Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def read_plain(text: str) -> Any:
    """What a YAML text holds.

    Raises:
        TooDeep: more than ``DEEPEST`` lists and mappings within each other.
        ruamel.yaml.error.YAMLError: it is no YAML, or names a key twice.
    """
    try:
        return read_ordinary(text)
    except Unusual:
        _check_brackets(text)
        slow = YAML(typ="safe", pure=True)
        slow.Constructor = _Plain
        return slow.load(text)


def _check_brackets(text: str) -> None:
    """A long run of brackets stops the C parser before it says how deep they are, and the slow one goes on for ever."""
    depth = 0
    for bracket in re.finditer(r"[\[{]|[\]}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            raise TooDeep(text.count("\n", 0, bracket.start()) + 1)


def read_ordinary(text: str, *, deepest: int = DEEPEST, anchors: bool = True) -> Any:
    """The value of the only document of an ordinary text; ``None`` where there is none.

    Args:
        anchors: whether a part may be named and stand in several places.

    Raises:
        TooDeep: more than ``deepest`` lists and mappings within each other.
        Unusual: there is something in it that only the slow way is sure of, or something wrong.
    """
    builder = _Builder(deepest)
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            if not anchors and (type(event) is yaml.AliasEvent or getattr(event, "anchor", None) is not None):
                raise Unusual
            builder.take(event)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, TooDeep):
            raise
        raise Unusual from error
    if "\t" in text or "\ufeff" in text:  # The two parsers differ on where these may stand.
        raise Unusual
    return builder.whole[0] if builder.whole else None


class _Builder:
    """Puts together one value from the events of a parser."""

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self.whole: list[Any] = []
        self._open: list[tuple[Any, str | None]] = [(self.whole, None)]
        self._keys: list[Any] = [_NO_KEY]
        self._anchors: dict[str, Any] = {}

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._put(_scalar(event), event.anchor)
        elif kind is yaml.MappingStartEvent:
            self._begin({}, event)
        elif kind is yaml.SequenceStartEvent:
            self._begin([], event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._keys.pop()
            self._put(*self._open.pop())
        elif kind is yaml.AliasEvent:
            if event.anchor not in self._anchors:
                raise Unusual
            self._put(self._anchors[event.anchor], None)
        elif getattr(event, "explicit", False):
            raise Unusual

    def _begin(self, empty: Any, event: Any) -> None:
        if event.tag is not None:
            raise Unusual
        if len(self._open) > self._deepest:
            raise TooDeep(event.start_mark.line + 1)
        self._open.append((empty, event.anchor))
        self._keys.append(_NO_KEY)

    def _put(self, value: Any, anchor: str | None) -> None:
        if anchor is not None:
            if anchor in self._anchors:
                raise Unusual
            self._anchors[anchor] = value
        holder, key = self._open[-1][0], self._keys[-1]
        if type(holder) is list:
            holder.append(value)
        elif key is not _NO_KEY:
            holder[key] = value
            self._keys[-1] = _NO_KEY
        elif type(value) is not str or value in holder:
            raise Unusual
        else:
            self._keys[-1] = value


def _scalar(event: Any) -> Any:
    """The value of a scalar: text, unless it stands without quotes and looks like something else."""
    if event.tag is not None:
        raise Unusual
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _ODD.fullmatch(value) is None or _DAY.fullmatch(value):
        return value
    if _WHOLE.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    raise Unusual
