"""What may be printed: the formats, read from what was asked for, and how much of an entry."""

import os
from enum import StrEnum
from pathlib import Path

from canang.desk.reading import Reading
from canang.errors import Failure
from canang.sheet.page import Sheet, without_sources

FORMATS = ("pdf", "docx", "html", "md", "json")


class Extent(StrEnum):
    """How much of an entry is printed: one page, the sheet, or the sheet with where each thing was read."""

    BRIEF = "brief"
    SHEET = "sheet"
    SOURCES = "sources"


def read_format(asked: str | None, output: str | None) -> str:
    """The format asked for by name, else by the ending of the file, else PDF.

    Raises:
        Failure: there is no such format, or the file's name ends like another kind of file.
    """
    suffix = "" if not output or output == "-" or is_folder(output) else Path(output).suffix.lstrip(".").lower()
    form = (asked or suffix or "pdf").lower()
    if form not in FORMATS:
        raise Failure(f"Chưa in được dạng “{form[:20]}”.", f"Chọn trong: {', '.join(FORMATS)}; như -o phieu.pdf")
    if suffix and suffix != form:
        named = f"{Path(str(output)).stem}.{form}"
        raise Failure(f"Dạng {form} mà tên tệp lại kết thúc bằng .{suffix[:20]}.", f"Ghi: -o {named}")
    return form


def is_folder(output: str | None) -> bool:
    """Whether what was asked for is a folder: one that is there, or a name that ends like one."""
    return bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())


def sheet_of(read: Reading, extent: Extent) -> Sheet:
    """The page of an entry to so great an extent."""
    if extent is Extent.BRIEF:
        from canang.sheet.brief import brief  # noqa: PLC0415  only where asked for

        return brief(read.sheet, read.summary)
    return read.sheet if extent is Extent.SOURCES else without_sources(read.sheet)
