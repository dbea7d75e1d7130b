"""An entry of the seed with all that it inherits, and the file from which each line comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from canang.errors import Code, Failure
from canang.seed.families import JOINED, BadFamily, Families
from canang.seed.pieces import BadPiece, Pieces
from canang.seed.plain_yaml import read_plain
from canang.text.identifiers import read_entry_id

_KEYS = ("key", "code")
"""What tells the items of a list apart, where they have it."""


class Line(msgspec.Struct, frozen=True):
    """One value of an entry: where it stands in it (``steps[cap].action: …``), and the file that says it."""

    text: str
    origin: str


def expand_entry(seed: Path, reference: str) -> list[Line]:
    """The lines of a task or a procedure of today, its own and its families', each nearest one winning.

    Args:
        seed: the seed's folder.
        reference: an id written in any way.

    Raises:
        Failure: no file of ``tasks/`` holds it, or its family or a piece cannot be applied.
    """
    id_ = read_entry_id(reference) or reference
    task_id = id_.partition(".")[0]
    file = next(iter(sorted((seed / "tasks").glob(f"*/{task_id}.yaml"))), None)
    raw = read_plain(file.read_text(encoding="utf-8")) if file else None
    files = {path.stem: read_plain(path.read_text(encoding="utf-8")) or {} for path in _files(seed / "families")}
    pieces = Pieces(files)
    try:
        task = pieces.put_in(raw)
        families = Families({name: pieces.put_in(each) for name, each in files.items()})
    except BadPiece as error:
        raise Failure(str(error), code=Code.BAD_INPUT) from error
    found = [both for both in zip(_entries(task), _entries(raw), strict=False) if both[0].get("id") == id_]
    if file is None or not found:
        raise Failure(f"Không có mục {id_} trong {seed}/tasks.", "Chỉ thư mục dữ liệu gốc bằng --tu.", Code.NOT_FOUND)
    entry, as_written = found[0]
    part = "task" if id_ == task_id else "procedure"
    family = entry.get("family", task.get("family"))
    words = {**(task.get("with") or {}), **(entry.get("with") or {})}
    try:
        whole = families.apply(part, family, {key: str(value) for key, value in words.items()}, _own(entry))
    except BadFamily as error:
        raise Failure(str(error), code=Code.BAD_INPUT) from error
    whole.pop("earlier", None)
    said = [(file.relative_to(seed).as_posix(), _own(as_written))]
    while family:
        said.append((f"families/{family}.yaml", files[family].get(part) or {}))
        family = files[family].get("family")
    layers = _layers(said, pieces)
    return [Line(f"{place}: {value}", _origin(place, layers)) for place, value, _ in _leaves(whole, "", pieces)]


_ASIDE = frozenset({"id", "field", "family", "with", "procedures"})


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _entries(task: Any) -> list[dict[str, Any]]:
    """A task and its procedures, as one file holds them."""
    return [task, *(each for each in task.get("procedures") or [] if isinstance(each, dict))] if task else []


def _own(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry says itself, without what only places it."""
    return {key: value for key, value in entry.items() if key not in _ASIDE}


def _layers(said: list[tuple[str, dict[str, Any]]], pieces: Pieces) -> list[dict[str, str]]:
    """For each file and what it says of an entry, nearest first: the file that has what stands at each place."""
    nearer: dict[str, list[Any]] = {}
    return [
        {place: origin for place, _, origin in _leaves(_joined(layer, nearer, pieces), name, pieces)}
        for name, layer in said
    ]


def _joined(layer: dict[str, Any], nearer: dict[str, list[Any]], pieces: Pieces) -> dict[str, Any]:
    """A layer in whose joined lists the items of the nearer ones come first, so that each has its number in the whole.

    Args:
        nearer: the joined lists of the nearer layers; takes those of this one.
    """
    result = dict(layer)
    for key in JOINED & layer.keys():
        if isinstance(layer[key], list):
            before = nearer.get(key, [])
            known = pieces.put_in(before)
            fresh = [item for item in layer[key] if pieces.put_in(item) not in known]
            result[key] = nearer[key] = [*before, *fresh]
    return result


def _origin(place: str, layers: list[dict[str, str]]) -> str:
    """The file of the nearest layer that has the place; for an item whose key is a filled-in word, that of its list."""
    for places in layers:
        if place in places:
            return places[place]
    head = place.partition("[")[0]
    return next(origin for places in layers for each, origin in places.items() if each.startswith(head))


def _leaves(value: Any, origin: str, pieces: Pieces, place: str = "") -> Iterator[tuple[str, Any, str]]:
    """Each value that is no list and no mapping: where it stands, itself, and the file that says it."""
    value, family = pieces.opened(value)
    origin = f"families/{family}.yaml" if family else origin
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, origin, pieces, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            shown, _ = pieces.opened(item)
            name = next((shown[key] for key in _KEYS if isinstance(shown, dict) and key in shown), number)
            yield from _leaves(item, origin, pieces, f"{place}[{name}]")
    else:
        yield place, value, origin
