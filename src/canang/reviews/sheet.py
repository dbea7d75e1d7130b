"""A review sheet: each statement beside its citation and level, with room for a verdict; out as XLSX or YAML, and back.

The YAML form is also what ``data/seed/reviews/`` keeps.
"""

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from canang.catalog.labels import SHORT_VERIFICATION, read_by
from canang.catalog.model import Level, Reading
from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.filled_yaml import read_filled_yaml
from canang.exchange.sheets import read_sheets
from canang.seed.companions import ReviewSeed, VerdictSeed
from canang.seed.reader import in_vietnamese
from canang.sheet.statements import Statement
from canang.text.days import BadDay, read_day
from canang.text.fold import fold

_HEAD = (
    "Đúng (x)", "Mức mới", "Nhận xét", "Mục", "Điều nêu", "Nội dung", "Căn cứ", "Mức nay", "Bản từ ngày", "Khóa", "Dấu",
)  # fmt: skip
_READ = "Đã đọc lại"
_WIDTHS = (8, 12, 28, 11, 14, 60, 42, 12, 12, 16, 18, 40)
_REVIEWER, _DAY = "Người duyệt", "Ngày duyệt"
_LEVELS = {fold(name): level for level, name in SHORT_VERIFICATION.items()} | {level.value: level for level in Level}
# What the levels were called on sheets of versions 0.1 and 0.2.
_LEVELS |= {"van ban": Level.TEXT, "tom tat": Level.SUMMARY}


class Line(msgspec.Struct, frozen=True):
    """One statement of one edition of an entry, to be reviewed, and who read it before."""

    entry: str
    edition: date
    statement: Statement
    readings: tuple[Reading, ...] = ()


def sheet_xlsx(title: str, lines: Iterable[Line]) -> bytes:
    """The sheet as a workbook: who and when at the top, a list of levels to choose from, the keys at the right."""
    from openpyxl import Workbook  # noqa: PLC0415  one format a run
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Phiếu duyệt"
    for row in (
        [title],
        ["Đánh x ở cột đầu nếu đã mở điều được dẫn, thấy đúng (mức thành “đã đọc luật”); hoặc chọn mức mới ở cột hai."],
        [_REVIEWER, None],
        [_DAY, None],
        [*_HEAD, _READ],
    ):
        sheet.append(row)
    for line in lines:
        sheet.append([None] * len(_WIDTHS))
        for column, value in enumerate(_cells(line), 1):
            cell = sheet.cell(sheet.max_row, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.data_type = "s"
            if column <= 3:
                cell.fill = PatternFill("solid", fgColor="FFF8DC")
    for column, width in enumerate(_WIDTHS, 1):
        sheet.cell(5, column).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(5, column).column_letter].width = width
    sheet["A1"].font = Font(bold=True, size=14)
    choices = DataValidation(type="list", formula1=f'"{",".join(SHORT_VERIFICATION.values())}"', allow_blank=True)
    sheet.add_data_validation(choices)
    choices.add(f"B6:B{max(6, sheet.max_row)}")
    sheet.freeze_panes = "A6"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "5:5"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_yaml(title: str, lines: Iterable[Line]) -> bytes:
    """The sheet as YAML, with what the reviewer reads in comments; an empty ``level`` says nothing."""
    parts = [f"# {title}", "# Điền reviewer, on, và level (van-ban, tom-tat, chua-doi-chieu) ở điều đã xem.", ""]
    last: tuple[str, date] | None = None
    for line in lines:
        if (line.entry, line.edition) != last:
            last = (line.entry, line.edition)
            parts += [f"- entry: {line.entry}", f"  edition: {line.edition}", "  reviewer:", "  on:", "  verdicts:"]
        said = f"{line.statement.label}: {line.statement.text}\n{line.statement.cited}".strip()
        said += "".join(f"\nĐã đọc lại: {read_by(reading)}" for reading in line.readings)
        parts += [f"    # {row}" for row in said.splitlines()]
        parts += [
            f"    - statement: {line.statement.key}",
            f"      digest: {line.statement.digest}",
            f"      level:  # nay là {line.statement.level}",
            "      note:",
        ]
    return ("\n".join(parts) + "\n").encode()


def read_sheet(path: Path) -> list[ReviewSeed]:
    """The reviews of a filled-in sheet; a statement of which nothing was said is left out.

    Raises:
        Unreadable: it is no review sheet, says nobody's name, or a level or a day that there is not.
    """
    check_size(path)
    found = _read_yaml(path) if path.suffix.lower() in {".yaml", ".yml"} else _read_xlsx(path)
    reviews = [review for review in found if review.verdicts]
    if not reviews:
        raise Unreadable(f"Phiếu {path.name} chưa đánh dấu dòng nào.", "Đánh x hoặc chọn mức mới rồi lưu lại.")
    return reviews


def review_yaml(review: ReviewSeed) -> bytes:
    """One review as a file of ``data/seed/reviews/``."""
    from ruamel.yaml import YAML  # noqa: PLC0415  one format a run

    yaml = YAML()
    yaml.width = 120
    out = io.BytesIO()
    plain = msgspec.to_builtins(review)
    plain["verdicts"] = [{k: v for k, v in verdict.items() if v is not None} for verdict in plain["verdicts"]]
    yaml.dump(plain, out)
    return out.getvalue()


def _cells(line: Line) -> tuple[str | None, ...]:
    s = line.statement
    level = SHORT_VERIFICATION[s.level]
    read = "\n".join(map(read_by, line.readings)) or None
    return None, None, None, line.entry, s.label, s.text, s.cited, level, str(line.edition), s.key, s.digest, read


def _read_xlsx(path: Path) -> list[ReviewSeed]:
    rows = read_sheets(path)[0].rows
    about = {fold(row[0] or ""): row[1] for row in rows[:6] if len(row) > 1}
    head = next((n for n, row in enumerate(rows[:12]) if tuple(row[: len(_HEAD)]) == _HEAD), None)
    if head is None:
        raise Unreadable(f"{path.name} không phải phiếu duyệt của cẩm nang.", "Làm phiếu: canang du-lieu doi-chieu MÃ")
    reviewer, day = _signed(path, about.get(fold(_REVIEWER)), about.get(fold(_DAY)))
    verdicts: dict[tuple[str, str], list[VerdictSeed]] = {}
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = dict(zip(_HEAD, row, strict=False))
        ticked, stated = cells.get("Đúng (x)"), cells.get("Mức mới")
        if not ticked and not stated:
            continue
        level = _level(stated, path, number) if stated else Level.TEXT
        key, digest, entry = cells.get("Khóa"), cells.get("Dấu"), cells.get("Mục")
        edition = cells.get("Bản từ ngày")
        if not (key and digest and entry and edition):
            raise Unreadable(f"{path.name}, hàng {number}: thiếu mục, khóa hoặc dấu.", "Đừng sửa các cột bên phải.")
        verdict = VerdictSeed(statement=key, digest=digest, level=level.value, note=cells.get("Nhận xét"))
        verdicts.setdefault((entry, edition), []).append(verdict)
    return [
        ReviewSeed(entry=entry, edition=date.fromisoformat(edition), reviewer=reviewer, day=day, verdicts=given)
        for (entry, edition), given in verdicts.items()
    ]


def _read_yaml(path: Path) -> list[ReviewSeed]:
    raw = read_filled_yaml(path, "Làm lại phiếu: canang du-lieu doi-chieu MÃ")
    reviews = []
    for sheet in raw if isinstance(raw, list) else [raw]:
        if not isinstance(sheet, dict) or not isinstance(sheet.get("verdicts"), list):
            raise Unreadable(f"{path.name} không phải phiếu duyệt.", "Làm phiếu: canang du-lieu doi-chieu MÃ")
        kept = [v for v in sheet["verdicts"] if isinstance(v, dict) and v.get("level")]
        if not kept:
            continue
        reviewer, day = _signed(path, sheet.get("reviewer"), sheet.get("on"))
        verdicts = [{key: value for key, value in verdict.items() if value is not None} for verdict in kept]
        edition = str(sheet.get("edition"))
        whole = {"entry": sheet.get("entry"), "edition": edition, "reviewer": reviewer, "on": day, "verdicts": verdicts}
        try:
            reviews.append(msgspec.convert({**whole, "on": day.isoformat()}, ReviewSeed))
        except msgspec.ValidationError as error:
            wrong = " ở ".join(filter(None, in_vietnamese(str(error))))
            raise Unreadable(f"{path.name}: mục {sheet.get('entry')} điền không đúng ({wrong}).") from error
    return reviews


def _signed(path: Path, reviewer: Any, day: Any) -> tuple[str, date]:
    if not reviewer or not str(reviewer).strip():
        raise Unreadable(f"Phiếu {path.name} chưa ghi người duyệt.", f"Điền ô “{_REVIEWER}” rồi lưu lại.")
    if not day:
        raise Unreadable(f"Phiếu {path.name} chưa ghi ngày duyệt.", f"Điền ô “{_DAY}” rồi lưu lại.")
    try:
        return str(reviewer).strip(), read_day(str(day))
    except BadDay as error:
        raise Unreadable(f"Phiếu {path.name}: {error}") from error


def _level(text: str, path: Path, number: int) -> Level:
    try:
        return _LEVELS[fold(text).strip()]
    except KeyError:
        raise Unreadable(
            f"{path.name}, hàng {number}: không có mức “{text[:40]}”.",
            f"Chọn: {', '.join(SHORT_VERIFICATION.values())}.",
        ) from None
