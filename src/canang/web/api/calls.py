"""The calls of the API: each a function of a visit that returns a value of a declared type."""

from collections.abc import Callable
from typing import Any, TypeAlias, get_type_hints

import msgspec

from canang.catalog.model import Entry
from canang.catalog.overview import Filters, Listed
from canang.desk.answers import deadlines_of, document_said, hits, needs_of, question_said, scope_of
from canang.desk.asking import ask
from canang.desk.law import DocumentRead, list_documents, read_documents
from canang.desk.overview import list_of
from canang.desk.reading import read_entries, read_entry
from canang.desk.said import Deadlines, DocumentSaid, Hit, NeedsSaid, QuestionSaid, Scope
from canang.errors import Code, Failure
from canang.text.days import read_day
from canang.web.visit import LONGEST_QUESTION, Visit

MOST = 50
"""The most results that one call gives."""

_TYPES = {"task": "task", "procedure": "procedure", "": "task", "nhiem-vu": "task", "thu-tuc": "procedure"}


class Parameter(msgspec.Struct, frozen=True):
    """What a call is asked with: in its path, or behind ``?``."""

    name: str
    about: str
    place: str = "query"
    schema: dict[str, Any] = msgspec.field(default_factory=lambda: {"type": "string"})
    required: bool = False


class Call(msgspec.Struct, frozen=True):
    """A call: its path below ``/api/v1``, what it is for, what it is asked with, and what makes the answer."""

    path: str
    name: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Visit], Any]
    dated: bool = True

    @property
    def type(self) -> Any:
        """The declared type of its answer."""
        return get_type_hints(self.answer)["return"]


DAY = Parameter("ngay", "Theo quy định ngày này; không ghi là hôm nay", schema={"type": "string", "format": "date"})
FIELD = Parameter("linh-vuc", "Mã lĩnh vực, như TDC")
LEVEL = Parameter("cap", "Cấp quyết định", schema={"type": "string", "enum": ["xa", "tinh", "bo"]})
ID = Parameter("ma", "Mã của mục (TDC-01.2) hoặc mã TTHC (1.011814)", "path", required=True)
Hits: TypeAlias = tuple[Hit, ...]


def search(visit: Visit) -> Hits:
    """Words to entries: those that answer, then those that come near."""
    query = visit.request.query_params.get("q", "")
    if not any(letter.isalnum() for letter in query):
        raise Failure("Chưa có từ để tìm.", "Thêm ?q=, như ?q=cây xăng", Code.BAD_INPUT)
    if len(query) > LONGEST_QUESTION:
        raise Failure("Câu hỏi quá dài.", f"Nhiều nhất {LONGEST_QUESTION} ký tự.", Code.BAD_INPUT)
    search = visit.shelf.search(visit.desk)
    found = search.find(query, visit.day, _wanted(visit, search.fields), _number(visit))
    return hits(found)


def entries(visit: Visit) -> tuple[Listed, ...]:
    """The tasks or the procedures."""
    asked = visit.asked("loai")
    if asked not in _TYPES:
        raise Failure(f"Không có loại “{asked[:40]}”.", "Chọn task hoặc procedure.", Code.BAD_INPUT)
    wanted = _wanted(visit, visit.shelf.search(visit.desk).fields)
    return tuple(list_of(visit.desk, Filters(wanted.field, wanted.level), visit.day, _TYPES[asked]))


def entry(visit: Visit) -> Entry:
    """An entry whole."""
    return read_entry(visit.desk, visit.place("ma"), visit.day).entry


def documents(visit: Visit) -> tuple[DocumentSaid, ...]:
    """Every legal document, without what rests on it."""
    return tuple(document_said(DocumentRead(each, ()), visit.day) for each, _ in list_documents(visit.desk, visit.day))


def document(visit: Visit) -> tuple[DocumentSaid, ...]:
    """The documents that a number means, with what rests on them."""
    return tuple(document_said(read, visit.day) for read in read_documents(visit.desk, visit.place("so"), visit.day))


def questions(visit: Visit) -> tuple[QuestionSaid, ...]:
    """The questions that some words or an id mean; all of them without words."""
    return tuple(map(question_said, ask(visit.desk, visit.asked("q"), visit.day).questions))


def needs(visit: Visit) -> NeedsSaid:
    """What an entry needs before it can be done."""
    return needs_of(visit.desk, visit.place("ma"), visit.day)


def deadlines(visit: Visit) -> Deadlines:
    """When a procedure is due, from the day on which the file was received."""
    received = visit.asked("nhan")
    return deadlines_of(visit.desk, visit.place("ma"), read_day(received) if received else visit.desk.today)


def scope(visit: Visit) -> Scope:
    """What is here, what is not, and as of when."""
    return scope_of(visit.desk, visit.day)


def everything(visit: Visit) -> tuple[Entry, ...]:
    """Every entry whole, as open data."""
    both = [each.id for type_ in ("task", "procedure") for each in list_of(visit.desk, Filters(), visit.day, type_)]
    return tuple(reading.entry for reading in read_entries(visit.desk, both, visit.day))


CALLS = (
    Call(
        "/tim",
        "tim",
        "Tìm thủ tục bằng lời thường ngày",
        (
            Parameter("q", "Vài từ, có dấu hay không", required=True),
            FIELD,
            LEVEL,
            DAY,
            Parameter("n", "Nhiều nhất bao nhiêu kết quả", schema={"type": "integer", "minimum": 1, "maximum": MOST}),
        ),
        search,
    ),
    Call(
        "/muc",
        "danhSach",
        "Danh sách nhiệm vụ hoặc thủ tục",
        (
            Parameter("loai", "Nhiệm vụ hay thủ tục", schema={"type": "string", "enum": ["task", "procedure"]}),
            FIELD,
            LEVEL,
            DAY,
        ),
        entries,
    ),
    Call("/muc/{ma}", "xem", "Trọn một mục, như nó đứng vào một ngày", (ID, DAY), entry),
    Call(
        "/muc/{ma}/han",
        "han",
        "Hạn của thủ tục và từng bước, đếm từ ngày nhận hồ sơ",
        (ID, Parameter("nhan", "Ngày nhận hồ sơ; không ghi là hôm nay", schema={"type": "string", "format": "date"})),
        deadlines,
    ),
    Call("/muc/{ma}/can-co", "canCo", "Những điều cần có trước khi làm", (ID, DAY), needs),
    Call("/van-ban", "vanBan", "Mọi văn bản được dẫn", (DAY,), documents),
    Call(
        "/van-ban/{so:path}",
        "motVanBan",
        "Văn bản mang số này, và mục nào dựa vào",
        (Parameter("so", "Số văn bản, như 28/2013/TT-BKHCN", "path", required=True), DAY),
        document,
    ),
    Call(
        "/hoi-dap",
        "hoiDap",
        "Câu hỏi đã gặp thật và câu trả lời",
        (Parameter("q", "Vài từ, hoặc mã của mục; không ghi là tất cả"), DAY),
        questions,
    ),
    Call("/pham-vi", "phamVi", "Cẩm nang có gì, thiếu gì, đến ngày nào", (DAY,), scope),
    Call("/du-lieu-mo", "duLieuMo", "Mọi mục, trọn vẹn", (DAY,), everything),
)
"""Every call of the API."""


def _wanted(visit: Visit, fields: dict[str, str]) -> Any:
    field, level = visit.asked("linh-vuc").upper(), visit.asked("cap")
    if field and field not in fields:
        raise Failure(f"Không có lĩnh vực “{field[:20]}”.", f"Chọn trong: {', '.join(fields)}.", Code.BAD_INPUT)
    if level and level not in {"xa", "tinh", "bo"}:
        raise Failure(f"Không có cấp “{level[:20]}”.", "Chọn xa, tinh hoặc bo.", Code.BAD_INPUT)
    return visit.wanted


def _number(visit: Visit) -> int:
    asked = visit.asked("n") or "8"
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= MOST):
        raise Failure(f"n phải là số từ 1 đến {MOST}.", "Ví dụ: n=8", Code.BAD_INPUT)
    return int(asked)
