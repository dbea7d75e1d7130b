"""A list of cases that somebody kept in Excel or CSV: its rows as cases to open, and what was not understood."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from canang.exchange.bounds import MOST_RECORDS, Unreadable, check_ordinary, check_size
from canang.exchange.list_headings import heading_key
from canang.exchange.sheets import read_sheets
from canang.text.cleaning import clean
from canang.text.days import BadDay, read_day
from canang.text.visible import cleaned

_COLUMNS = {
    "name": r"(?:ten )?(?:ho so|co so|cua hang|nguoi nop|to chuc|don vi)|ten",
    "entry": r"ma(?: so)?(?: (?:thu tuc|tthc|nhiem vu|viec))?",
    "received": r"ngay (?:tiep )?(?:nhan|nop)(?: ho so)?",
    "closed": r"ngay (?:dong|tra(?: ket qua)?|xong)",
    "why": r"ly do|ghi chu",
    "who": r"nguoi(?: (?:lam|phu trach|thu ly|xu ly))?|can bo",
}
_HEADS = {name: re.compile(words) for name, words in _COLUMNS.items()}
_FURTHEST_HEAD = 20
"""Rows among which the heads of the columns are looked for, below titles and dates."""


class CaseDraft(msgspec.Struct, frozen=True):
    """A row as a case to open; ``row`` is its number in the file, ``entry`` the code as it was written."""

    row: int
    name: str
    entry: str
    received: date | None
    closed: date | None
    why: str | None
    who: str | None


class Rejected(msgspec.Struct, frozen=True):
    """A row that makes no case, and why."""

    row: int
    why: str


class CaseTable(msgspec.Struct, frozen=True):
    """What a file says: cases to open, rows that were not understood, and heads of columns that were not used."""

    drafts: tuple[CaseDraft, ...]
    rejected: tuple[Rejected, ...]
    unused: tuple[str, ...]


def read_case_list(path: Path) -> CaseTable:
    """The cases of a list in XLSX or CSV.

    Raises:
        Unreadable: it is neither, too large, or has no columns for names and codes.
    """
    rows = _rows_of(path)
    heads = ((at, row, _columns(row)) for at, row in enumerate(rows[:_FURTHEST_HEAD]))
    found = next((head for head in heads if {"name", "entry"} <= head[2].keys()), None)
    if found is None:
        raise Unreadable(
            f"{path.name}: không thấy cột “Hồ sơ” và cột “Mã” trong {_FURTHEST_HEAD} hàng đầu.",
            "Đặt tên cột như tệp của canang ho-so xuat: Hồ sơ, Mã, Ngày nhận.",
        )
    above, head, columns = found
    drafts: list[CaseDraft] = []
    rejected: list[Rejected] = []
    for place, cells in enumerate(rows[above + 1 :], above + 2):
        if any(cells):
            made = _draft(place, {key: cells[at] if at < len(cells) else None for key, at in columns.items()})
            (drafts if isinstance(made, CaseDraft) else rejected).append(made)  # type: ignore[arg-type]
    used = set(columns.values())
    unused = tuple(name for at, name in enumerate(head) if name and at not in used)
    return CaseTable(tuple(drafts), tuple(rejected), unused)


def _rows_of(path: Path) -> list[list[str | None]]:
    check_ordinary(path)
    if path.suffix.lower() == ".xlsx":
        sheets = read_sheets(path)
        return sheets[0].rows if sheets else []
    if path.suffix.lower() == ".csv":
        check_size(path)
        return list(_csv_rows(path))
    raise Unreadable(f"{path.name} không phải tệp .xlsx hoặc .csv.", "Mở bằng Excel rồi lưu thành .xlsx.")


def _csv_rows(path: Path) -> Iterator[list[str | None]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        dialect = csv.Sniffer().sniff(text[:4000], ",;\t") if text.strip() else csv.excel
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), dialect)):
            if number > MOST_RECORDS:
                raise Unreadable(f"{path.name} có hơn {MOST_RECORDS} hàng; không đọc.", "Chia nhỏ tệp.")
            yield [clean(cell).strip() or None for cell in row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"Không đọc được {path.name} như một tệp CSV.", "Lưu lại thành .xlsx.") from error


def _columns(row: list[str | None]) -> dict[str, int]:
    """The place of each part that a row of heads names, the first where several do."""
    found: dict[str, int] = {}
    for at, head in enumerate(row):
        key = heading_key(head) if head else ""
        part = next((name for name, words in _HEADS.items() if words.fullmatch(key)), None)
        if part:
            found.setdefault(part, at)
    return found


def _draft(row: int, cells: dict[str, str | None]) -> CaseDraft | Rejected:
    name, entry = cleaned(cells.get("name") or "").replace("\n", " ").strip(), (cells.get("entry") or "").strip()
    if not name:
        return Rejected(row, "thiếu tên hồ sơ")
    if not entry:
        return Rejected(row, "thiếu mã thủ tục")
    try:
        received, closed = (read_day(cells[key] or "") if cells.get(key) else None for key in ("received", "closed"))
    except BadDay as error:
        return Rejected(row, str(error))
    return CaseDraft(row, name, entry, received, closed, cells.get("why"), cells.get("who"))
