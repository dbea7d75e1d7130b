"""Digests of version 1, which were made of the words in which a statement was told then; kept to read old reviews."""

import hashlib
from typing import Any

from canang.catalog.model import DossierItem, Step


def digest_1(text: str, said: Any, cited: str) -> str:
    """The sixteen hexadecimal digits that version 1 gave a statement.

    Args:
        text: what is told of it today, which for all but papers and steps is what was told then.
        said: what it means.
        cited: its citations as papers write them.
    """
    if isinstance(said, DossierItem):
        text = _paper(said)
    elif isinstance(said, Step):
        text = _step(said)
    return hashlib.sha256(f"{text}\n{cited}".encode()).hexdigest()[:16]


def _paper(item: DossierItem) -> str:
    counts = [f"{n} {kind}" for n, kind in ((item.originals, "bản chính"), (item.copies, "bản sao")) if n is not None]
    need = item.condition or ("" if item.required else "không bắt buộc")
    return "\n".join(part for part in (item.name, ", ".join(counts), need, item.form or "") if part)


def _step(step: Step) -> str:
    parts = (
        step.action,
        f"Ai làm: {step.actor}" if step.actor else "",
        {"or": "hoặc, thay cho bước trước", "and": "cùng bước trước"}.get(step.logic or ""),
        f"Khi nào: {step.condition}" if step.condition else "",
        f"Thời hạn: {step.time_limit.text}" if step.time_limit else "",
        f"Ra kết quả: {step.output}" if step.output else "",
        f"Mẫu: {', '.join(step.forms)}" if step.forms else "",
        f"Dễ sai: {step.remarks}" if step.remarks else "",
    )
    return "\n".join(part for part in parts if part)
