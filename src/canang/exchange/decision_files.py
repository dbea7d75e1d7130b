"""The lines of a decision's file: DOCX with its tables and tracked changes, or a PDF that holds text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from canang.exchange.bounds import LARGEST_PART, Unreadable, check_archive, check_size
from canang.exchange.decision import read_decision
from canang.exchange.draft import Draft

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_PAGES = 3_000
_DEEPEST = 12
"""Tables within tables beyond this are not looked into."""
_MARK = re.compile(r"^\s*(?:[-–+*•]|\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s|[a-zđ][.)]\s|[IVXA-Z]{1,4}[.)]\s|Bước\s+\d)")
_ENDS = re.compile(r"[.;:!?”\"]\s*$")


def read_docx(path: Path) -> Iterator[Draft]:
    """The procedures of a decision in DOCX, as it reads once its tracked changes are accepted.

    Raises:
        Unreadable: it is no DOCX, or describes no procedure.
    """
    check_size(path)
    check_archive(path)
    from docx import Document  # noqa: PLC0415  only for DOCX

    try:
        body = Document(str(path)).element.body
        lines = list(_body_lines(body, 0))
    except Exception as error:
        # A damaged file makes python-docx and lxml raise anything at all.
        raise Unreadable(f"Không đọc được {path.name} như một tệp Word.", "Mở bằng Word rồi lưu lại.") from error
    yield from _described(path, lines, "docx")


def read_pdf(path: Path) -> Iterator[Draft]:
    """The procedures of a decision in PDF.

    Raises:
        Unreadable: it is no PDF, has a password, holds only pictures, or describes no procedure.
    """
    check_size(path)
    from pypdf import PdfReader  # noqa: PLC0415  only for PDF

    pages: list[str] = []
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"Tệp {path.name} có mật khẩu.", "Bỏ mật khẩu rồi lưu lại.")
        if len(reader.pages) > _MOST_PAGES:
            raise Unreadable(f"Tệp {path.name} có hơn {_MOST_PAGES} trang; không đọc.", "Chia nhỏ tệp.")
        total = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            total += len(pages[-1])
            if total > LARGEST_PART:
                raise Unreadable(f"Tệp {path.name} có quá nhiều chữ; không đọc.", "Chia nhỏ tệp.")
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        # A damaged file makes pypdf raise anything at all.
        raise Unreadable(f"Không đọc được {path.name} như một tệp PDF.", "Tải lại tệp rồi chạy lại lệnh.") from error
    if sum(len(page.split()) for page in pages) < 20:
        raise Unreadable(
            f"Tệp {path.name} chỉ có hình quét, không có chữ để đọc.", "Tìm bản có chữ, hoặc bản Word của quyết định."
        )
    yield from _described(path, _page_lines(pages), "pdf")


def _described(path: Path, lines: list[str], form: str) -> Iterator[Draft]:
    drafts = list(read_decision(lines, form))
    if not drafts:
        raise Unreadable(
            f"Không thấy thủ tục nào trong {path.name}: không có mục “Trình tự thực hiện”.",
            "Dùng quyết định có phần nội dung cụ thể của từng thủ tục.",
        )
    yield from drafts


def _body_lines(block: Any, depth: int) -> Iterator[str]:
    """Paragraphs, and rows of tables with their cells side by side; a heading cell stands on a line of its own."""
    for child in block:
        if child.tag == f"{_W}p":
            yield _paragraph(child)
        elif child.tag == f"{_W}tbl" and depth < _DEEPEST:
            for row in child.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is child:
                    yield from _row_lines(row, depth)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"} and depth < _DEEPEST:
            yield from _body_lines(child, depth + 1)


def _row_lines(row: Any, depth: int) -> Iterator[str]:
    cells = [[line for line in _body_lines(cell, depth + 1) if line.strip()] for cell in row.iter(f"{_W}tc")
             if next(cell.iterancestors(f"{_W}tr")) is row]  # fmt: skip
    cells = [cell for cell in cells if cell]
    if not cells:
        return
    if len(cells) <= 3 and max(len(cell) for cell in cells) > 1:
        # A layout table: what a part is called on the left, its text on the right.
        for cell in cells:
            yield from cell
        return
    yield " | ".join(" ".join(cell) for cell in cells)


def _paragraph(paragraph: Any) -> str:
    """The text of a paragraph as it reads with all changes accepted; an automatic bullet becomes a dash or plus."""
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        around = {ancestor.tag for ancestor in node.iterancestors()}
        if around & {f"{_W}del", f"{_W}moveFrom"}:
            continue
        parts.append(node.text or "" if node.tag == f"{_W}t" else " ")
    text = "".join(parts).strip()
    level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if text and level is not None and not _MARK.match(text):
        return f"{'-' if level.get(f'{_W}val') == '0' else '+'} {text}"
    return text


def _page_lines(pages: list[str]) -> list[str]:
    """The lines of pages with those put together that only the width of the paper broke."""
    lines: list[str] = []
    for page in pages:
        for raw in page.splitlines():
            line = " ".join(raw.split())
            if not line or re.fullmatch(r"[-–]?\s*\d{1,4}\s*[-–]?", line):
                continue
            goes_on = lines and not _MARK.match(line) and not _ENDS.search(lines[-1]) and len(lines[-1]) > 45
            if goes_on:
                lines[-1] += f" {line}"
            else:
                lines.append(line)
    return lines
