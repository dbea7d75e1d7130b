"""The JSON Schema of what ``xem --json`` and the open data hold; a test holds every entry against it."""

from typing import Any

from canang.catalog.labels import KINDS, LEVELS, PROCEDURE_TYPES
from canang.catalog.model import Level, Status

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_MAYBE: Schema = {"type": ["string", "null"], "minLength": 1}
_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_LEVEL: Schema = {"enum": [level.value for level in Level]}
_STATUS: Schema = {"enum": [status.value for status in Status]}
_CITATIONS: Schema = {"type": "array", "items": {"$ref": "#/$defs/citation"}}


def _object(properties: dict[str, Schema], **more: Any) -> Schema:
    """An object with exactly these keys, all of them there: what is unknown is null."""
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False, **more
    }  # fmt: skip


def entry_schema() -> Schema:
    """The schema of one entry."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mục của cẩm nang canang",
        "description": "Một nhiệm vụ hoặc thủ tục như nó đứng vào ngày as_of. Điều không biết là null.",
        **_object(
            {
                "id": {"type": "string", "pattern": r"^[A-Z]{2,4}-[0-9.]+$", "description": "Mã trong cẩm nang"},
                "type": {"enum": ["task", "procedure"], "description": "Nhiệm vụ hay thủ tục"},
                "name": _TEXT,
                "kind": {"enum": [*KINDS, None], "description": "Phân quyền, phân cấp, phân định thẩm quyền"},
                "procedure_type": {"enum": [*PROCEDURE_TYPES, None]},
                "field": _TEXT,
                "level": {"enum": [*LEVELS, None]},
                "authority": {**_MAYBE, "description": "Ai quyết định, như luật gọi"},
                "authority_before": {**_MAYBE, "description": "Ai quyết định trước đó"},
                "agency": {**_MAYBE, "description": "Cơ quan làm"},
                "task": _MAYBE,
                "code": {**_MAYBE, "description": "Mã trong Cơ sở dữ liệu quốc gia về thủ tục hành chính"},
                "applicant": _MAYBE,
                "submission": _MAYBE,
                "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
                "dossier": {"type": "array", "items": {"$ref": "#/$defs/dossier_item"}},
                "time_limit": {"$ref": "#/$defs/time_limit"},
                "fee": _MAYBE,
                "result": _MAYBE,
                "result_validity": _MAYBE,
                "conditions": {"type": "array", "items": _object({"text": _TEXT, "citations": _CITATIONS})},
                "forms": {
                    "type": "array",
                    "items": _object({"code": _TEXT, "name": _TEXT, "citations": _CITATIONS}),
                },
                "citations": _CITATIONS,
                "sources": {
                    "type": "array",
                    "items": _object({"title": _TEXT, "publisher": _TEXT, "url": _MAYBE, "read_on": _DAY}),
                },
                "verification": _object({"level": _LEVEL, "checked_on": _DAY, "note": _MAYBE}),
                "effective_from": _MAYBE_DAY,
                "effective_to": _MAYBE_DAY,
                "replaced_by": _MAYBE,
                "change_note": _MAYBE,
                "status": _STATUS,
                "as_of": _DAY,
                "layer": {**_MAYBE, "description": "Lớp của địa phương; null là dữ liệu đi kèm"},
                "procedures": {"type": "array", "items": _object({"id": _TEXT, "name": _TEXT, "status": _STATUS})},
            }
        ),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Schema]:
    return {
        "citation": _object(
            {
                "statement": _TEXT,
                "document": _TEXT,
                "article": _MAYBE,
                "clause": _MAYBE,
                "point": _MAYBE,
                "annex": _MAYBE,
                "role": _TEXT,
                "verification": _LEVEL,
                "in_force": {"type": ["boolean", "null"]},
                "amended_by": _MAYBE,
            },
            description="Chỗ đứng của một điều nêu: văn bản, điều, khoản, điểm hoặc phụ lục",
        ),
        "time_limit": _object(
            {
                "amount": _COUNT,
                "unit": {"enum": ["ngay", "ngay-lam-viec", "gio", "thang", None]},
                "start": _MAYBE,
                "text": _TEXT,
            },
            type=["object", "null"],
        ),
        "step": _object(
            {
                "id": _TEXT,
                "order": {"type": "integer", "minimum": 1},
                "actor": _MAYBE,
                "action": _TEXT,
                "condition": _MAYBE,
                "logic": {"enum": ["and", "or", None]},
                "time_limit": {"$ref": "#/$defs/time_limit"},
                "output": _MAYBE,
                "note": _MAYBE,
                "forms": {"type": "array", "items": _TEXT},
                "citations": _CITATIONS,
                "verification": _LEVEL,
            }
        ),
        "dossier_item": _object(
            {
                "id": _TEXT,
                "order": {"type": "integer", "minimum": 1},
                "name": _TEXT,
                "originals": _COUNT,
                "copies": _COUNT,
                "required": {"type": "boolean"},
                "condition": _MAYBE,
                "form": _MAYBE,
                "citations": _CITATIONS,
                "verification": _LEVEL,
            }
        ),
    }
