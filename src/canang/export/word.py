"""What every DOCX of ours shares: page, face, language, an office's head, tick boxes and fields to fill in."""

import io
from typing import Any

from canang.export.office import MOTTO, NATION, Office

_FACE = "Times New Roman"
_LINE, _LETTER, _DOTS = 460, 6, 13
"""The width of a line, of an ordinary letter and of three dots at 13 points, in points."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def new_document(title: str, foot: str) -> Any:
    """An empty document on A4 with the margins and the face of Nghị định 30/2020/NĐ-CP.

    Args:
        foot: what stands before the page number.
    """
    from docx import Document  # noqa: PLC0415  only this form needs it
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    for name, size in (("Normal", 13), ("Title", 15), ("Heading 1", 13), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FACE, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Word falls back on another face for part of the text unless all four slots name it.
        for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(slot), _FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.0
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    _set_language(document.styles["Normal"].element.get_or_add_rPr())
    document.core_properties.title = title[:250]
    document.core_properties.author = "canang"
    document.core_properties.language = "vi-VN"
    paragraph = section.footer.paragraphs[0]
    paragraph.style.font.size = Pt(10)
    paragraph.text = foot
    # “1/2”: of a paper that is signed no page goes missing unseen.
    _add_field(paragraph, "PAGE")
    paragraph.add_run("/")
    _add_field(paragraph, "NUMPAGES")
    return document


def make_small(document: Any) -> None:
    """Type, spaces and upper and lower margins of a document that is to stay on one page."""
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document.sections[0].top_margin = document.sections[0].bottom_margin = Cm(1.2)
    for name, size in (("Normal", 8.5), ("Title", 11.5), ("Heading 1", 9)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(1)
        style.paragraph_format.line_spacing = 1.0


def write_head(document: Any, office: Office, right_below: str, left_below: str = "") -> None:
    """The two columns at the top: the office on the left, the national motto on the right, a line under each."""
    from docx.shared import Cm, Pt  # noqa: PLC0415

    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    if office.logo:
        left.paragraphs[0].add_run().add_picture(io.BytesIO(office.logo), height=Cm(1.3))
        left.add_paragraph()
    left.paragraphs[-1].add_run(office.cap_tren)
    left.add_paragraph().add_run(office.co_quan).bold = True
    right.paragraphs[0].add_run(NATION).bold = True
    right.add_paragraph().add_run(MOTTO).bold = True
    if left_below:
        left.add_paragraph(left_below)
    if right_below:
        right.add_paragraph().add_run(right_below).italic = True
    table.autofit = False
    for cell, column, width in zip((left, right), table.columns, (Cm(7), Cm(9.5)), strict=True):
        cell.width = column.width = width
        for paragraph in cell.paragraphs:
            paragraph.alignment = 1
            for run in paragraph.runs:
                run.font.size = Pt(12)


def tick(paragraph: Any, name: str, *, ticked: bool) -> None:
    """A tick box of Word's own (a content control), which LibreOffice shows and ticks too."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    control = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w:alias w:val=""/>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
        f"</w:rPr><w:t>{'☒' if ticked else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    _name(control, name)
    paragraph._p.append(control)


def field(paragraph: Any, name: str, text: str | None) -> None:
    """Room to write in: a content control that holds what is known, or dots that the first key replaces."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls, qn  # noqa: PLC0415

    empty = "" if text else "<w:showingPlcHdr/>"
    lines = (text or "…" * max(8, (_LINE - _LETTER * (len(name) + 2)) // _DOTS)).split("\n")
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val=""/>{empty}<w:text w:multiLine="1"/>'
        f"</w:sdtPr><w:sdtContent><w:r>{'<w:br/>'.join(['<w:t/>'] * len(lines))}</w:r></w:sdtContent></w:sdt>"
    )
    _name(control, name)
    for place, line in zip(control.iter(qn("w:t")), lines, strict=True):
        # A space before a further line: LibreOffice leaves out the break before it.
        place.text = line if line is lines[0] else f" {line}"
        place.set(qn("xml:space"), "preserve")
    paragraph._p.append(control)


def _name(control: Any, name: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    control.find(f".//{qn('w:alias')}").set(qn("w:val"), name[:60])


def _set_language(properties: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for slot in ("w:val", "w:eastAsia"):
        language.set(qn(slot), "vi-VN")
    properties.append(language)


def _add_field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), name)
    paragraph._p.append(element)
