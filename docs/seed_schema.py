"""The JSON Schemas of the seed's files, for editors: ``python -m docs.seed_schema`` writes ``seed.schema.json`` for
tasks and ``family.schema.json`` for families.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from canang.seed.format import ProcedureSeed, TaskSeed

DIALECT = "https://json-schema.org/draft/2020-12/schema"

INHERITED = {"family": {"type": "string"}, "with": {"type": "object"}, "earlier": {"type": "array"}}
"""What an entry may say besides its own shape."""

PIECE = {
    "type": "object",
    "properties": {"piece": {"type": "string", "pattern": r"^[\w-]+/[\w-]+$"}},
    "required": ["piece"],
    "additionalProperties": False,
}
"""What may stand in the place of a value or of an item: a piece of a family."""

WORD = {"type": "string", "pattern": r"^\{\w+\}$"}
"""What may stand in the place of a number or a code: a word that the ``with`` of an entry or a family gives."""

INSTEAD = {"piece": PIECE, "word": WORD}


def schema() -> dict[str, Any]:
    """The schema of one file of ``data/seed/tasks``; nothing but the ids is required, since families give the rest."""
    own, procedure, definitions = _shapes()
    of_procedure = definitions[procedure["$ref"].rpartition("/")[2]]
    of_procedure["properties"] |= {"id": {"type": "string"}, "code": {"type": "string"}, **INHERITED}
    of_procedure["required"] = ["id"]
    own["properties"] |= {
        "id": {"type": "string"},
        "field": {"type": "string"},
        "procedures": {"type": "array", "items": procedure},
        **INHERITED,
    }
    return {
        "$schema": DIALECT,
        **own,
        "title": "Một nhiệm vụ của dữ liệu gốc canang",
        "required": ["id", "field"],
        "$defs": definitions | INSTEAD,
    }


def family_schema() -> dict[str, Any]:
    """The schema of one file of ``data/seed/families``: parts of a task and of a procedure, and pieces of any shape."""
    task, procedure, definitions = _shapes()
    for part in (task, definitions[procedure["$ref"].rpartition("/")[2]]):
        part["properties"] |= {"earlier": INHERITED["earlier"]}
    return {
        "$schema": DIALECT,
        "title": "Một họ của dữ liệu gốc canang",
        "type": "object",
        "properties": {
            "family": {"type": "string"},
            "with": {"type": "object"},
            "task": task,
            "procedure": procedure,
            "pieces": {"type": "object", "propertyNames": {"pattern": r"^[\w-]+$"}},
        },
        "additionalProperties": False,
        "$defs": definitions | INSTEAD,
    }


def _shapes() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What a task says besides its procedures, a reference to what a procedure says, and the definitions of both."""
    (task, procedure), parts = msgspec.json.schema_components((TaskSeed, ProcedureSeed), ref_template="#/$defs/{name}")
    definitions = {name: _loosened(part) for name, part in parts.items()}
    return definitions.pop(task["$ref"].rpartition("/")[2]), procedure, definitions


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
    """What stands at a place of an entry, each item of a list too, or a piece or a word instead."""
    if "items" in value:
        value = value | {"items": _or_piece(value["items"])}
    return {"anyOf": [value, *({"$ref": f"#/$defs/{name}"} for name in INSTEAD)]}


SCHEMAS = {"seed.schema.json": schema, "family.schema.json": family_schema}
"""The files beside this one, each with what makes it."""


def written(name: str) -> str:
    """A file as it must be."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for file in SCHEMAS:
        Path(__file__).with_name(file).write_text(written(file), encoding="utf-8")
