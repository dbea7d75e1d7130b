"""Difficulties as the letter that a commune sends to the hotline, made by python-docx."""

import io
from collections.abc import Sequence
from datetime import date

from canang.export.tables import Rows
from canang.text.days import show_day


def to_docx(head: Sequence[str], rows: Rows, today: date) -> bytes:
    """A letter with one part for each difficulty, each fact on a line of its own."""
    from docx import Document  # noqa: PLC0415  only this form needs it
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # Word falls back on another face for part of the text unless all four slots name it.
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), "Times New Roman")
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
                line.add_run(str(value) if value not in {None, ""} else "……………………")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
