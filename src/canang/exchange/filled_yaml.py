"""A YAML file that somebody filled in: read whole, within bounds, or refused in Vietnamese."""

from pathlib import Path
from typing import Any

from canang.exchange.bounds import LARGEST_PART, Unreadable

LARGEST_YAML = LARGEST_PART // 40
"""Bytes of a YAML file; it takes some forty times as much memory when read."""


def read_filled_yaml(path: Path, hint: str) -> Any:
    """What the file holds.

    Args:
        hint: what to do with a file that is no YAML.

    Raises:
        Unreadable: it is too large, uses anchors (a few lines of them can stand for gigabytes), or is no YAML.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  one format a run
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415
    from ruamel.yaml.events import AliasEvent  # noqa: PLC0415

    if path.stat().st_size > LARGEST_YAML:
        raise Unreadable(f"Tệp {path.name} quá lớn cho một tệp YAML.", "Chia nhỏ tệp.")
    try:
        text = path.read_bytes().decode()
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe").parse(text)):
            raise Unreadable(f"Tệp {path.name} dùng neo (&, *) của YAML; tệp này không nhận.", "Viết rõ ra từng mục.")
        return YAML(typ="safe").load(text)
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"Tệp {path.name} không phải YAML đúng.", hint) from error
