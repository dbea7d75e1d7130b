"""The public JSON of a model and its schema, both out of the one declaration in ``catalog.model``. Unknown is null."""

from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeAlias

import msgspec

from canang.catalog.model import UNKNOWN_START, Entry

Json: TypeAlias = Any

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def public(value: object) -> Json:
    """A model, or a list of them, under the keys that other programs rely on; days as ``YYYY-MM-DD``."""
    if isinstance(value, msgspec.Struct):
        return {key: public(getattr(value, name)) for name, key in _keys(type(value))}
    if isinstance(value, (list, tuple)):
        return [public(each) for each in value]
    if isinstance(value, date):
        return None if value == UNKNOWN_START else value.isoformat()
    return value.value if isinstance(value, Enum) else value


def as_file(value: Json) -> bytes:
    """A public value as the bytes of a file that people open too: UTF-8, one value a line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def entry_schema() -> dict[str, Any]:
    """The JSON Schema of one entry: exactly its keys, all of them there."""
    (reference,), parts = msgspec.json.schema_components((Entry,), ref_template="#/$defs/{name}")
    definitions = {_name(name): _strict(schema) for name, schema in parts.items()}
    entry = definitions.pop(_name(reference["$ref"].rpartition("/")[2]))
    used = set(_references(entry))
    while more := {each for name in used for each in _references(definitions[name])} - used:
        used |= more
    return {
        "$schema": SCHEMA_DIALECT,
        **entry,
        "title": "Mục của cẩm nang canang",
        "$defs": {name: schema for name, schema in definitions.items() if name in used},
    }


@cache
def _keys(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The public fields of a model: attribute and JSON key."""
    fields = msgspec.structs.fields(kind)
    return tuple((field.name, field.encode_name) for field in fields if not _is_private(field.type))


def _is_private(annotation: object) -> bool:
    marks = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, msgspec.Meta) and (mark.extra or {}).get("private") for mark in marks)


_MODELS = {kind.__name__: kind for kind in msgspec.Struct.__subclasses__() if kind.__module__ == Entry.__module__}


def _name(model: str) -> str:
    """The name of a definition: ``DossierItem`` is ``dossier_item``."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model).lstrip("_")


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """An object as the contract has it: its public keys alone, each required; a day that may be unknown can be null."""
    if "properties" not in schema:
        return schema
    public_keys = {key for _, key in _keys(_MODELS[schema["title"]])}
    properties = {key: _plain(each) for key, each in schema["properties"].items() if key in public_keys}
    if "effective_from" in properties:
        properties["effective_from"] = {"anyOf": [properties["effective_from"], {"type": "null"}]}
    described = {"description": schema["description"].split("\n\n")[0]} if "description" in schema else {}
    return {
        "type": "object",
        **described,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _plain(schema: Any) -> Any:
    """Without defaults, and with this module's names of definitions."""
    if isinstance(schema, dict):
        found = {key: _plain(each) for key, each in schema.items() if key != "default"}
        if "$ref" in found:
            found["$ref"] = f"#/$defs/{_name(found['$ref'].rpartition('/')[2])}"
        return found
    return [_plain(each) for each in schema] if isinstance(schema, list) else schema


def _references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
        return own + [name for each in schema.values() for name in _references(each)]
    return [name for each in schema for name in _references(each)] if isinstance(schema, list) else []
