"""The OpenAPI 3.1 document of the API, made of the calls and the types that they declare."""

from typing import Any

import msgspec

from canang import __version__
from canang.catalog.model import Entry
from canang.catalog.public import entry_schema
from canang.web.api.calls import CALLS, Call

ERROR = {
    "type": "object",
    "required": ["version", "ok", "error"],
    "properties": {
        "version": {"const": 1},
        "ok": {"const": False},
        "error": {
            "type": "object",
            "required": ["code", "message", "hint"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "hint": {"type": ["string", "null"]},
            },
        },
    },
}
_REFERENCE = "#/components/schemas/{name}"


def openapi() -> dict[str, Any]:
    """The document."""
    types = [call.type for call in CALLS if not _holds_entries(call)]
    shapes, parts = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    shape_of = dict(zip((c.name for c in CALLS if not _holds_entries(c)), shapes, strict=True))
    schemas = {name: _whole(schema) for name, schema in parts.items()}
    whole = {"$ref": _REFERENCE.format(name="Muc")}
    for call in CALLS:
        if call.type is Entry:
            shape_of[call.name] = whole
        elif _holds_entries(call):
            shape_of[call.name] = {"type": "array", "items": whole}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "canang: cẩm nang việc khoa học và công nghệ đã giao về tỉnh và xã",
            "version": __version__,
            "description": "Chỉ đọc. Mỗi điều kèm căn cứ và mức kiểm chứng; điều không có nguồn là null.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {call.path.replace(":path", ""): {"get": _operation(call, shape_of[call.name])} for call in CALLS},
        "components": {"schemas": {**schemas, **_entry(), "Loi": ERROR}},
    }


def _holds_entries(call: Call) -> bool:
    return call.type in {Entry, tuple[Entry, ...]}


def _operation(call: Call, shape: dict[str, Any]) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": _REFERENCE.format(name="Loi")}}}
    return {
        "operationId": call.name,
        "summary": call.about,
        "parameters": [
            {"name": p.name, "in": p.place, "description": p.about, "required": p.required, "schema": p.schema}
            for p in call.parameters
        ],
        "responses": {
            "200": {
                "description": call.about,
                "headers": {"ETag": {"schema": {"type": "string"}, "description": "Đổi theo bản dữ liệu và ngày"}},
                "content": {"application/json": {"schema": shape}},
            },
            "400": {"description": "Câu hỏi không đọc được", "content": error},
            "404": {"description": "Không có", "content": error},
        },
    }


def _entry() -> dict[str, Any]:
    """An entry's own schema, with its parts among the document's."""
    schema = entry_schema()
    parts = {f"muc_{name}": each for name, each in schema.pop("$defs").items()}
    schema.pop("$schema")
    found: dict[str, Any] = _renamed({"Muc": schema, **parts})
    return found


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _REFERENCE.format(name=f"muc_{each.rpartition('/')[2]}") if key == "$ref" else _renamed(each)
            for key, each in value.items()
        }
    return [_renamed(each) for each in value] if isinstance(value, list) else value


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of which every key is always there, and no other."""
    if "properties" not in schema:
        return schema
    properties = dict(schema["properties"])
    if "effective_from" in properties:  # a beginning that no source tells is null
        properties["effective_from"] = {"anyOf": [properties["effective_from"], {"type": "null"}]}
    return schema | {"properties": properties, "required": list(properties), "additionalProperties": False}
