"""The national portal's procedure records, one JSON object a line, to drafts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from canang.exchange.bounds import lines_of
from canang.exchange.draft import Draft, pack
from canang.exchange.list_codes import read_spoiled_code
from canang.exchange.portal_cells import said, split_conditions, split_papers, split_results, split_ways
from canang.exchange.portal_laws import split_laws
from canang.exchange.portal_steps import split_steps
from canang.text.cleaning import clean

_LEVELS = {"Cấp xã": "xa", "Cấp huyện": "xa", "Cấp tỉnh": "tinh", "Cấp bộ": "bo", "Cơ quan khác": "khac"}
_NEAREST_FIRST = ("xa", "tinh", "bo", "khac")
_CELLS = {
    "name": "ten_thu_tuc", "code": "ma_thu_tuc", "level": "cap_thuc_hien", "field": "linh_vuc",
    "agency": "co_quan_thuc_hien", "steps": "trinh_tu_thuc_hien", "ways": "cach_thuc_thuc_hien",
    "dossier": "thanh_phan_ho_so", "documents": "can_cu_phap_ly", "conditions": "yeu_cau_dieu_kien",
    "result": "ket_qua_xu_ly", "applicant": "doi_tuong_thuc_hien", "authority": "co_quan_co_tham_quyen",
    "decision": "so_quyet_dinh", "url": "detail_url",
}  # fmt: skip
"""The portal's name of each cell."""


def read_records(path: Path) -> Iterator[Draft]:
    """The records of a file in its order; a line that is no record becomes a draft that holds only its text.

    Raises:
        Unreadable: the file as a whole cannot be read.
    """
    for number, line in lines_of(path):
        place = f"dòng {number}"
        if line is None:
            draft = Draft(place=place, packed=pack(""), format="portal-json")
            draft.miss("record", "dòng dài quá mức của một bản ghi; không đọc")
            yield draft
        elif line.strip():
            yield read_record(line.strip(), place)


def read_record(line: str, place: str) -> Draft:
    """One line to a draft."""
    draft = Draft(place=place, packed=pack(line), format="portal-json")
    try:
        record = msgspec.json.decode(line)
    except msgspec.DecodeError:
        draft.miss("record", "không phải JSON trọn vẹn; có thể tệp bị cắt")
        return draft
    except RecursionError:
        draft.miss("record", "JSON lồng nhau quá sâu")
        return draft
    if not isinstance(record, dict):
        draft.miss("record", "không phải một bản ghi thủ tục")
        return draft
    _understand(draft, {name: _text(record.get(cell)) for name, cell in _CELLS.items()})
    return draft


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return said(clean(value))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return said(clean("\n".join(value)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _understand(draft: Draft, cells: dict[str, str | None]) -> None:
    draft.stated = {part for part, text in cells.items() if text}
    draft.name = _line(cells["name"])
    if cells["code"]:
        draft.code, problem = read_spoiled_code(cells["code"])
        _note(draft, "code", [problem] if problem else [])
    draft.field, draft.applicant = _line(cells["field"]), _line(cells["applicant"])
    draft.agency, draft.authority = _line(cells["agency"]), _line(cells["authority"])
    draft.decision, draft.url = _line(cells["decision"]), cells["url"]
    if draft.name is None:
        draft.miss("name", "bản ghi không có tên thủ tục")
    _read_level(draft, cells["level"])
    if cells["steps"]:
        draft.steps, problems = split_steps(cells["steps"])
        _note(draft, "steps", problems)
    if cells["ways"]:
        draft.ways, problems = split_ways(cells["ways"])
        draft.stated |= {part for part in ("time_limit", "fee") if draft.recovered(part)}
        _note(draft, "time_limit", problems)
    if cells["dossier"]:
        draft.dossier, draft.sets, problems = split_papers(cells["dossier"])
        _note(draft, "dossier", problems)
    if cells["documents"]:
        draft.laws, left = split_laws(cells["documents"])
        _note(draft, "documents", [f"không thấy số văn bản trong “{piece[:60]}”" for piece in left])
    draft.conditions = split_conditions(cells["conditions"] or "")
    draft.results = split_results(cells["result"] or "")


def _read_level(draft: Draft, text: str | None) -> None:
    if text is None:
        return
    found = {_LEVELS[part] for part in (piece.strip() for piece in text.split(",")) if part in _LEVELS}
    draft.levels = tuple(level for level in _NEAREST_FIRST if level in found)
    draft.level = draft.levels[0] if draft.levels else None
    if draft.level is None:
        draft.miss("level", f"không rõ cấp “{text[:40]}”")


def _note(draft: Draft, part: str, problems: list[str]) -> None:
    for problem in problems:
        draft.miss(part, problem)


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None
