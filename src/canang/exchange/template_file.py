"""A filled-in template, XLSX or YAML, to the plain tree that both are: procedures with their steps and papers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.filled_yaml import read_filled_yaml
from canang.exchange.sheets import Sheet, read_sheets, sheet_names
from canang.exchange.template import DOSSIER, HIDDEN, PARTS, PROCEDURES, SOURCES, STEPS, WORDS, Part
from canang.text.days import BadDay, read_day
from canang.text.fold import fold

Tree = dict[str, Any]

_DAYS = {"from", "to", "verification.on", "read_on"}
_LISTS = {"words", "basis", "sources", "say", "means"}
_NUMBERS = {"originals", "copies"}


def is_template(path: Path) -> bool:
    """Whether a file is a filled-in template of ours, and not a list of the portal's.

    Raises:
        Unreadable: it is a workbook that cannot be read.
    """
    if path.suffix.lower() in {".yaml", ".yml"}:
        return True
    if path.suffix.lower() != ".xlsx":
        return False
    titles = {fold(name).strip() for name in sheet_names(path)}
    return {fold(PROCEDURES.title), fold(STEPS.title)} <= titles


def read_template(path: Path) -> Tree:
    """The tree of a template, each procedure with its ``place`` in the file.

    Raises:
        Unreadable: it is no template, or damaged.
    """
    check_size(path)
    return _read_yaml(path) if path.suffix.lower() in {".yaml", ".yml"} else _read_xlsx(path)


def _read_yaml(path: Path) -> Tree:
    tree = read_filled_yaml(path, "So với mẫu: canang du-lieu mau mau.yaml")
    if not isinstance(tree, dict) or not isinstance(tree.get("procedures", []), list):
        raise Unreadable(f"Tệp {path.name} không theo mẫu.", "So với mẫu: canang du-lieu mau mau.yaml")
    for number, procedure in enumerate(tree.setdefault("procedures", []), 1):
        if not isinstance(procedure, dict):
            raise Unreadable(f"Tệp {path.name}: thủ tục thứ {number} không có các mục “tên: giá trị”.")
        procedure["place"] = f"thủ tục thứ {number}"
    return tree


def _read_xlsx(path: Path) -> Tree:
    sheets = {fold(sheet.name).strip(): sheet for sheet in read_sheets(path)}
    found = {part.key: list(_rows(sheets, part)) for part in PARTS}
    procedures: list[Tree] = []
    by_id: dict[str, Tree] = {}
    for place, row in found[PROCEDURES.key]:
        procedure = {**row, "place": place, STEPS.key: [], DOSSIER.key: []}
        procedures.append(procedure)
        by_id.setdefault(str(row.get("id", "")).upper(), procedure)
    strays: list[str] = []
    for part in (STEPS, DOSSIER):
        for place, row in found[part.key]:
            owner = by_id.get(str(row.pop("id", "")).upper())
            if owner is None:
                strays.append(place)
                continue
            if part is DOSSIER and "condition" in row:
                row["required"] = False
            owner[part.key].append(row)
    return {
        "procedures": procedures,
        "sources": {str(row.pop("id", "")): row for _, row in found[SOURCES.key]},
        "hidden": [row["id"] for _, row in found[HIDDEN.key] if "id" in row],
        "words": [row for _, row in found[WORDS.key]],
        "strays": strays,
        "unknown": [told for part in PARTS for told in _unknown(sheets, part)],
    }


def _rows(sheets: dict[str, Sheet], part: Part) -> Iterator[tuple[str, Tree]]:
    """The filled rows of a sheet with their place; a column is known by its heading, wherever it stands."""
    sheet = sheets.get(fold(part.title))
    if sheet is None or not sheet.rows:
        return
    headings = _headings(sheet)
    columns = {
        column.key: headings[fold(column.heading)] for column in part.columns if fold(column.heading) in headings
    }
    for number, row in enumerate(sheet.rows[1:], 2):
        if not any(row):
            continue
        place = f"trang “{sheet.name}”, hàng {number}"
        tree: Tree = {}
        for key, column in columns.items():
            text = row[column] if column < len(row) else None
            if text is not None:
                _put(tree, key, _value(key, text))
        yield place, tree


def _headings(sheet: Sheet) -> dict[str, int]:
    """The columns of a sheet by their folded headings on one line."""
    return {" ".join(fold(text or "").split()): column for column, text in enumerate(sheet.rows[0])}


def _unknown(sheets: dict[str, Sheet], part: Part) -> Iterator[str]:
    """The filled columns of a sheet whose headings the template does not have: renamed, or somebody's own."""
    sheet = sheets.get(fold(part.title))
    known = {fold(column.heading) for column in part.columns}
    for heading, column in _headings(sheet).items() if sheet and sheet.rows else ():
        if heading not in known and any(column < len(row) and row[column] for row in sheet.rows[1:]):  # type: ignore[union-attr]
            yield f"trang “{part.title}” có cột “{sheet.rows[0][column] or 'không tên'}” không có trong mẫu"  # type: ignore[union-attr]


def _put(tree: Tree, key: str, value: Any) -> None:
    outer, _, inner = key.rpartition(".")
    target = tree.setdefault(outer, {}) if outer else tree
    target[inner] = value


def _value(key: str, text: str) -> Any:
    if key in _DAYS:
        try:
            return read_day(text).isoformat()
        except BadDay:
            return text
    if key in _LISTS:
        return [item for part in text.split(";") if (item := part.strip())]
    if key in _NUMBERS and text.isdigit():
        return int(text)
    return text
