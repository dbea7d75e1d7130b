"""The procedures of a decision's file: DOCX, or a PDF that holds text."""

from collections.abc import Iterator
from pathlib import Path

from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.decision import part_of, read_decision
from canang.exchange.draft import Draft


def read_docx(path: Path) -> Iterator[Draft]:
    """The procedures of a decision in DOCX, as it reads once its tracked changes are accepted.

    Raises:
        Unreadable: it is no DOCX, too large, or describes no procedure.
    """
    check_size(path)
    from canang.exchange.docx_text import docx_lines  # noqa: PLC0415  one format a run

    yield from _described(path, docx_lines(path, part_of), "docx")


def read_pdf(path: Path) -> Iterator[Draft]:
    """The procedures of a decision in PDF.

    Raises:
        Unreadable: it is no PDF, has a password, holds only pictures, or describes no procedure.
    """
    check_size(path)
    from canang.exchange.pdf_text import pdf_lines  # noqa: PLC0415  one format a run

    yield from _described(path, pdf_lines(path), "pdf")


def _described(path: Path, lines: list[str], form: str) -> Iterator[Draft]:
    drafts = list(read_decision(lines, form))
    if not drafts:
        raise Unreadable(
            f"Không thấy thủ tục nào trong {path.name}: không có mục “Trình tự thực hiện”.",
            "Dùng quyết định có phần nội dung cụ thể của từng thủ tục.",
        )
    yield from drafts
