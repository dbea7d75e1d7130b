"""What the ways to export share: the format asked for, the office's head, and the content in each format."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from canang.catalog.model import Entry
from canang.cli.errors import Failure
from canang.cli.session import Session
from canang.export.json_form import entry_object
from canang.export.office import FILE as OFFICE_FILE
from canang.export.office import BadOffice, Office, read_office
from canang.export.paper import Paper

FORMATS = ("pdf", "docx", "html", "md", "json")


def read_format(asked: str | None, output: str | None) -> str:
    """The format asked for by name, else by the ending of the file, else PDF.

    Raises:
        Failure: there is no such format.
    """
    suffix = Path(output).suffix.lstrip(".").lower() if output and output != "-" else ""
    form = (asked or (suffix if suffix in FORMATS else "pdf")).lower()
    if form not in FORMATS:
        raise Failure(f"Chưa in được dạng “{asked}”.", f"Chọn trong: {', '.join(FORMATS)}.")
    return form


def office_of(session: Session) -> Office:
    """The office's own head.

    Raises:
        Failure: there is none, or it cannot be read.
    """
    found = office_if_any(session)
    if found is None:
        raise Failure(
            f"Chưa có đầu trang của cơ quan: {session.environment.home / OFFICE_FILE}",
            'Tạo tệp ấy với: co_quan = "ỦY BAN NHÂN DÂN XÃ …", cap_tren = "…", noi = "…", logo = "logo.png"',
        )
    return found


def office_if_any(session: Session) -> Office | None:
    """The office's own head, where the user has written one.

    Raises:
        Failure: it cannot be read.
    """
    try:
        return read_office(session.environment.home)
    except BadOffice as error:
        raise Failure(str(error), 'Viết như: co_quan = "ỦY BAN NHÂN DÂN XÃ …"') from error


def content_of(
    form: str, entries: list[Entry], papers: list[Paper], *, as_array: bool = False, office: Office | None = None
) -> bytes:
    """The papers (for JSON, the entries) in a format.

    Args:
        as_array: JSON of one entry is still an array.
    """
    if form == "json":
        objects = [entry_object(entry) for entry in entries]
        return as_json(objects if as_array else objects[0])
    if form == "md":
        from canang.export.markdown import to_markdown  # noqa: PLC0415  one format a run

        return "\n".join(to_markdown(paper) for paper in papers).encode()
    if form == "docx":
        from canang.export.docx import to_docx  # noqa: PLC0415

        return to_docx(papers, office)
    if form == "html":
        from canang.export.html import to_html  # noqa: PLC0415

        return to_html(papers, office)
    from canang.export.pdf import to_pdf  # noqa: PLC0415

    with typeset():
        return to_pdf(papers, office)


def as_json(value: Any) -> bytes:
    """A value as a JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


@contextmanager
def typeset() -> Iterator[None]:
    """What the typesetter refuses becomes a ``Failure``."""
    from canang.export.pdf import TypesettingFailed  # noqa: PLC0415

    try:
        yield
    except TypesettingFailed as error:
        raise Failure(
            f"Không dàn được trang PDF: {error}", "Thử --dinh-dang md, và báo cho người phụ trách."
        ) from error
