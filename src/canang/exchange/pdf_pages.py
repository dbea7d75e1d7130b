"""The text of a PDF's pages, one JSON object a line: run as a process of its own, which whoever reads it may end.

``{"page": "…"}`` for each page, ``{"end": true}`` behind the last, ``{"refused": [what, hint]}`` in their place.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from canang.exchange.bounds import MOST_PAGES

_MOST_MEMORY = 4_000_000_000
"""Bytes of address space for one file, where the system can say so."""


def main() -> None:
    """Tell the pages of the file that the command line names."""
    path = Path(sys.argv[1])
    _bound_memory()
    # What pypdf says of a damaged file is English, and for those who write PDFs.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    from pypdf import PdfReader  # noqa: PLC0415  within the bound

    # A damaged file makes pypdf raise anything at all: then this process ends before it has told the end.
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        _tell(refused=(f"Tệp {path.name} có mật khẩu.", "Bỏ mật khẩu rồi lưu lại."))
        return
    if len(reader.pages) > MOST_PAGES:
        _tell(refused=(f"Tệp {path.name} có hơn {MOST_PAGES} trang; không đọc.", "Chia nhỏ tệp."))
        return
    for page in reader.pages:
        _tell(page=page.extract_text())
    _tell(end=True)


def _tell(**said: Any) -> None:
    # ASCII: half characters of a damaged page are no UTF-8.
    print(json.dumps(said), flush=True)


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Windows has none

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
