"""A decision that announces procedures: lines of text to drafts, by the twelve parts of a procedure's description.

The parts are those of Thông tư 02/2017/TT-VPCP; decisions number and name them in many ways, so that they are known by
their words. A procedure begins at the line before “Trình tự thực hiện”.
"""

import re
import unicodedata
from collections.abc import Iterator

from canang.exchange.draft import Draft, Limit, Paper, Way, pack
from canang.exchange.portal_cells import said, split_conditions
from canang.exchange.portal_laws import laws_in, split_laws
from canang.exchange.portal_steps import split_steps
from canang.text.legacy import to_unicode

_NUMBERING = r"^[\s\-–*+•]*(?:(?:\d{1,3}\.)*\d{1,3}[.)/]?|\(\d{1,2}\)|[a-zđ]{1,2}[.)/]|[IVX]{1,4}[.)/])?[\s\-–.:]*"
_PARTS = (
    ("steps", r"trình tự(?: và thời gian)?(?: các bước)? thực hiện"),
    ("ways", r"cách thức thực hiện"),
    ("dossier", r"thành phần,? (?:và )?số lượng hồ sơ|thành phần hồ sơ(?: bao gồm| gồm)?|hồ sơ bao gồm"),
    ("sets", r"số lượng(?: bộ)? hồ sơ"),
    ("limit", r"(?:tổng )?thời (?:hạn|gian) (?:giải quyết|thực hiện|xử lý)"),
    ("applicant", r"đối tượng(?: thực hiện| áp dụng)?"),
    ("agency", r"cơ quan(?: trực tiếp)? (?:thực hiện|giải quyết|có thẩm quyền)"),
    ("result", r"kết quả(?: của việc)?(?: thực hiện| giải quyết)?"),
    ("fee", r"(?:mức )?(?:thu )?(?:phí,? (?:và )?lệ phí|lệ phí|phí)"),
    ("forms", r"(?:tên )?(?:các )?(?:mẫu|biểu mẫu)(?: đơn| tờ khai|,)*"),
    ("conditions", r"(?:các )?yêu cầu,? (?:hoặc |và )?điều kiện"),
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
_CODE = re.compile(r"\d\.\d{6}")
_NAME_CODE = re.compile(
    r"\s*[(\[]?\s*(?:mã(?: số)?(?: tthc| thủ tục| hồ sơ)?|số hồ sơ(?: tthc)?)?\s*:?\s*\d\.\d{6}[\w.]*\s*[)\]]?", re.I
)
_NAME_HEAD = re.compile(_NUMBERING + r"(?:(?:tên\s+)?thủ tục(?: hành chính)?\s*:\s*|tên(?: tthc)?\s*:\s*)?", re.I)
_FIELD = re.compile(r"^[\s\dIVXA-Z.)-]*lĩnh vực:?\s+(?P<name>.+)$", re.IGNORECASE)
_LEVEL = re.compile(r"cấp\s+(?P<level>xã|tỉnh|trung ương|bộ|huyện)\b", re.IGNORECASE)
_LEVELS = {"xã": "xa", "huyện": "xa", "tỉnh": "tinh", "trung ương": "bo", "bộ": "bo"}
_NUMBER_LINE = re.compile(r"số:?\s*(\d{1,5}/QĐ-[A-ZĐ]+)", re.IGNORECASE)
_AMOUNT = re.compile(r"(\d{1,3})\s*(?:\([^)]{1,30}\))?\s*(ngày làm việc|ngày|giờ|tháng)", re.IGNORECASE)
_UNITS = {"ngày làm việc": "ngay-lam-viec", "ngày": "ngay", "giờ": "gio", "tháng": "thang"}
_ITEM = re.compile(r"^\s*(?:[-–+*•]|\(?\d{1,2}[.)]|[a-zđ][.)])\s*")
_GROUP = re.compile(r"^\s*(?:[-–*+•]|[a-zđ][.)]|\(?\d{1,2}[.)])?\s*(?:Trường hợp|Đối với|Hồ sơ).{3,200}:\s*$")
_COPIES = re.compile(r"0?(\d{1,2})\s*(?:\([^)]{1,20}\)\s*)?(bản chính|bản gốc|bản sao|bản)", re.IGNORECASE)
_DIRECT = re.compile(r"cơ quan(?: trực tiếp)? (?:thực hiện|giải quyết)[^:]*:\s*(.+)", re.IGNORECASE)
_DECIDES = re.compile(r"(?:cơ quan|người) có thẩm quyền(?: quyết định| giải quyết)?[^:]*:\s*(.+)", re.IGNORECASE)


def read_decision(lines: list[str], form: str) -> Iterator[Draft]:
    """The procedures that a decision describes.

    Args:
        lines: its paragraphs; the cells of a table's row joined by ``" | "``.
        form: what the drafts say of their format.
    """
    lines = [unicodedata.normalize("NFC", to_unicode(line)) for line in lines]
    heads = [number for number, line in enumerate(lines) if (part := _PART.match(line)) and part["steps"]]
    decision = next((match[1] for line in lines[:80] if (match := _NUMBER_LINE.search(line))), None)
    begins = [_name_line(lines, head, heads[index - 1] + 1 if index else 0) for index, head in enumerate(heads)]
    for index, (begin, head) in enumerate(zip(begins, heads, strict=True)):
        end = begins[index + 1] if index + 1 < len(begins) else len(lines)
        record = "\n".join(lines[begin:end])
        draft = Draft(place=f"đoạn {begin + 1}", packed=pack(record), format=form, decision=decision)
        _head(draft, lines, begin, head)
        _parts(draft, lines[head:end])
        yield draft


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
    draft.code = code[0] if code else None
    name = _NAME_HEAD.sub("", _NAME_CODE.sub("", lines[begin] if begin < head else ""), count=1)
    draft.name = " ".join(name.split()).strip(" .:-–|") or None
    if draft.name is None:
        draft.miss("name", "không thấy tên thủ tục trước mục “Trình tự thực hiện”")
    for line in reversed(lines[:begin]):
        if draft.field is None and (field := _FIELD.match(line)):
            draft.field = " ".join(field["name"].split()).strip(" .:;").capitalize()
        level = _LEVEL.search(line) if re.match(r"^\s*(?:[A-Z]|[IVX]+|PHẦN.*)[.)]", line) or line.isupper() else None
        if draft.level is None and level:
            draft.level = _LEVELS[level["level"].lower()]
        if draft.field and draft.level:
            break
    draft.stated |= {part for part in ("name", "code", "field", "level") if getattr(draft, part)}


def _parts(draft: Draft, lines: list[str]) -> None:
    cells: dict[str, list[str]] = {}
    current = ""
    for line in lines:
        match = _PART.match(line)
        name = (
            next((name for name, text in match.groupdict().items() if text and name != "end"), None) if match else None
        )
        if match and name and not (name in cells and name != current and name not in {"sets"}):
            current = name
            rest = line[match.end() :].strip(" |:")
            cells.setdefault(current, [])
            if name == "agency" and rest:
                cells[current].append(line)
            elif rest:
                cells[current].append(rest)
        elif current:
            cells[current].append(line)
    _fill(draft, {name: [line for line in part if line.strip()] for name, part in cells.items()})


def _fill(draft: Draft, cells: dict[str, list[str]]) -> None:
    text = {name: said("\n".join(part)) for name, part in cells.items()}
    if told := text.get("steps"):
        draft.steps, problems = split_steps(told)
        for problem in problems:
            draft.miss("steps", problem)
    _dossier(draft, cells.get("dossier", []))
    draft.sets = _one_line(text.get("sets")) or draft.sets
    limit, fee = _limit(_one_line(text.get("limit"))), _one_line(text.get("fee"))
    if "fee" in cells and fee is None:
        fee = "Không"
    if (ways := _one_line(text.get("ways"))) or limit or fee:
        draft.ways = [Way(ways or "", limit, fee)]
    draft.applicant, draft.results = _one_line(text.get("applicant")), cells_of(text.get("result"))
    draft.conditions, draft.forms = split_conditions(text.get("conditions") or ""), cells_of(text.get("forms"))
    _agency(draft, cells.get("agency", []))
    if told := text.get("documents"):
        draft.laws = laws_in(told) or split_laws(told)[0]
        if not draft.laws:
            draft.miss("documents", f"không thấy số văn bản trong “{told[:60]}”")
    stated = {"steps": "steps", "dossier": "dossier", "limit": "time_limit", "fee": "fee", "result": "result",
              "documents": "documents", "conditions": "conditions", "agency": "agency"}  # fmt: skip
    draft.stated |= {stated[name] for name, told in text.items() if told and name in stated}
    missing = [words for name, words in (("dossier", "thành phần hồ sơ"), ("limit", "thời hạn")) if name not in cells]
    for words in missing:
        draft.miss("dossier" if words.startswith("thành") else "time_limit", f"quyết định không có mục {words}")


def cells_of(text: str | None) -> list[str]:
    """The lines of a part, without the marks of a list."""
    lines = [" ".join(_ITEM.sub("", line).split()) for line in (text or "").splitlines()]
    return [kept for line in lines if (kept := said(line.strip(" .;")))]


def _agency(draft: Draft, lines: list[str]) -> None:
    for line in lines:
        if match := _DECIDES.search(line):
            draft.authority = draft.authority or " ".join(match[1].split()).strip(" .;")
        elif match := _DIRECT.search(line):
            draft.agency = draft.agency or " ".join(match[1].split()).strip(" .;")
        elif draft.agency is None and not _PART.match(line):
            draft.agency = " ".join(_ITEM.sub("", line).split()).strip(" .;") or None
    draft.level = draft.level or _level(f"{draft.authority or ''} {draft.agency or ''}")


def _level(agency: str) -> str | None:
    found = _LEVEL.search(agency)
    if found:
        return _LEVELS[found["level"].lower()]
    return (
        "tinh"
        if re.search(r"\bSở\b|tỉnh|thành phố", agency)
        else "bo"
        if re.search(r"\bBộ\b|\bCục\b", agency)
        else None
    )


def _limit(text: str | None) -> Limit | None:
    """A sentence about time: its number where it names just one."""
    if text is None:
        return None
    named = {(int(amount), _UNITS[unit.lower()]) for amount, unit in _AMOUNT.findall(text)}
    amount, unit = next(iter(named)) if len(named) == 1 else (None, None)
    return Limit(text, amount or None, unit if amount else None)


def _dossier(draft: Draft, lines: list[str]) -> None:
    group: str | None = None
    table: list[str] | None = None
    for line in lines:
        cells = [cell.strip() for cell in line.split(" | ")]
        plain = " ".join(_ITEM.sub("", line).split()).strip(" ;.")
        if len(cells) > 1:
            table = _row(draft, cells, table, group)
        elif re.match(r"(?i)^(?:b\)|-|\*)?\s*số lượng(?: bộ)?(?: hồ sơ)?\s*:", line):
            draft.sets = plain.partition(":")[2].strip() or plain
        elif _GROUP.match(line):
            group = plain.rstrip(": ")
        elif plain and not re.fullmatch(r"(?i)thành phần hồ sơ(?:,? bao)?(?: gồm)?:?", plain.rstrip(":")):
            if _ITEM.match(line) or not draft.dossier:
                draft.dossier.append(_paper(plain, plain, group))
            elif line.strip()[0].islower():
                last = draft.dossier[-1]
                draft.dossier[-1] = _paper(f"{last.name} {plain}", plain, last.group)
            else:
                draft.dossier.append(_paper(plain, plain, group))


def _row(draft: Draft, cells: list[str], head: list[str] | None, group: str | None) -> list[str] | None:
    """A row of a table of papers; returns the headings in force after it."""
    lowered = [cell.lower() for cell in cells]
    if any("tên" in cell or "giấy tờ" in cell or cell == "thành phần hồ sơ" for cell in lowered) and any(
        "số lượng" in cell or "bản chính" in cell or cell in {"stt", "tt"} or "ghi chú" in cell for cell in lowered
    ):
        return lowered
    name = (
        max(cells, key=len)
        if head is None
        else _cell(cells, head, ("giấy tờ", "tên", "thành phần")) or max(cells, key=len)
    )
    count = " ".join(cells) if head is None else f"{_cell(cells, head, ('số lượng', 'bản')) or ''}"
    if not re.fullmatch(r"[\d.\s]*", name):
        draft.dossier.append(_paper(name.strip(" ;."), count or name, group))
    return head


def _cell(cells: list[str], head: list[str], words: tuple[str, ...]) -> str | None:
    return next(
        (cells[n] for word in words for n, heading in enumerate(head) if word in heading and n < len(cells)), None
    )


def _paper(name: str, counted: str, group: str | None) -> Paper:
    originals = copies = None
    for number, kind in _COPIES.findall(counted):
        if kind.lower() == "bản sao":
            copies = int(number)
        elif originals is None:
            originals = int(number)
    return Paper(name, originals, copies, (), group)


def _one_line(text: str | None) -> str | None:
    if text is None:
        return None
    return said(" ".join(_ITEM.sub("", line).strip() for line in text.splitlines()).strip(" ;"))
