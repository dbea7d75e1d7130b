"""Any file from outside to drafts, by what its name says it is."""

from collections.abc import Iterator
from pathlib import Path

from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.draft import Draft
from canang.exchange.kinds import check_kind

KINDS = ".jsonl, .jsonl.gz, .xlsx, .docx, .pdf"
"""The endings that can be read."""


def read_drafts(path: Path) -> Iterator[Draft]:
    """The procedures of a file.

    Raises:
        Unreadable: the file as a whole cannot be read, or nobody knows how.
    """
    check_size(path)
    check_kind(path)
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        from canang.exchange.portal_records import read_records  # noqa: PLC0415  one format a run

        return read_records(path)
    if name.endswith(".xlsx"):
        from canang.exchange.portal_list import read_list  # noqa: PLC0415

        return read_list(path)
    if name.endswith(".docx"):
        from canang.exchange.decision_files import read_docx  # noqa: PLC0415

        return read_docx(path)
    if name.endswith(".pdf"):
        from canang.exchange.decision_files import read_pdf  # noqa: PLC0415

        return read_pdf(path)
    raise Unreadable(f"Chưa đọc được loại tệp của {path.name}.", f"Đọc được: {KINDS}.")
