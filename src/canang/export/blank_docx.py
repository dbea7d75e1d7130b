"""A form to fill in as DOCX: the head of an office, room to write, boxes to tick, and where each line comes from.

Laid out by Nghị định 30/2020/NĐ-CP from what the rules say of the form; never the official file, and it says so.
"""

import io
from itertools import takewhile
from typing import Any

from canang.catalog.blanks import Blank, BlankLine
from canang.catalog.labels import document_name
from canang.catalog.model import Entry
from canang.export.filling import Known, finding_rows, powers, recipients, signers
from canang.export.office import Office
from canang.export.word import field, new_document, tick, write_head

_DOTS = "………………………"


def to_docx(blank: Blank, entry: Entry, office: Office | None, known: Known, edition: str) -> bytes:
    """The form as an office's paper; the provisions that ask for a line stand in a comment beside it.

    Args:
        entry: what the form is filled in for; names the power of today, and who signs.
        edition: the version of the data, for the foot of the page.
    """
    title = f"{blank.title}: {blank.about}"
    document = new_document(title, f"Dựng theo {blank.form}, không phải tệp chính thức · {edition} · Trang ")
    signing = signers(blank, entry, office)
    office = office or Office(co_quan="TÊN CƠ QUAN")
    place = office.noi or "……"
    write_head(document, office, f"{place}, ngày …… tháng …… năm ……", left_below=f"Số: {blank.number}")
    _warn(document, blank)
    for text, style in ((blank.title.upper(), "Title"), (blank.about, "Normal")):
        line = document.add_paragraph(style=style)
        line.alignment = 1
        line.add_run(text).bold = True
    for line in _with_powers(blank, entry):
        _write(document, line, known)
    _sign(document, signing, recipients(blank))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_powers(blank: Blank, entry: Entry) -> list[BlankLine]:
    """The lines, the power by which the office acts behind the laws and decrees that the form rests on."""
    laws = list(takewhile(lambda line: line.kind == "say" and (line.text or "").startswith("Căn cứ"), blank.lines))
    if not laws:
        return list(blank.lines)
    granted = [BlankLine("say", text, (), 0, None, basis) for text, basis in powers(blank, entry)]
    circulars = (at for at, line in enumerate(laws) if (line.text or "").startswith("Căn cứ Thông tư"))
    place = next(circulars, len(laws))
    return [*laws[:place], *granted, *blank.lines[place:]]


def _warn(document: Any, blank: Blank) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    run = paragraph.add_run(
        f"[Dựng theo {blank.form} của {document_name(blank.document)}; không phải tệp mẫu chính thức. "
        "Đối chiếu với mẫu ban hành rồi xóa dòng này trước khi ký.]"
    )
    run.italic, run.font.size = True, Pt(10)
    if blank.verification.note:
        document.add_comment(run, text=blank.verification.note, author="canang", initials="cn")


def _write(document: Any, line: BlankLine, known: Known) -> None:
    if line.kind == "table":
        _table(document, line, finding_rows(known, line))
        return
    paragraph = document.add_paragraph()
    text = line.text or ""
    run = paragraph.add_run(text if line.kind in {"say", "part", "head"} else f"{text}: ")
    run.bold = paragraph.paragraph_format.keep_with_next = line.kind in {"part", "head"}
    if line.kind == "head":
        paragraph.alignment = 1
    if line.kind == "ask":
        field(paragraph, text, known.of(line.fill))
    if line.kind == "choose":
        for option in line.options:
            paragraph.add_run("  ")
            tick(paragraph, option, ticked=False)
            paragraph.add_run(f" {option};" if option != line.options[-1] else f" {option}")
    _cite(document, run, line)


def _table(document: Any, line: BlankLine, found: list[list[str]]) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    # One row stays free for what is seen while the minutes are read out.
    table = document.add_table(rows=1 + max(line.rows, len(found) + 1), cols=len(line.options))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, line.options, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, row in enumerate(table.rows[1:], 1):
        if line.options[0] == "TT":
            row.cells[0].text = str(number)
        for cell, text in zip(row.cells, found[number - 1] if number <= len(found) else (), strict=False):
            cell.text = text
    widths = _widths(line.options)
    # Word goes by the cells, LibreOffice by the grid.
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(12)
    _cite(document, table.rows[0].cells[-1].paragraphs[0].runs[0], line)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _widths(columns: tuple[str, ...]) -> list[Any]:
    """A narrow column for the running number; the others share the 16.5 cm of the page."""
    from docx.shared import Cm  # noqa: PLC0415

    numbered = columns[0] == "TT"
    rest = (16.5 - numbered) / (len(columns) - numbered)
    return [Cm(1) if numbered and not place else Cm(rest) for place in range(len(columns))]


def _cite(document: Any, run: Any, line: BlankLine) -> None:
    if line.basis:
        document.add_comment(run, text=f"Căn cứ: {line.basis}", author="canang", initials="cn")


def _sign(document: Any, signing: tuple[str, ...], sent_to: tuple[str, ...]) -> None:
    """Who signs, on the page on which the text ends; on the left, under whom it is sent to, where it is."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    # What stands before goes over to the next page with it: no page holds signatures alone.
    for paragraph in document.paragraphs[-3:]:
        paragraph.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=max(2, len(signing)))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # One signer stands on the right, under the date.
    for cell, signer in zip(table.rows[0].cells[-len(signing) :], signing, strict=True):
        cell.paragraphs[0].add_run(signer.upper()).bold = True
        cell.add_paragraph("(Ký, ghi rõ họ tên)").runs[0].italic = True
        for _ in range(3):
            cell.add_paragraph()
        cell.add_paragraph(_DOTS)
        for paragraph in cell.paragraphs:
            paragraph.alignment = 1
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(8)
    if sent_to:
        left = table.rows[0].cells[0]
        head = left.paragraphs[0].add_run("Nơi nhận:")
        head.bold = head.italic = True
        head.font.size = Pt(12)
        for each in sent_to:
            left.add_paragraph().add_run(each).font.size = Pt(11)
