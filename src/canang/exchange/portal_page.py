"""The portal's own page of a procedure as a document: labels before the first part, tables of ways and of documents."""

import re

from canang.exchange.amounts import read_fee, read_limit
from canang.exchange.dossier_rows import CELLS, cells_of_row
from canang.exchange.draft import Draft, Law, Way
from canang.exchange.levels import level_of_column
from canang.exchange.portal_cells import said
from canang.exchange.portal_laws import laws_in
from canang.text.identifiers import read_procedure_code

_LABELS = {
    "mã thủ tục": "code", "mã tthc": "code", "tên thủ tục": "name", "tên tthc": "name", "cấp thực hiện": "level",
    "loại thủ tục": "kind", "lĩnh vực": "field", "số quyết định": "decision",
}  # fmt: skip
_LABEL = re.compile(rf"^\W*(?P<label>{'|'.join(_LABELS)})(?: hành chính)?\s*(?::|\||$)[\s:|]*(?P<value>.*)$", re.I)
OTHER = re.compile(
    r"^\W*(?:địa chỉ tiếp nhận(?: hs| hồ sơ)?|cơ quan được ủy quyền|cơ quan phối hợp|từ khóa|mô tả|thủ tục liên quan|"
    rf"{'|'.join(_LABELS)})\s*(?:[:|]|$)",
    re.IGNORECASE,
)
"""Labels of the page that begin none of the parts that are kept."""
_REACH = 40
"""Lines before the first part in which the labels stand."""


def head_of_page(lines: list[str], floor: int, head: int) -> tuple[int, dict[str, str]] | None:
    """Where the labels of the page before a line begin, and what they say; None where there is no such page."""
    found: dict[str, str] = {}
    begin = head
    for number in range(head - 1, max(floor, head - _REACH) - 1, -1):
        match = _LABEL.match(lines[number])
        if match is None:
            continue
        key = _LABELS[match["label"].lower()]
        if key in found:
            break
        value = match["value"].strip(" |")
        if not value and number + 1 < head and not _LABEL.match(lines[number + 1]):
            value = lines[number + 1].strip()
        found[key], begin = value, number
    return (begin, found) if "name" in found and found.keys() & {"code", "level", "kind"} else None


def fill_head(draft: Draft, labels: dict[str, str]) -> None:
    """What the labels say: name, code, level, field, decision."""
    told = {key: " ".join(value.split()) for key, value in labels.items() if said(value)}
    draft.name, draft.field = told.get("name"), told.get("field")
    draft.code, draft.level = read_procedure_code(told.get("code", "")), level_of_column(told.get("level", ""))
    draft.decision = told.get("decision") or draft.decision
    draft.stated |= {part for part in ("name", "code", "field", "level") if part in told}
    for part, words in (("code", "mã"), ("level", "cấp")):
        if part in told and getattr(draft, part) is None:
            draft.miss(part, f"không rõ {words} “{told[part][:40]}”")


def ways_of_rows(draft: Draft, lines: list[str]) -> bool:
    """Add the ways of a table of ways, limits and fees to a draft; whether there is such a table."""
    columns: dict[str, int] = {}
    for line in lines:
        cells = cells_of_row(line)
        lowered = [cell.lower() for cell in cells]
        if "hình thức nộp" in lowered:
            words = {"how": "hình thức", "limit": "thời", "fee": "phí", "note": "mô tả"}
            columns = {key: n for key, word in words.items() for n, cell in enumerate(lowered) if word in cell}
        elif columns and len(cells) > 1:
            told = {key: said(cells[n]) for key, n in columns.items() if n < len(cells)}
            fee = read_fee(cells[columns["fee"]]) if columns.get("fee", len(cells)) < len(cells) else None
            limit = read_limit(told["limit"]) if told.get("limit") else None  # type: ignore[arg-type]
            draft.ways.append(Way(told.get("how") or "", limit, fee, told.get("note")))
    return bool(columns)


def laws_of_rows(lines: list[str]) -> list[Law]:
    """The documents of a table with a column for their numbers; none where there is no such table."""
    number = title = None
    laws: dict[str, Law] = {}
    for line in lines:
        cells = cells_of_row(line)
        lowered = [cell.lower() for cell in cells]
        if CELLS in line and any(cell.startswith(("số ký hiệu", "số hiệu", "số, ký hiệu")) for cell in lowered):
            number = next(n for n, cell in enumerate(lowered) if cell.startswith(("số ký", "số hiệu", "số, ký")))
            title = next((n for n, cell in enumerate(lowered) if "trích yếu" in cell or "tên" in cell), None)
        elif number is not None and number < len(cells):
            for law in laws_in(cells[number]):
                told = cells[title] if title is not None and title < len(cells) else ""
                laws.setdefault(law.number, Law(law.number, told or law.number))
    return list(laws.values())
