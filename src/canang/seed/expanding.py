"""An entry of the seed with all that it inherits, and the file from which each line comes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from canang.errors import Code, Failure
from canang.seed.families import BadFamily, Families
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
        Failure: no file of ``tasks/`` holds it, or its family cannot be applied.
    """
    id_ = read_entry_id(reference) or reference
    task_id = id_.partition(".")[0]
    file = next(iter(sorted((seed / "tasks").glob(f"*/{task_id}.yaml"))), None)
    raw = read_plain(file.read_text(encoding="utf-8")) if file else None
    procedures = {each.get("id"): each for each in (raw or {}).get("procedures") or [] if isinstance(each, dict)}
    if file is None or raw is None or (id_ != task_id and id_ not in procedures):
        raise Failure(f"Không có mục {id_} trong {seed}/tasks.", "Chỉ thư mục dữ liệu gốc bằng --tu.", Code.NOT_FOUND)
    families = {path.stem: read_plain(path.read_text(encoding="utf-8")) or {} for path in _files(seed / "families")}
    part = "task" if id_ == task_id else "procedure"
    own = {key: value for key, value in (raw if part == "task" else procedures[id_]).items() if key not in _ASIDE}
    family = procedures.get(id_, {}).get("family", raw.get("family"))
    words = {**(raw.get("with") or {}), **(procedures.get(id_, {}).get("with") or {})}
    try:
        whole = Families(families).apply(part, family, {key: str(value) for key, value in words.items()}, own)
    except BadFamily as error:
        raise Failure(str(error), code=Code.BAD_INPUT) from error
    layers: list[tuple[str, Mapping[str, Any]]] = [(file.relative_to(seed).as_posix(), dict(_leaves(own)))]
    while family:
        layers.append((f"families/{family}.yaml", dict(_leaves(families[family].get(part) or {}))))
        family = families[family].get("family")
    return [Line(f"{place}: {value}", _origin(place, layers)) for place, value in _leaves(whole)]


_ASIDE = frozenset({"id", "field", "family", "with", "procedures", "earlier"})


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _origin(place: str, layers: list[tuple[str, Mapping[str, Any]]]) -> str:
    """The nearest file that has the place; for an item of a joined list, whose places shift, the one with its list."""
    for name, places in layers:
        if place in places:
            return name
    head = place.partition("[")[0]
    return next((name for name, places in layers if any(each.startswith(head) for each in places)), layers[0][0])


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            name = next((item[key] for key in _KEYS if isinstance(item, dict) and key in item), number)
            yield from _leaves(item, f"{place}[{name}]")
    else:
        yield place, value
