"""A decision that announces procedures: lines of text to drafts, by the twelve parts of a procedure's description.

The parts are those of Thông tư 02/2017/TT-VPCP; decisions number and name them in many ways, so that they are known by
their words. A procedure begins at the line before “Trình tự thực hiện”.
"""

import re
from collections.abc import Iterator

from canang.exchange.amounts import read_fee, read_limit
from canang.exchange.dossier_rows import CELLS, ITEM, cells_of_row, read_dossier
from canang.exchange.draft import Draft, Limit, Way, pack
from canang.exchange.levels import level_of_agency, level_said
from canang.exchange.portal_cells import said, split_conditions
from canang.exchange.portal_laws import laws_in, split_laws
from canang.exchange.portal_page import OTHER, fill_head, head_of_page, laws_of_rows, ways_of_rows
from canang.exchange.portal_steps import split_steps
from canang.text.cleaning import clean
from canang.text.identifiers import read_procedure_code

_NUMBERING = (
    r"^[\s\-–—*+•|]*(?:(?:\d{1,3}\.)*\d{1,3}(?:[.)/]|(?=\s))|\(\d{1,2}\)|[a-zđ]{1,2}[.)/]|[IVX]{1,4}[.)/])?[\s\-–—.:|]*"
)
_PARTS = (
    ("steps", r"trình tự(?: và thời gian)?(?: các bước)? thực hiện"),
    ("ways", r"cách thức thực hiện"),
    ("dossier", r"thành phần,? (?:và )?số lượng hồ sơ|thành phần hồ sơ(?: bao gồm| gồm)?|hồ sơ bao gồm"),
    ("sets", r"số lượng(?: bộ)? hồ sơ"),
    ("limit", r"(?:tổng )?thời (?:hạn|gian) (?:giải quyết|thực hiện|xử lý)|(?P<bare>thời hạn(?=\s*[:|]))"),
    ("applicant", r"đối tượng(?: thực hiện| áp dụng)?"),
    ("agency", r"cơ quan(?: trực tiếp)? (?:thực hiện|giải quyết|có thẩm quyền)"),
    ("result", r"kết quả(?: của việc)?(?: thực hiện| giải quyết)?"),
    (
        "fee",
        r"(?:mức )?(?:thu )?(?:phí,? (?:và )?lệ phí|lệ phí|phí)"
        r"(?P<of> (?:thẩm|cấp|kiểm|xét|duy trì|đăng ký|đánh giá|sát hạch)[^:.|]{0,60}(?=:))?",
    ),
    ("forms", r"(?:tên )?(?:các )?(?:mẫu|biểu mẫu)(?: đơn| tờ khai|,)*"),
    ("conditions", r"(?:các )?yêu cầu,? (?:hoặc |và )?điều kiện(?: thực hiện(?! thủ tục| tthc))?"),
    ("documents", r"(?:các )?căn cứ pháp lý"),
)
_OF_WHAT = (
    r"(?: (?:của )?(?:việc )?(?:thực hiện |giải quyết )?(?:thủ tục(?: hành chính)?|tthc)| tờ khai"
    r"| \((?:nếu có|đính kèm)[^)]*\))*"
)
_PART = re.compile(
    _NUMBERING
    + "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _PARTS)
    + ")"
    + _OF_WHAT
    + r"\s*(?P<end>[:|.]|$)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\d.,/])\d\s?[.,]\s?\d{6}(?!\d)")
_NAME_CODE = re.compile(
    r"\s*[(\[]?\s*(?:mã(?: số)?(?: tthc| thủ tục| hồ sơ)?|số hồ sơ(?: tthc)?)?\s*:?\s*"
    r"(?<![\d.,/])\d\s?[.,]\s?\d{6}(?!\d)[\w.]*\s*[)\]]?",
    re.IGNORECASE,
)
_NAME_HEAD = re.compile(
    r"^[\s\-–—*+•|]*(?:(?:\d{1,3}\.)*\d{1,3}(?:[.)/](?!\d)|\s*\||(?=\s+(?:tên\s+)?thủ tục\W))|\(\d{1,2}\)|"
    r"[a-zđ]{1,2}[.)/](?=\s)|[IVX]{1,4}[.)/])?[\s\-–—.:|]*"
    r"(?:(?:tên\s+)?thủ tục(?: hành chính)?\s*:\s*|tên(?: tthc)?\s*:\s*)?",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^[\s\dIVXA-Z.)-]*lĩnh vực:?\s+(?P<name>.+)$", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"số:?\s*(\d{1,5}/QĐ-[A-ZĐ]+)", re.IGNORECASE)
_DIRECT = re.compile(r"cơ quan(?: trực tiếp)? (?:thực hiện|giải quyết)[^:]*:\s*(.+)", re.IGNORECASE)
_DECIDES = re.compile(r"(?:cơ quan|người) có thẩm quyền(?: quyết định| giải quyết)?[^:]*:\s*(.+)", re.IGNORECASE)


def read_decision(lines: list[str], form: str) -> Iterator[Draft]:
    """The procedures that a decision describes.

    Args:
        lines: its paragraphs; the cells of a table's row joined by ``" | "``.
        form: what the drafts say of their format.
    """
    lines = [part for line in lines for part in clean(line).split("\n")]
    heads = [number for number, line in enumerate(lines) if (part := _PART.match(line)) and part["steps"]]
    decision = next((match[1] for line in lines[:80] if (match := _NUMBER_LINE.search(line))), None)
    floors = [0, *(head + 1 for head in heads)]
    pages = [head_of_page(lines, floor, head) for floor, head in zip(floors, heads, strict=False)]
    begins = [
        page[0] if page else _name_line(lines, head, floor)
        for page, floor, head in zip(pages, floors, heads, strict=False)
    ]
    for index, (begin, head, page) in enumerate(zip(begins, heads, pages, strict=True)):
        end = begins[index + 1] if index + 1 < len(begins) else len(lines)
        record = "\n".join(lines[begin:end])
        draft = Draft(place=f"đoạn {begin + 1}", packed=pack(record), format=form, decision=decision)
        if page:
            fill_head(draft, page[1])
        else:
            _head(draft, lines, begin, head)
        _parts(draft, lines[head:end], of_portal=page is not None)
        yield draft


def part_of(line: str) -> str | None:
    """The part of a procedure that a line begins (``steps``, ``fee``); None where it begins none."""
    match = _PART.match(line)
    return next((name for name, _ in _PARTS if match[name]), None) if match else None


def _name_line(lines: list[str], head: int, floor: int) -> int:
    """The line that names the procedure whose first part begins at ``head``."""
    for number in range(head - 1, max(floor, head - 6) - 1, -1):
        line = lines[number].strip()
        bare = _NAME_CODE.sub("", line).strip(" :.-")
        if bare and not _PART.match(line) and len(bare) > 8 and not _FIELD.match(line):
            return number
    return head


def _head(draft: Draft, lines: list[str], begin: int, head: int) -> None:
    named = " ".join(lines[begin:head]) if begin < head else ""
    code = _CODE.search(named)
    draft.code = read_procedure_code(code[0]) if code else None
    name = _NAME_HEAD.sub("", _NAME_CODE.sub("", lines[begin] if begin < head else ""), count=1)
    draft.name = " ".join(name.split()).strip(" .:-–|") or None
    if draft.name is None:
        draft.miss("name", "không thấy tên thủ tục trước mục “Trình tự thực hiện”")
    for line in reversed(lines[:begin]):
        if draft.field is None and (field := _FIELD.match(line)):
            draft.field = " ".join(field["name"].split()).strip(" .:;").capitalize()
        heading = re.match(r"^\s*(?:[A-Z]|[IVX]+|PHẦN.*)[.)]", line) or line.isupper()
        draft.level = draft.level or (level_said(line) if heading else None)
        if draft.field and draft.level:
            break
    draft.stated |= {part for part in ("name", "code", "field", "level") if getattr(draft, part)}


def _parts(draft: Draft, lines: list[str], *, of_portal: bool) -> None:
    cells: dict[str, list[str]] = {}
    current = ""
    limits = [match for line in lines if (match := _PART.match(line)) and match["limit"]]
    # “Thời hạn:” alone may be that of a step.
    explicit = any(not match["bare"] for match in limits)
    for line in lines:
        match = _PART.match(line)
        name = part_of(line)
        if match and match["bare"] and (explicit or current == "steps"):
            name = None
        if match and name and (name not in cells or name in {current, "sets"}):
            rest = line[match.end() :].strip(" |:")
            whole = name == "agency" or (name == "fee" and (match["of"] or name == current))
            current = name
            cells.setdefault(current, [])
            if whole or rest:
                cells[current].append(line.strip() if whole else rest)
        elif of_portal and OTHER.match(line):
            current = ""
        elif current:
            cells[current].append(line)
    _fill(draft, {name: [line for line in part if line.strip(" |")] for name, part in cells.items()})


def _fill(draft: Draft, cells: dict[str, list[str]]) -> None:
    text = {name: said("\n".join(part)) for name, part in cells.items()}
    if told := text.get("steps"):
        draft.steps, problems = split_steps(told)
        for problem in problems:
            draft.miss("steps", problem)
    read_dossier(draft, cells.get("dossier", []))
    draft.sets = _one_line(text.get("sets")) or draft.sets
    tabled = ways_of_rows(draft, cells.get("ways", []))
    limit = _limit(draft, _one_line(text.get("limit"), apart=True))
    fee = _fee(draft, cells.get("fee"), _one_line(text.get("fee"), apart=True))
    ways = None if tabled else _one_line(text.get("ways"))
    if ways or limit or fee:
        draft.ways.append(Way(ways or "", limit, fee))
    draft.applicant, draft.results = _one_line(text.get("applicant")), cells_of(text.get("result"))
    draft.conditions, draft.forms = split_conditions(text.get("conditions") or ""), cells_of(text.get("forms"))
    _agency(draft, cells.get("agency", []))
    if told := text.get("documents"):
        draft.laws = laws_of_rows(cells["documents"]) or laws_in(told) or split_laws(told)[0]
        if not draft.laws:
            draft.miss("documents", f"không thấy số văn bản trong “{told[:60]}”")
    stated = {"steps": "steps", "dossier": "dossier", "limit": "time_limit", "fee": "fee", "result": "result",
              "documents": "documents", "conditions": "conditions", "agency": "agency"}  # fmt: skip
    draft.stated |= {stated[name] for name, told in text.items() if told and name in stated}
    if tabled:
        draft.stated |= {part for part in ("time_limit", "fee") if draft.recovered(part)}
    if "dossier" not in cells:
        draft.miss("dossier", "quyết định không có mục thành phần hồ sơ")
    if "limit" not in cells and not draft.recovered("time_limit"):
        draft.miss("time_limit", "quyết định không có mục thời hạn")


def cells_of(text: str | None) -> list[str]:
    """The lines of a part, without the marks of a list."""
    lines = [" ".join(ITEM.sub("", line).split()) for line in (text or "").splitlines()]
    return [kept for line in lines if (kept := said(line.strip(" .;")))]


def _agency(draft: Draft, lines: list[str]) -> None:
    decides = False
    for line in lines:
        match = _DECIDES.search(line) or _DIRECT.search(line)
        if part_of(line):
            decides = bool(_DECIDES.search(f"{line}: ?"))
        told = said(" ".join((match[1] if match else ITEM.sub("", line)).split()).strip(" .;|"))
        if told is None or (part_of(line) and not match):
            continue
        if decides if match is None else _DECIDES.search(line):
            draft.authority = draft.authority or told
        else:
            draft.agency = draft.agency or told
    draft.level = draft.level or level_of_agency(f"{draft.authority or ''}; {draft.agency or ''}")


def _limit(draft: Draft, text: str | None) -> Limit | None:
    if text is None:
        return None
    limit = read_limit(text)
    if limit.amount is None:
        draft.miss("time_limit", f"thời hạn “{text[:60]}” không phải một con số; giữ nguyên lời")
    return limit


def _fee(draft: Draft, cells: list[str] | None, text: str | None) -> str | None:
    """The fee in the words of the part; “Không” only where it says so."""
    if cells is None:
        return None
    told = " ".join(ITEM.sub("", " ".join(cells)).split()).strip(" .;:")
    fee = read_fee(told)
    if not told:
        draft.miss("fee", "mục phí để trống")
    return fee if fee in {None, "Không"} else text or told


def _one_line(text: str | None, *, apart: bool = False) -> str | None:
    """The lines of a part as one, those of a list or a table told apart; all that begin with a capital, if asked."""
    if text is None:
        return None
    told = ""
    for line in text.splitlines():
        bare, row = ITEM.sub("", line).strip(" |"), CELLS.strip() in line
        if row:
            cells = [cell for cell in cells_of_row(line) if cell]
            if any(cell.lower().strip(".") in {"stt", "tt", "số tt"} for cell in cells):
                continue
            numbered = len(cells) > 1 and re.fullmatch(r"\d{1,3}\.?", cells[0])
            bare = ": ".join(cells[1 if numbered else 0 :])
        if not bare:
            continue
        listed = bool(ITEM.match(line)) or row or (apart and bare[0].isupper())
        told += f"{';' if listed and told and told[-1] not in '.;:,' else ''}{' ' if told else ''}{bare}"
    return said(told.strip(" ;"))
