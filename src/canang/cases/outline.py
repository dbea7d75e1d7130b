"""What a case follows, small enough to be kept with it: to see later what changed under it."""

from typing import Any, TypeAlias

import msgspec

from canang.catalog.meaning import VERSION, meaning
from canang.catalog.model import DossierItem, Entry, Step

Outline: TypeAlias = dict[str, Any]
"""``{"version": 2, "items": {"step:cap": {…fields…}}}``; of version 1, the rendered text of each item by its id."""


class Change(msgspec.Struct, frozen=True):
    """One thing that differs: ``kind`` is ``added``, ``removed`` or ``changed``; ``text`` is what it says now (or
    said, where it was removed)."""

    kind: str
    item: str
    text: str


def outline(entry: Entry) -> Outline:
    """The papers and steps of an entry by their id, each with what it means."""
    return {"version": VERSION, "items": {item: meaning(part) for item, part in _parts(entry).items()}}


def changes(before: Outline, entry: Entry) -> list[Change]:
    """What differs between an outline kept earlier, of any version, and the entry: in its order, then what is gone.

    An outline of version 1 holds citations and levels only as they were worded then; they are not compared.
    """
    parts = _parts(entry)
    if "version" in before:
        kept: dict[str, Any] = before["items"]
        now: dict[str, Any] = {item: meaning(part) for item, part in parts.items()}
        said = {item: str(fields.get("action") or fields.get("name") or item) for item, fields in kept.items()}
    else:
        kept = {item: _read_version_1(text) for item, text in before.items()}
        now = {item: _as_version_1(part) for item, part in parts.items()}
        said = {item: text.split("\n", 1)[0] for item, text in before.items()}
    found = [
        Change("changed" if item in kept else "added", item, _text(part))
        for item, part in parts.items()
        if kept.get(item) != now[item]
    ]
    return found + [Change("removed", item, said[item]) for item in kept if item not in now]


def _parts(entry: Entry) -> dict[str, DossierItem | Step]:
    papers = {f"dossier:{item.key}": item for item in entry.dossier}
    return {**papers, **{f"step:{step.key}": step for step in entry.steps}}


def _text(part: DossierItem | Step) -> str:
    return part.action if isinstance(part, Step) else part.name


_LABELS_1 = {
    "Hoặc": "or", "Cùng lúc": "and", "Ai làm": "actor", "Khi nào": "when", "Thời hạn": "limit", "Ra kết quả": "output",
    "Mẫu": "form", "Dễ sai": "note", "Số lượng": "count", "Căn cứ": "", "Kiểm chứng": "",
}  # fmt: skip
"""The labels with which version 1 rendered what an item says, and what each stood for; those to nothing are dropped."""


def _read_version_1(text: str) -> dict[str, str]:
    """The facts of an item out of its rendered text; a line that begins with no label goes on with the one before."""
    found: dict[str, str] = {}
    field = "text"
    for line in text.split("\n"):
        label, colon, rest = line.partition(": ")
        labelled = bool(colon) and label in _LABELS_1
        field = _LABELS_1[label] if labelled else field
        said = rest if labelled else line
        found[field] = f"{found[field]}\n{said}" if field in found else said
    found.pop("", None)
    return found


def _as_version_1(part: DossierItem | Step) -> dict[str, str]:
    if isinstance(part, Step):
        said = {
            "text": part.action,
            "or": "thay cho bước trước" if part.logic == "or" else "",
            "and": "làm cùng bước trước" if part.logic == "and" else "",
            "actor": part.actor or "",
            "when": part.condition or "",
            "limit": part.time_limit.text if part.time_limit else "",
            "output": part.output or "",
            "form": ", ".join(part.forms),
            "note": part.remarks,
        }
    else:
        counts = ((part.originals, "bản chính"), (part.copies, "bản sao"))
        condition = part.condition or ""
        when = condition if not condition or condition.startswith("nếu ") else f"nếu {condition}"
        said = {
            "text": part.name,
            "count": ", ".join(f"{number} {kind}" for number, kind in counts if number),
            "when": "" if part.required else when or "không bắt buộc",
            "form": part.form or "",
        }
    return {field: text for field, text in said.items() if text}
