"""A DOCX as lines: paragraphs as they read once changes are accepted, rows of tables, text boxes apart and once."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from canang.exchange.bounds import DEEPEST_TABLE, MOST_PARAGRAPHS, Unreadable, check_archive, check_tags
from canang.exchange.dossier_rows import CELLS, paper_columns
from canang.text.cleaning import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode())
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TARGET = re.compile(
    rb'Type="[^"]*/officeDocument"[^>]*?Target="/?([^"]+)"|Target="/?([^"]+)"[^>]*?Type="[^"]*/officeDocument"'
)
_UNREAD = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "sectPr")}
_WHOLE_FILES = {f"{_W}altChunk", f"{_W}subDoc"}
_SIGNS = {
    f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "",
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
MARK = re.compile(r"^\s*(?:[-–+*•]|\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s|[a-zđ][.)]\s|[IVXA-Z]{1,4}[.)]\s|Bước\s+\d)")
"""A mark with which a line of a list begins."""


def docx_lines(path: Path, is_part: Callable[[str], object]) -> list[str]:
    """The lines of a DOCX; the cells of a row of data joined by ``" | "``.

    Args:
        is_part: whether a line is the heading of a part of a procedure.

    Raises:
        Unreadable: it is no DOCX, or too large.
    """
    check_archive(path)
    try:
        with zipfile.ZipFile(path) as archive:
            target = _TARGET.search(archive.read("_rels/.rels")) if "_rels/.rels" in archive.namelist() else None
            name = (target[1] or target[2]).decode() if target else "word/document.xml"
            check_tags(path, archive, name)
            check_tags(path, archive, name, b"p", MOST_PARAGRAPHS)
            content = archive.read(name).replace(*_STRICT)
        from docx.oxml import parse_xml  # noqa: PLC0415  only for DOCX

        body = parse_xml(content).find(f"{_W}body")
        return [clean(line) for line in _Reader(is_part).block(body, 0)]
    except (Unreadable, MemoryError):
        raise
    except _Within as error:
        raise Unreadable(
            f"Tệp {path.name} ghép nguyên một tệp khác vào trong; phần ấy chưa đọc được.",
            "Mở bằng Word, chọn Lưu thành (Save As), lưu lại thành .docx rồi nhập tệp mới.",
        ) from error
    except Exception as error:
        # A damaged file makes zipfile and lxml raise anything at all.
        raise Unreadable(f"Không đọc được {path.name} như một tệp Word.", "Mở bằng Word rồi lưu lại.") from error


class _Within(Exception):
    """Another file stands in this one whole, which only Word puts together."""


class _Reader:
    def __init__(self, is_part: Callable[[str], object]) -> None:
        self._is_part = is_part

    def block(self, block: Any, depth: int) -> Iterator[str]:
        """Paragraphs and tables, in or out of what is put around them."""
        for child in block:
            if not isinstance(child.tag, str) or child.tag in _UNREAD:
                continue
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                if depth < DEEPEST_TABLE:
                    yield from self._table(child, depth)
            elif child.tag in _WHOLE_FILES:
                raise _Within
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._alternative(child, lambda one: list(self.block(one, depth)))
            else:
                yield from self.block(child, depth)

    def _alternative(self, node: Any, read: Callable[[Any], list[str]]) -> list[str]:
        """What is written twice, for programs new and old, read once."""
        found = (read(each) for each in node if isinstance(each.tag, str))
        return next((lines for lines in found if any(line.strip() for line in lines)), [])

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[str]:
        """Its lines, an automatic bullet as a dash or plus, and behind it the lines of its text boxes."""
        boxes: list[str] = []
        lines = [line.strip() for line in "".join(self._text(paragraph, boxes, depth)).split("\n")]
        level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        if lines[0] and level is not None and not MARK.match(lines[0]):
            lines[0] = f"{'-' if level.get(f'{_W}val') == '0' else '+'} {lines[0]}"
        yield from lines
        yield from boxes

    def _text(self, node: Any, boxes: list[str], depth: int) -> list[str]:
        found: list[str] = []
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _UNREAD:
                continue
            if tag in {f"{_W}t", f"{_MATH}t"}:
                text = child.text or ""
                found.append(text.translate(_RAISED) if text.isascii() and _raised(node) else text)
            elif tag in _SIGNS:
                found.append(_SIGNS[tag])
            elif tag == f"{_W}br":
                found.append("\n" if child.get(f"{_W}type") in {None, "textWrapping"} else " ")
            elif tag == f"{_W}sym":
                found.append(chr(int(child.get(f"{_W}char") or "20", 16)))
            elif tag == f"{_W}txbxContent":
                boxes += self.block(child, depth + 1) if depth < DEEPEST_TABLE else ()
            elif tag == f"{_MC}AlternateContent":
                found += self._choice(child, boxes, depth)
            elif tag == f"{_MATH}f":
                found += [*self._text(child[-2], boxes, depth), "/", *self._text(child[-1], boxes, depth)]
            else:
                found += self._text(child, boxes, depth)
        return found

    def _choice(self, node: Any, boxes: list[str], depth: int) -> list[str]:
        for each in node:
            inner: list[str] = []
            text = self._text(each, inner, depth) if isinstance(each.tag, str) else []
            if any(part.strip() for part in [*text, *inner]):
                boxes += inner
                return text
        return []

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        rows = [self._cells(row, depth) for row in _children(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        head = next((n for n, row in enumerate(rows[:3]) if _heads_data(row)), None)
        below = [] if head is None else rows[head + 1 :]
        parts = any(cell and self._is_part(cell[0]) for row in below for cell in row[:2])
        for row in rows:
            if head is not None and not parts:
                if any(row):
                    yield CELLS.join(" ".join(cell) for cell in row)
            else:
                yield from self._layout(row)

    def _layout(self, row: list[list[str]]) -> Iterator[str]:
        """A row of a table that only lays a page out: what a part is called on the left, its text on the right."""
        cells = [cell for cell in row if cell]
        label = next((n for n, cell in enumerate(cells[:2]) if self._is_part(cell[0].rstrip(": ") + ":")), None)
        if label is not None and len(cells) > label + 1:
            told = [line for cell in cells[label + 1 :] for line in cell]
            yield " ".join(cells[label]).rstrip(": ") + ":" + (f" {told[0]}" if len(told) == 1 else "")
            yield from told if len(told) > 1 else ()
        elif cells and len(cells) <= 3 and max(len(cell) for cell in cells) > 1:
            for cell in cells:
                yield from cell
        elif cells:
            yield CELLS.join(" ".join(cell) for cell in cells)

    def _cells(self, row: Any, depth: int) -> list[list[str]]:
        """The lines of each cell; one that spans columns is followed by empty ones, so that none moves to the left."""
        cells: list[list[str]] = []
        for cell in _children(row, "tc"):
            cells.append([line for line in self.block(cell, depth + 1) if line.strip()])
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = int(span.get(f"{_W}val") or 1) if span is not None else 1
            cells += [[] for _ in range(min(width, 60) - 1)]
        return cells


def _children(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, also in content controls."""
    for child in node:
        if child.tag == f"{_W}{name}":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNREAD:
            yield from _children(child, name)


def _raised(run: Any) -> bool:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(f"{_W}val") == "superscript"


def _heads_data(row: list[list[str]]) -> bool:
    """Whether a row heads a table of data: numbers of rows, papers and counts, ways, documents."""
    cells = [" ".join(" ".join(cell).lower().split()).strip(" .:") for cell in row]
    signs = {"stt", "tt", "số tt", "số thứ tự", "hình thức nộp", "số ký hiệu", "trích yếu"}
    return sum(map(bool, cells)) > 1 and (bool(signs.intersection(cells)) or paper_columns(cells) is not None)
