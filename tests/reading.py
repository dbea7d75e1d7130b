"""What a reader finds on the pages of a finished PDF."""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2


@dataclass(frozen=True)
class Page:
    """One page: its width and height in points, and its text."""

    size: tuple[int, int]
    text: str


def read_pdf(pdf: Path | bytes) -> list[Page]:
    """The pages of a PDF, read by the library of a browser, which is eight times as fast as pypdf."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            left, bottom, right, top = page.get_mediabox()
            # The library writes a hyphen at the end of a line as a sign of its own.
            text = page.get_textpage().get_text_bounded().replace("\x02", "-\n")
            pages.append(Page((round(right - left), round(top - bottom)), text))
        return pages
