"""A sheet as Markdown."""

import re

from canang.export.record import WORK_DONE
from canang.sheet.page import Box, Sheet, labelled
from canang.sheet.words import BASIS, CONDITIONS, DOSSIER, FORMS, LABELS, LOG, PROCEDURES, STEPS

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(sheet: Sheet) -> str:
    """The sheet as GitHub-flavoured Markdown with task-list boxes, ending in one newline."""
    parts = [f"# {_plain(sheet.title)}", f"`{sheet.id}` · {_plain(sheet.subtitle)}"]
    parts += [f"> **Lưu ý.** {_plain(notice.text)}" for notice in sheet.notices]
    parts.append(_pairs(labelled(sheet.head)))
    if sheet.procedures:
        parts += [f"## {PROCEDURES}", _pairs(sheet.procedures)]
    for title, boxes in (
        (CONDITIONS, sheet.conditions),
        (DOSSIER, sheet.dossier),
        (WORK_DONE if sheet.log else STEPS, sheet.steps),
    ):
        if boxes:
            parts += [f"## {title}", "\n".join(_box(box) for box in boxes)]
    for title, pairs in (
        (FORMS, sheet.forms),
        (BASIS, labelled(sheet.basis)),
        ("Đã kiểm chứng", labelled(sheet.checked)),
        (LOG, sheet.log),
    ):
        if pairs:
            parts += [f"## {title}", _pairs(pairs)]
    parts += ["---", _plain(sheet.footer)]
    return "\n\n".join(parts) + "\n"


def _box(box: Box) -> str:
    filled = f" ({', '.join(_plain(each) for each in box.filled if each)})" if box.filled else ""
    lines = [f"- [{'x' if box.ticked else ' '}] **{box.number}.** {_plain(box.text)}{filled}"]
    lines += [f"  - {LABELS[detail.kind]}: {_plain(detail.text)}" for detail in box.details]
    return "\n".join(lines)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{_plain(label)}:** {_plain(text)}" for label, text in pairs)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "  \n  ")
