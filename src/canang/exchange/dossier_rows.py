"""The papers of a dossier from lines and rows: names, the case in which each is asked for, counts by column."""

import re

import msgspec

from canang.exchange.draft import Draft, Paper

CELLS = " | "
"""What stands between the cells of a row; an empty cell keeps its place."""
ITEM = re.compile(r"^\s*(?:[-–—+*•]|\(?\d{1,2}[.)](?!\d)|[a-zđ][.)](?!\w))\s*")
"""A mark of a list; the 1. of 1.500.000 is none."""

_GROUP = re.compile(r"^\s*(?:[-–+*•]|[a-zđ][.)]|\(?\d{1,2}[.)])?\s*(?:Trường hợp|Đối với|Hồ sơ).{3,200}:\s*$")
_KIND = r"bản\s+(?:chính|gốc|sao|phô\s?tô|photo(?:\s?copy)?|chụp)|bản(?!\s+(?:điện tử|scan|quét|mềm))(?!\w)"
_BEFORE = re.compile(
    rf"(?<![\d.,/])0*(?P<number>\d{{1,3}})(?![\d.,/]\d)\s*(?:\([^)]{{1,20}}\)\s*)?(?P<kind>{_KIND})", re.I
)
_AFTER = re.compile(
    r"(?P<kind>bản\s+(?:chính|gốc|sao|phô\s?tô|photo))\s*[:=]\s*0*(?P<number>\d{1,3})(?![\d.,/]\d)(?:\s*bản(?!\s*(?:sao|chính|gốc|phô|photo)))?",
    re.I,
)
_BARE = re.compile(r"0*(\d{1,3})(?![\d.,/])(?:\s*\([^)]*\))?(?:\s*(?:bản|bộ|tờ|cái|quyển)(?!\w).*)?\s*$", re.I)
_NUMBERS = re.compile(r"\(?\d{1,2}\)?|\(?[A-E]\)?")
_ROMAN = re.compile(r"[IVX]{1,5}\.?")
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})[.)]?\s+|(?:Trường hợp|Đối với|Hồ sơ)\s")
_KINDS = re.compile(r"(?i)(?:số (?:lượng )?)?(?:bản|tờ) (?:chính|gốc|sao|chụp|phô\s?tô|photo)\.?")
_SETS = re.compile(r"(?i)^(?:b\)|-|\*|\d(?:\.\d)*\.?)?\s*số lượng(?: bộ)?(?: hồ sơ)?\s*:")


class Columns(msgspec.Struct):
    """Which column of a table of papers holds what."""

    name: int
    count: int | None = None
    originals: int | None = None
    copies: int | None = None
    form: int | None = None
    note: int | None = None


def cells_of_row(line: str) -> list[str]:
    """The cells of a row, an empty one as an empty text."""
    return [cell.strip() for cell in f" {line} ".split(CELLS)] if CELLS.strip() in line else [line.strip()]


def paper_columns(cells: list[str]) -> Columns | None:
    """The columns of a row that heads a table of papers; None where it is none."""
    lowered = [" ".join(re.sub(r"[(:].*", "", cell.lower()).split()) for cell in cells]

    def first(*words: str, but: str = "\0") -> int | None:
        return next((n for word in words for n, cell in enumerate(lowered) if word in cell and but not in cell), None)

    name = first("giấy tờ", "tên", "thành phần", "tài liệu", but="số lượng")
    if name is None or len(lowered[name]) > 60:
        return None
    originals, copies = first("bản chính", "bản gốc", but="sao"), first("bản sao", "phô tô", "photo", but="chính")
    count = first("số lượng", "số bản", "bản", but="biểu")
    numbered = any(cell in {"stt", "tt", "số tt", "số thứ tự"} for cell in lowered)
    if count is None and not numbered and not any("ghi chú" in cell for cell in lowered):
        return None
    if name in (originals, copies, count):
        return None
    form = next((n for n, cell in enumerate(lowered) if cell.startswith(("mẫu", "biểu mẫu")) and n != name), None)
    note = first("ghi chú", "yêu cầu về", "lưu ý")
    return Columns(name, None if count in (originals, copies) else count, originals, copies, form, note)


def read_dossier(draft: Draft, lines: list[str]) -> None:
    """Add the papers that lines and rows name to a draft, and the number of sets."""
    group: str | None = None
    columns: Columns | None = None
    for line in lines:
        cells = cells_of_row(line)
        plain = " ".join(ITEM.sub("", line).split()).strip(" ;.")
        if len(cells) > 1:
            columns, group = _row(draft, cells, columns, group)
        elif _SETS.match(line):
            draft.sets = plain.partition(":")[2].strip() or plain
        elif _GROUP.match(line):
            group = plain.rstrip(": ")
        elif plain and not re.fullmatch(r"(?i)thành phần hồ sơ(?:,? bao)?(?: gồm)?:?", plain.rstrip(":")):
            if ITEM.match(line) or not draft.dossier or not line.strip()[0].islower():
                draft.dossier.append(_paper(plain, plain, group))
            else:
                last = draft.dossier[-1]
                draft.dossier[-1] = _paper(f"{last.name} {plain}", f"{last.name} {plain}", last.group)


def _row(
    draft: Draft, cells: list[str], columns: Columns | None, group: str | None
) -> tuple[Columns | None, str | None]:
    """A row of a table of papers; returns the columns and the case in force after it."""
    if head := paper_columns(cells):
        return head, group
    filled = [cell for cell in cells if cell]
    if not filled or all(_NUMBERS.fullmatch(cell) for cell in filled):
        return columns, group
    if columns is None:
        name = max(cells, key=len)
        if not re.fullmatch(r"[\d.\s]*", name):
            draft.dossier.append(_paper(name.strip(" ;."), " ".join(cells), group))
        return None, group
    if under := _second_head(cells, columns):
        return under, group
    name = _at(cells, columns.name) or ""
    # What numbers a row stands before the name; behind it an X is a cross in the column of counts.
    before = set(filter(None, cells[: columns.name])) or {name}
    told = [cell for cell in filled if not _NUMBERS.fullmatch(cell) and not (cell in before and _ROMAN.fullmatch(cell))]
    lettered = any(_ROMAN.fullmatch(cell) or re.fullmatch(r"[A-ZĐ]\.?", cell) for cell in before)
    if len(told) == 1 and (not name or lettered or (len(filled) == 1 and _SECTION.match(told[0]))):
        return columns, re.sub(r"^(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})[.)]\s*", "", told[0]).rstrip(": ")
    if re.fullmatch(r"[\d.\s]*", name):
        draft.miss("dossier", f"hàng giấy tờ không có tên: “{' | '.join(filled)[:60]}”")
        return columns, group
    draft.dossier.append(_counted(draft, cells, columns, name.strip(" ;."), group))
    return columns, group


def _second_head(cells: list[str], columns: Columns) -> Columns | None:
    """The columns with those that a second row of headings names under “Số lượng”."""
    kinds = {n: cell.lower() for n, cell in enumerate(cells) if _KINDS.fullmatch(cell)}
    if not kinds or ((_at(cells, columns.name) or "").lower() not in {"", *kinds.values()} and len(kinds) < 2):
        return None
    originals = next((n for n, cell in kinds.items() if "chính" in cell or "gốc" in cell), columns.originals)
    copies = next((n for n, cell in kinds.items() if "sao" in cell or "tô" in cell), columns.copies)
    return Columns(columns.name, None, originals, copies, columns.form, columns.note)


def _counted(draft: Draft, cells: list[str], columns: Columns, name: str, group: str | None) -> Paper:
    counted = _at(cells, columns.count) or ""
    found = _paper(name, counted or name, group)
    originals, copies = found.originals, found.copies
    for part, column in (("bản chính", columns.originals), ("bản sao", columns.copies)):
        text = _at(cells, column)
        if not text or text in {"-", "–", "/"}:
            continue
        number = _number(text)
        if number is None:
            draft.miss("dossier", f"cột {part} của “{name[:60]}” ghi “{text[:20]}”, không rõ số bản")
        elif part == "bản chính":
            originals = number
        else:
            copies = number
    if counted and originals is None and copies is None:
        others = " ".join(cell.lower() for n, cell in enumerate(cells) if n not in (columns.name, columns.count))
        number = _number(counted)
        if number is None:
            draft.miss("dossier", f"số lượng của “{name[:60]}” ghi “{counted[:30]}”, không rõ số bản")
        elif re.search(r"bản sao|phô\s?tô|photo", others) and "bản chính" not in others:
            copies = number
        else:
            originals = number
    note = " ".join((_at(cells, columns.note) or "").split()).strip(" .;()")
    if re.fullmatch(r"(?i)(?:nếu (?:có|cần)|trường hợp .{3,80}|khi .{3,80})", note):
        name = f"{name} ({note[0].lower()}{note[1:]})"
    elif note and note not in {"-", "–"}:
        draft.miss("dossier", f"ghi chú của “{name[:60]}” không đọc: “{note[:60]}”")
    form = _at(cells, columns.form)
    forms = () if not form or form.lower() in {"không", "-"} else (" ".join(form.split()),)
    return Paper(name, originals, copies, forms, group)


def _number(text: str) -> int | None:
    """The number that a cell of counts holds; a kind beside it is the column's."""
    if match := _BARE.match(text.strip()):
        return int(match[1])
    found = _BEFORE.search(text)
    return int(found["number"]) if found else None


def _at(cells: list[str], column: int | None) -> str | None:
    return cells[column] if column is not None and column < len(cells) else None


def _paper(name: str, counted: str, group: str | None) -> Paper:
    originals = copies = None
    for match in [*_AFTER.finditer(counted), *_BEFORE.finditer(_AFTER.sub(" ", counted))]:
        if re.search(r"sao|tô|photo|chụp", match["kind"], re.IGNORECASE):
            copies = int(match["number"]) if copies is None else copies
        elif originals is None:
            originals = int(match["number"])
    return Paper(name, originals, copies, (), group)
