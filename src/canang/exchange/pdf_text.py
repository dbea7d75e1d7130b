"""A PDF that holds text as lines, without running heads and with what the width of the paper broke put together."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Timer

from canang.exchange import bounds
from canang.exchange.bounds import LARGEST_PART, Unreadable
from canang.exchange.docx_text import MARK
from canang.text.cleaning import clean

_ENDS = re.compile(r"[.;:!?”\"]\s*$")
_PAGE_NUMBER = re.compile(r"(?i)[-–—]?\s*(?:trang|page)?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?")
_EDGE = 2
"""Lines at the top and at the foot of a page in which a running head may stand."""


def pdf_lines(path: Path) -> list[str]:
    """The lines of a PDF.

    Raises:
        Unreadable: it is no PDF, has a password, too many pages or one that never ends, or holds only pictures.
    """
    pages = []
    total = 0
    for text in _read_apart(path):
        pages.append(clean(text))
        total += len(pages[-1])
        if total > LARGEST_PART:
            raise Unreadable(f"Tệp {path.name} có quá nhiều chữ; không đọc.", "Chia nhỏ tệp.")
    if sum(len(page.split()) for page in pages) < 20:
        raise Unreadable(
            f"Tệp {path.name} chỉ có hình quét, không có chữ để đọc.", "Tìm bản có chữ, hoặc bản Word của quyết định."
        )
    return page_lines(pages)


def _read_apart(path: Path) -> Iterator[str]:
    """The text of each page, read by a process of its own: of a page that never ends only that process is ended."""
    # Not from the folder one happens to stand in: a folder called canang there is not the program.
    line = [sys.executable, "-P", "-m", "canang.exchange.pdf_pages", str(path.resolve())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as reader:
        assert reader.stdout is not None
        try:
            for number in count(1):
                watch = Timer(bounds.LONGEST_PAGE, reader.kill)
                watch.start()
                told = reader.stdout.readline()
                in_time = watch.is_alive()
                watch.cancel()
                said = json.loads(told) if told.endswith(b"\n") else None
                if said is None and not in_time:
                    raise Unreadable(
                        f"Trang {number} của {path.name} đọc mãi không xong; thôi.",
                        "Dùng bản Word của quyết định, hoặc in các trang cần nhập ra PDF khác.",
                    )
                if said is None:
                    raise Unreadable(f"Không đọc được {path.name} như một tệp PDF.", "Tải lại tệp rồi chạy lại lệnh.")
                if "refused" in said:
                    raise Unreadable(*said["refused"])
                if "page" not in said:
                    return
                yield said["page"]
        finally:
            reader.kill()


def page_lines(pages: list[str]) -> list[str]:
    """The lines of pages with those put together that only the width of the paper broke."""
    lines: list[str] = []
    for page in _without_running_heads(pages):
        for line in page:
            goes_on = lines and not MARK.match(line) and not _ENDS.search(lines[-1]) and len(lines[-1]) > 45
            if goes_on:
                lines[-1] += f" {line}"
            else:
                lines.append(line)
    return lines


def _without_running_heads(pages: list[str]) -> list[list[str]]:
    """The lines of each page without its number and without what stands at the edge of page after page."""
    read = [[line for raw in page.splitlines() if (line := " ".join(raw.split()))] for page in pages]
    read = [[line for line in page if not _PAGE_NUMBER.fullmatch(line)] for page in read]
    counted = Counter(shape for page in read for shape in {_shape(page[n]) for n in _edges(page)})
    # Odd and even pages have heads of their own.
    running = {shape for shape, times in counted.items() if times >= max(2, 0.3 * len(read))}
    return [
        [line for n, line in enumerate(page) if not (n in _edges(page) and _shape(line) in running)] for page in read
    ]


def _edges(page: list[str]) -> set[int]:
    kept = {n for n in (*range(_EDGE), *range(len(page) - _EDGE, len(page))) if 0 <= n < len(page)}
    return {n for n in kept if not MARK.match(page[n])}


def _shape(line: str) -> str:
    """A line with its numbers left out: those of pages differ."""
    return re.sub(r"\d+", "#", line.lower())
