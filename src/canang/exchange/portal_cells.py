"""The portal's cells, run together as its page printed them, taken apart: ways of handing in, dossier, results."""

import re

from canang.exchange.amounts import read_limit
from canang.exchange.draft import Limit, Paper, Way

_UPPER = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha())
_LOWER = "".join(char for char in map(chr, range(0x61, 0x1EFA)) if char.islower() and char.isalpha())
"""The capitals and small letters of Vietnamese, and their neighbours: ``re`` has no class for them."""

NOTHING = re.compile(
    r"(?:không(?: có)?(?: thông tin| quy định| có| yêu cầu)?|chưa có thông tin|không có)?[\s.;:-]*", re.I
)
"""What the portal writes where there is nothing."""

NO_UNIT = "nguồn không ghi đơn vị"
_WAYS_HEAD = re.compile(r"^\s*Hình thức nộp\s*Thời gian\s*Phí, lệ phí\s*Mô tả\s*")
_UNITS = {
    "ngày làm việc": "ngay-lam-viec", "ngày": "ngay", "giờ làm việc": "gio", "giờ": "gio", "tháng": "thang",
}  # fmt: skip
_TIME = (
    r"(?:(?P<amount>\d+(?:[.,]\d+)?)\s?(?P<unit>Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Phút|Năm|Tuần)?"
    r"|(?P<untold>Không có thông tin|Không phải trả kết quả(?: ngay)?|Không quy định|Theo quy định))"
)
_MONEY = r"(?P<fee>Miễn phí|Không có thông tin|[\d.,]+\s?(?:Việt Nam Đồng|VNĐ|USD|%|Euro|EUR|Đồng))"
_WAY = re.compile(rf"(?P<how>Trực tuyến|Dịch vụ bưu chính|Trực tiếp)\s*(?:{_TIME})?\s*{_MONEY}")
_PAPERS_HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_COUNT = re.compile(
    r"(?:(?P<originals>\d{1,2}) bản chính(?:,\s?(?P<copies>\d{1,2}) bản sao)?|(?P<only>\d{1,2}) bản sao)"
    rf"(?=$|\s*(?:$|[-–*+•“\"(0-9{_UPPER}])|[a-zđ]\)|(?<=,\d bản sao)[{_LOWER}])"
)
_FILE = re.compile(
    rf"\.(?:docx?|pdf|xlsx?|rtf|rar|zip|jpe?g|png|odt)(?=$|[^\w.])|\.(?:docx?|pdf|xlsx?)(?=[{_UPPER}])", re.IGNORECASE
)
_JUNCTION = re.compile(
    rf"(?<=[{_LOWER}0-9.;:)”])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}])|(?<=[;)])(?=\d)|(?<=\)\.)(?=\d)"
)
_FORM_OPENS = re.compile(
    r"(?:Mẫu|MẪU|Mau|Phụ lục|PHỤ LỤC|Phu luc|PL|Tờ khai|Biểu|Đơn|Giấy|Văn bản|Báo cáo|Bản|\d)", re.I
)
_SETS = re.compile(r"^\W*(?:lưu ý|ghi chú|(?:số lượng|sl)(?: bộ)? hồ sơ|số bộ hồ sơ|số lượng)\s*[:.]", re.I)
_BULLET = re.compile(r"^\s*(?:[-–*+•·]|\(?\d{1,2}[.)](?!\d)|\(?[a-zđ]\))+\s*")
_RESULT_CODE = re.compile(r"Mã:\s*(?:[A-Z]+[-.]|[\d.]+[A-Z])[\w.-]*?\d{4,8}(?=\D|$)")
_TAIL = re.compile(r"Từ khóa.*\Z", re.S)


def said(text: str | None) -> str | None:
    """The text of a cell, or None where it says that there is nothing."""
    cleaned = (text or "").strip()
    return None if not cleaned or NOTHING.fullmatch(cleaned) else cleaned


def split_ways(text: str) -> tuple[list[Way], list[str]]:
    """The rows of the table of ways: how, time limit, fee, remark.

    Returns:
        The ways, and what could not be understood in Vietnamese.
    """
    text = _WAYS_HEAD.sub("", text)
    found = list(_WAY.finditer(text))
    problems = []
    if (found[0].start() if found else len(text)) > 0 and said(text[: found[0].start()] if found else text):
        problems.append("không nhận ra hàng của bảng cách thức thực hiện")
    ways = []
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=False):
        remark = text[match.end() : end].strip()
        amount, fee = match["amount"], match["fee"]
        if amount and not match["unit"] and fee[0].isdigit():
            problems.append(f"không tách được thời hạn và phí trong “{amount}{fee}”")
            amount, fee = None, f"{amount}{fee}"
        limit = _limit(amount, match["unit"], remark)
        if limit and limit.text.endswith(f"({NO_UNIT})"):
            problems.append(f"thời hạn “{amount}” không ghi đơn vị")
        ways.append(Way(match["how"], limit, _fee(fee, remark), _remark(remark)))
    return ways, list(dict.fromkeys(problems))


def _limit(amount: str | None, unit: str | None, remark: str) -> Limit | None:
    if amount is None:
        return None
    if unit is None:
        written = re.search(
            rf"(?<![\d.,/])0*{re.escape(amount)}\s*(?:\([^)]*\)\s*)?(ngày làm việc|ngày|giờ|tháng)", remark, re.I
        )
        if not written:
            return Limit(f"{amount} ({NO_UNIT})")
        unit = written[1]
    whole = amount.isdigit() and int(amount) > 0
    kind = _UNITS.get(unit.lower())
    text = f"{int(amount) if whole else amount} {unit.lower()}"
    counted = int(amount) if whole and kind else None
    return Limit(text, counted, kind if whole else None, _start(remark, counted, kind))


def _start(remark: str, amount: int | None, unit: str | None) -> str | None:
    """What the limit is counted from, where the remark tells it of the same number."""
    if amount is None or "từ" not in remark:
        return None
    whole = re.sub(rf"\s*\n\s*(?=[{_LOWER}])", " ", remark)
    told = [read_limit(sentence) for sentence in re.split(r"[.;\n]\s*(?!\d)", whole)]
    starts = {limit.start for limit in told if (limit.amount, limit.unit) == (amount, unit) and limit.start}
    return starts.pop() if len(starts) == 1 else None


def _fee(fee: str, remark: str) -> str | None:
    if fee == "Không có thông tin":
        return None
    amount = re.sub(r"\s?(?:Việt Nam Đồng|VNĐ)", " đồng", fee).replace(",", ".")
    stated = "Miễn phí" if fee == "Miễn phí" else amount
    told = _parenthesis(remark)
    return f"{stated} ({told})" if told and said(told) and told.lower() != stated.lower() else stated


def _parenthesis(remark: str) -> str | None:
    """The remark on the fee: the brackets with which a row's rest begins, to the one that closes them."""
    if not remark.startswith("("):
        return None
    depth = 0
    for position, char in enumerate(remark):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return " ".join(remark[1:position].split())
    return " ".join(remark[1:].split())


def _remark(remark: str) -> str | None:
    told = _parenthesis(remark)
    if told is not None:
        depth = 0
        for position, char in enumerate(remark):
            depth += (char == "(") - (char == ")")
            if depth == 0:
                remark = remark[position + 1 :]
                break
        else:
            remark = ""
    return said(" ".join(remark.split()))


def split_papers(text: str) -> tuple[list[Paper], str | None, list[str]]:
    """The rows of the tables of papers, each table under the case for which it is asked.

    Returns:
        The papers, the line on the number of sets, and what could not be understood in Vietnamese.
    """
    pieces = text.split(_PAPERS_HEAD)
    if len(pieces) == 1:
        lines = [_plain(line) for line in text.splitlines() if _BULLET.match(line)]
        papers = [Paper(line) for line in lines if len(line) > 3]
        return papers, None, ["hồ sơ không viết thành bảng; đọc theo từng dòng, chưa rõ số bản"]
    heading, sets = _heading(pieces[0]), None
    problems: list[str] = []
    papers = []
    for number, piece in enumerate(pieces[1:], 2):
        ends = [match for match in _COUNT.finditer(piece) if _ends_row(piece, match)]
        starts = [0, *(match.end() for match in ends)]
        for begin, match in zip(starts, ends, strict=False):
            row = piece[begin : _count_start(match)].strip()
            if _SETS.match(row):
                sets = f"{sets} {_plain(row)}" if sets else _plain(row)
                continue
            name, forms = _forms(row)
            if not name:
                problems.append("có hàng giấy tờ không tên")
                continue
            originals = _digit(match, "originals")
            copies = _digit(match, "copies") if originals is not None else _digit(match, "only")
            papers.append(Paper(name, originals, copies, forms, heading))
        rest = piece[starts[-1] :].strip()
        if number <= len(pieces) - 1:
            heading = _heading(rest)
        elif _SETS.match(rest):
            sets = _plain(rest)
        elif said(rest) and rest not in {"--", "-"}:
            problems.append(f"phần cuối bảng hồ sơ không có số lượng: “{rest[:60]}”")
            papers.append(Paper(_plain(rest), None, None, (), heading))
    return papers, sets, problems


def _ends_row(piece: str, match: re.Match[str]) -> bool:
    """Whether a count is the row's own: glued to the name before it, not written with the name's ``01``."""
    before = piece[: match.start()]
    if match[0].startswith("0") and not match[0].startswith("0 ") and not before[-1:].isdigit():
        return False
    after = piece[match.end() : match.end() + 1]
    return (
        not before
        or not before[-1].isspace()
        or after == ""
        or after.isupper()
        or after in "-–*+•"
        or (",1 bản sao" in match[0])
    )


def _count_start(match: re.Match[str]) -> int:
    """Where the count begins: two digits are one count only where nothing that ends in a digit stands before."""
    first = match["originals"] or match["only"]
    glued_to_digit = match.start() > 0 and match.string[match.start() - 1].isdigit()
    return match.start() + (len(first) - 1 if glued_to_digit else 0)


def _digit(match: re.Match[str], group: str) -> int | None:
    written = match[group]
    if written is None:
        return None
    if group == "copies":
        return int(written)
    return int(match.string[_count_start(match) : match.end(group)])


def _forms(row: str) -> tuple[str, tuple[str, ...]]:
    """A row's name, and the files of forms glued to its end."""
    files = list(_FILE.finditer(row))
    if not files or files[-1].end() < len(row.rstrip()):
        return _plain(row), ()
    head = row[: files[0].start()]
    junctions = [match.start() for match in _JUNCTION.finditer(head)]
    named = [place for place in junctions if _FORM_OPENS.match(head, place)]
    begun = (named or junctions or [0])[-1]
    ends = [match.end() for match in files]
    names = [row[start:end] for start, end in zip([begun, *ends[:-1]], ends, strict=True)]
    forms = tuple(_FILE.sub("", name).strip(" .") for name in names)
    if not begun:
        # The name of the paper is the name of its form.
        return _plain(forms[0]), tuple(form for form in forms if form)
    return _plain(row[:begun]), tuple(form for form in dict.fromkeys(forms) if form)


def _heading(text: str) -> str | None:
    told = said(text.strip(" -\n"))
    return _plain(told).rstrip(":") if told else None


def _plain(text: str) -> str:
    return _BULLET.sub("", " ".join(text.split())).strip(" ;")


def split_results(text: str) -> list[str]:
    """The results, each of which the page ends with its code."""
    text = _TAIL.sub("", text)
    pieces = _RESULT_CODE.split(text)
    return list(dict.fromkeys(plain for piece in pieces if (plain := said(" ".join(piece.split()))) is not None))


def split_conditions(text: str) -> list[str]:
    """The conditions, one for each line that begins with a number, a letter or a mark of its own."""
    text = re.split(r"Từ khóa(?=Không có thông tin|$)", text)[0]
    conditions: list[str] = []
    for line in text.splitlines():
        plain = " ".join(line.split())
        if not plain:
            continue
        if conditions and not _BULLET.match(plain) and (plain[0].islower() or conditions[-1][-1] not in ".;:"):
            conditions[-1] += f" {plain}"
        else:
            conditions.append(plain)
    return [stripped for line in conditions if (stripped := said(_BULLET.sub("", line))) is not None]
