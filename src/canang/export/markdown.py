"""A paper as Markdown."""

import re

from canang.export.paper import Box, Paper

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(paper: Paper) -> str:
    """The paper as GitHub-flavoured Markdown with task-list boxes, ending in one newline."""
    parts = [f"# {_plain(paper.title)}", f"`{paper.id}` · {_plain(paper.subtitle)}"]
    parts += [f"> **Lưu ý.** {_plain(notice.text)}" for notice in paper.notices]
    parts.append(_pairs(paper.head))
    if paper.procedures:
        parts += ["## Thủ tục của nhiệm vụ", _pairs(paper.procedures)]
    for title, boxes in (
        ("Điều kiện", paper.conditions),
        ("Hồ sơ", paper.dossier),
        ("Các bước", paper.steps),
    ):
        if boxes:
            parts += [f"## {title}", "\n".join(_box(box) for box in boxes)]
    for title, pairs in (
        ("Mẫu", paper.forms),
        ("Căn cứ pháp lý", paper.basis),
        ("Đã kiểm chứng", paper.checked),
        ("Nhật ký", paper.log),
    ):
        if pairs:
            parts += [f"## {title}", _pairs(pairs)]
    parts += ["---", _plain(paper.footer)]
    return "\n\n".join(parts) + "\n"


def _box(box: Box) -> str:
    lines = [f"- [{'x' if box.ticked else ' '}] **{box.number}.** {_plain(box.text)}"]
    lines += [f"  - {label}: {_plain(text)}" for label, text in box.details]
    return "\n".join(lines)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{_plain(label)}:** {_plain(text)}" for label, text in pairs)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "  \n  ")
