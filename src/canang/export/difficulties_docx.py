"""Difficulties as the letter that a commune sends to the hotline, made by python-docx."""

import io
from collections.abc import Sequence
from datetime import date

from canang.export.tables import Rows
from canang.export.word import new_document
from canang.text.days import show_day
from canang.text.visible import visible


def to_docx(head: Sequence[str], rows: Rows, today: date) -> bytes:
    """A letter with one part for each difficulty, each fact on a line of its own."""
    from docx.shared import Pt  # noqa: PLC0415  only this form needs it

    document = new_document("Vướng mắc khi thực hiện nhiệm vụ được giao", "Trang ")
    document.add_heading("Vướng mắc khi thực hiện nhiệm vụ được giao", level=1)
    document.add_paragraph(f"Tính đến ngày {show_day(today)}. Nơi gửi: ……………………………  Người liên hệ: ……………………")
    for row in rows:
        facts = dict(zip(head, row, strict=True))
        document.add_heading(f"{facts['Số']}. {facts['Mã']} {facts['Thủ tục']}", level=2)
        for label, value in facts.items():
            if label not in {"Số", "Mã", "Thủ tục"}:
                line = document.add_paragraph()
                line.paragraph_format.space_after = Pt(2)
                line.add_run(f"{label}: ").bold = True
                line.add_run(visible(str(value)) if value not in {None, ""} else "……………………")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
