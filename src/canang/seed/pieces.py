"""Pieces: what several entries say word for word is written once, in a family's file, and taken by its name.

A file ``families/NAME.yaml`` may hold ``pieces``, each a name and any value. Where ``{piece: NAME/name}`` stands in a
task or a family, as a value or as an item of a list, that value stands; its ``{word}`` are then those of the taker.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")


class BadPiece(ValueError):
    """A piece cannot be put in; ``str()`` says why in Vietnamese, ``path`` where it is asked for."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message)
        self.path = path


class Pieces:
    """The pieces of a seed's families, each under ``family/name``; ``taken`` has those that were put in somewhere."""

    def __init__(self, families: Mapping[str, Mapping[str, Any]]) -> None:
        self._values: dict[str, Any] = {
            f"{family}/{name}": value
            for family, file in families.items()
            for name, value in (file.get("pieces") or {}).items()
        }
        self.taken: set[str] = set()

    @property
    def untaken(self) -> list[tuple[str, str]]:
        """The family and the name of each piece that was put in nowhere."""
        return [_parted(name) for name in self._values if name not in self.taken]

    def put_in(self, value: Any, path: str = "", within: tuple[str, ...] = ()) -> Any:
        """A value with what each piece holds in the place where it is asked for.

        Args:
            value: what a file of the seed holds, or a part of that.
            path: where the value stands in its file, such as ``.procedures[0].limit``.
            within: the pieces whose values are being put together.

        Raises:
            BadPiece: no such piece, pieces in a circle, something written beside ``piece``.
        """
        if isinstance(value, list):
            return [self.put_in(item, f"{path}[{index}]", within) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "piece" not in value:
            return {key: self.put_in(item, f"{path}.{key}", within) for key, item in value.items()}
        name = str(value["piece"])
        if len(value) > 1:
            raise BadPiece(f"cạnh “piece: {name}” không được ghi thêm mục nào", path)
        if name not in self._values:
            raise BadPiece(f"không có mảnh “{name}” trong families/", path)
        if name in within:
            raise BadPiece(f"các mảnh “{', '.join(within)}” dẫn vòng tròn", path)
        self.taken.add(name)
        try:
            return self.put_in(self._values[name], within=(*within, name))
        except BadPiece as error:
            raise BadPiece(str(error), path) from error

    def opened(self, value: Any) -> tuple[Any, str | None]:
        """A value, or what the piece that it asks for holds, with the family that has the piece.

        Args:
            value: something that ``put_in`` takes without an error.
        """
        family = None
        while isinstance(value, dict) and "piece" in value:
            name = str(value["piece"])
            family, value = _parted(name)[0], self._values[name]
        return value, family

    def behind(self, value: Any, path: str) -> tuple[str, str] | None:
        """The piece that a part of a record comes from: its family, and the path in that family's file.

        Args:
            value: the record, its pieces put in, laid over its family's part and its words filled in.
            path: the part, such as ``.steps[2].limit.amount``.

        Returns:
            ``None`` where no piece says it.
        """
        parts, found = self._parts(), None
        for here, rest in _walked(value, path):
            for family, place, part in parts:
                if _holds(here, part) and (not rest or any(not left for _, left in _walked(part, rest))):
                    found = (family, place + rest)
                    break
        return found

    def _parts(self) -> list[tuple[str, str, Any]]:
        """The pieces, then the mappings within them: the family, the path in its file, and what stands there."""
        parts = []
        for name, value in self._values.items():
            family, piece = _parted(name)
            with suppress(BadPiece):
                parts.append((family, f".pieces.{piece}", self.put_in(value)))
        return parts + [(family, inner, each) for family, path, value in parts for inner, each in _within(value, path)]


def _holds(value: Any, part: Any) -> bool:
    """Whether a value of a record is a part of a piece, be it laid over a family's or its words filled in."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(key in value and _is(value[key], item) for key, item in part.items())
    return bool(value == part)


def _is(value: Any, part: Any) -> bool:
    if isinstance(part, list):
        return isinstance(value, list) and len(value) == len(part) and all(map(_is, value, part))
    return _holds(value, part) or (isinstance(part, str) and "{" in part)


def _walked(value: Any, path: str) -> Iterator[tuple[Any, str]]:
    """What stands at each step of a path, as far as there is something, and the rest of the path."""
    for step in _STEP.finditer(path):
        try:
            value = value[step[1] or int(step[2])]
        except (KeyError, IndexError, TypeError):
            return
        yield value, path[step.end() :]


def _within(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The mappings within a value, each with its path."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        inner = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        if isinstance(item, dict):
            yield inner, item
        yield from _within(item, inner)


def _parted(name: str) -> tuple[str, str]:
    family, _, piece = name.partition("/")
    return family, piece
