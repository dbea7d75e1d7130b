"""The JSON Schema of the seed's task files, for editors: ``python -m docs.seed_schema`` writes ``seed.schema.json``."""

import json
from pathlib import Path
from typing import Any

import msgspec

from canang.seed.format import ProcedureSeed, TaskSeed

INHERITED = {"family": {"type": "string"}, "with": {"type": "object"}, "earlier": {"type": "array"}}
"""What an entry may say besides its own shape."""

PIECE = {
    "type": "object",
    "properties": {"piece": {"type": "string", "pattern": r"^[\w-]+/[\w-]+$"}},
    "required": ["piece"],
    "additionalProperties": False,
}
"""What may stand in the place of a value or of an item: a piece of a family."""


def schema() -> dict[str, Any]:
    """The schema of one file of ``data/seed/tasks``; nothing but the ids is required, since families give the rest."""
    (task, procedure), parts = msgspec.json.schema_components((TaskSeed, ProcedureSeed), ref_template="#/$defs/{name}")
    definitions = {name: _loosened(part) for name, part in parts.items()}
    names = [each["$ref"].rpartition("/")[2] for each in (task, procedure)]
    own, of_procedure = definitions.pop(names[0]), definitions[names[1]]
    of_procedure["properties"] |= {"id": {"type": "string"}, "code": {"type": "string"}, **INHERITED}
    of_procedure["required"] = ["id"]
    own["properties"] |= {
        "id": {"type": "string"},
        "field": {"type": "string"},
        "procedures": {"type": "array", "items": procedure},
        **INHERITED,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **own,
        "title": "Một nhiệm vụ của dữ liệu gốc canang",
        "required": ["id", "field"],
        "$defs": definitions | {"piece": PIECE},
    }


def _loosened(part: dict[str, Any]) -> dict[str, Any]:
    """A step or a paper of a variant repeats only what differs: its key alone is required."""
    kept = {key: value for key, value in part.items() if key not in {"title", "description"}}
    keys = [key for key in ("key", "code") if key in kept.get("properties", {})]
    if "properties" in kept:
        kept["properties"] = {name: _or_piece(value) for name, value in kept["properties"].items()}
        kept["properties"] |= {name: {"type": "string"} for name in ("after", "before")} | {"drop": {"type": "boolean"}}
        kept["required"] = keys[:1]
    return kept


def _or_piece(value: dict[str, Any]) -> dict[str, Any]:
    """What stands at a place of an entry, each item of a list too, or a piece instead."""
    if "items" in value:
        value = value | {"items": _or_piece(value["items"])}
    return {"anyOf": [value, {"$ref": "#/$defs/piece"}]}


def written() -> str:
    """The file as it must be."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("seed.schema.json").write_text(written(), encoding="utf-8")
