"""The tools: what an assistant can ask. A tool's description is what its docstring says, for the model to read.

Its text is for the model, its structure for programs; both say the same. An answer stays under ``LONGEST`` letters; a
longer one says how to ask for the rest. Nothing is ever written.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent
from pydantic import Field

from canang.catalog.public import public
from canang.desk.answers import deadlines_of, document_said, hits, needs_of, question_said, scope_of
from canang.desk.asking import ask
from canang.desk.desk import Desk
from canang.desk.law import read_documents
from canang.desk.overview import about
from canang.desk.reading import read_entry
from canang.desk.searching import Search
from canang.errors import Failure
from canang.mcp.words import PARTS, entry_words
from canang.search.results import Wanted

LONGEST = 9_000
"""Letters of an answer: some 3,000 tokens of Vietnamese."""

MOST_LETTERS = 2_000
"""Letters of a query that are read."""

Day = Annotated[str | None, Field(description="theo quy định ngày này (NĂM-THÁNG-NGÀY); bỏ trống là hôm nay")]
Id = Annotated[str, Field(description="mã của mục (TDC-01.2) hoặc mã TTHC (1.011814)", max_length=80)]
Words = Annotated[str, Field(description="vài từ, có dấu hay không", max_length=MOST_LETTERS)]


class Tools:
    """The tools over a catalogue."""

    def __init__(self, desk: Callable[[], Desk], search: Callable[[Desk], Search]) -> None:
        """Tools for whom a desk is.

        Args:
            desk: the desk of a call: a day may pass while the server runs.
            search: the search over the catalogue that a desk has in use, kept open between calls.
        """
        self._desk, self._search = desk, search

    def tim(
        self,
        tu: Words,
        ngay: Day = None,
        linh_vuc: Annotated[str | None, Field(description="mã lĩnh vực, như TDC")] = None,
        cap: Annotated[Literal["xa", "tinh", "bo"] | None, Field(description="cấp quyết định")] = None,
        n: Annotated[int, Field(ge=1, le=20, description="nhiều nhất bao nhiêu")] = 6,
    ) -> CallToolResult:
        """Tìm thủ tục bằng lời thường ngày. grade=answer là trả lời, near là gần, có thể không phải."""
        own = self._desk()
        found = _asked(lambda: self._search(own).find(tu, own.day(ngay), Wanted(linh_vuc and linh_vuc.upper(), cap), n))
        said = [public(each) for each in hits(found)]
        lines = [f"{h['id']} [{h['grade']}] {h['name']} – {_whose(h)}" for h in said]
        if not found.is_answered:
            whose = f" Có lẽ là việc của {found.elsewhere.ministry}." if found.elsewhere else ""
            lines.insert(0, f"Không có mục nào trả lời “{tu[:120]}”.{whose} Xem pham_vi trước khi nói là không có.")
        return _answer("\n".join(lines), {"results": said, "data_version": _version(own)})

    def xem(
        self,
        ma: Id,
        ngay: Day = None,
        phan: Annotated[Literal[PARTS], Field(description="phần cần đọc")] = "tom-tat",  # type: ignore[valid-type]
        tu: Annotated[int, Field(ge=1, description="đọc tiếp từ dòng số mấy")] = 1,
    ) -> CallToolResult:
        """Đọc một mục. Phần: tom-tat (mặc định), giay-to, cac-buoc, can-cu, kiem-chung, tat-ca."""
        own = self._desk()
        reading = _asked(lambda: read_entry(own, ma, own.day(ngay)))
        lines = entry_words(reading, phan)
        shown, rest = _page(lines, tu)
        if rest:
            shown.append(f"(còn {len(lines) - rest + 1} dòng: xem với phan={phan}, tu={rest})")
        said = {"id": reading.entry.id, "name": reading.entry.name, "part": phan, "lines": shown, "next_line": rest}
        level = {"verification": reading.entry.verification.level.value, "as_of": reading.entry.as_of.isoformat()}
        whole = {"whole": f"canang://muc/{reading.entry.id}/{reading.entry.as_of.isoformat()}"}
        return _answer("\n".join(shown), {**said, **level, **whole, "data_version": reading.version})

    def hoi_dap(self, tu: Words, ngay: Day = None) -> CallToolResult:
        """Câu hỏi cán bộ đã gặp thật và câu trả lời; hỏi bằng vài từ hoặc mã của mục."""
        own = self._desk()
        found = _asked(lambda: ask(own, tu, own.day(ngay)))
        said = [public(question_said(question)) for question in found.questions[:3]]
        lines = [f"{q['question']}\n{q['answer']}\n(mức {q['verification']['level']}; {_cited(q)})" for q in said]
        if not lines:
            lines = [f"Chưa có câu hỏi nào khớp. Hỏi người: {found.hotline}"]
        more = len(found.questions) - len(said)
        lines += [f"(còn {more} câu; hỏi hẹp hơn)"] if more > 0 else []
        return _answer("\n\n".join(lines), {"questions": said, "more": max(0, more), "data_version": _version(own)})

    def van_ban(
        self, so: Annotated[str, Field(description="số văn bản, như 28/2013/TT-BKHCN", max_length=80)], ngay: Day = None
    ) -> CallToolResult:
        """Một văn bản: còn hiệu lực không, bị gì sửa, mục nào dựa vào điều nào."""
        own = self._desk()
        day = _asked(lambda: own.day(ngay))
        found = [public(document_said(read, day)) for read in _asked(lambda: read_documents(own, so, day))[:5]]
        for document in found:
            document["entries_in_all"] = len(document["entries"])
            document["entries"] = document["entries"][:25]
        lines = [_document_words(document) for document in found]
        return _answer("\n\n".join(lines), {"documents": found, "data_version": _version(own)})

    def san_sang(self, ma: Id, ngay: Day = None) -> CallToolResult:
        """Những điều cơ quan cần có trước khi làm một việc, và ai giúp được."""
        own = self._desk()
        said = public(_asked(lambda: needs_of(own, ma, own.day(ngay))))
        lines = [f"{said['id']} {said['name']}"]
        lines += [f"- {n['text']}" + (f" (ai giúp: {n['help']})" if n["help"] else "") for n in said["needs"]]
        if not said["needs"]:
            lines.append("Chưa ai ghi việc này cần gì; không có nghĩa là không cần gì.")
        return _answer("\n".join(lines), {**said, "data_version": _version(own)})

    def han(self, ma: Id, nhan: Annotated[str, Field(description="ngày nhận hồ sơ, NĂM-THÁNG-NGÀY")]) -> CallToolResult:
        """Ngày cuối của một thủ tục và từng bước, đếm từ ngày nhận hồ sơ, theo lịch nghỉ."""
        own = self._desk()
        said = public(_asked(lambda: deadlines_of(own, ma, own.day(nhan))))
        lines = [f"{said['id']} {said['name']}, nhận {said['received']}: {said['time_limit'] or 'chưa có nguồn'}"]
        lines.append(f"Hạn cả thủ tục: {_due(said['due'])}")
        lines += [f"Bước {s['order']}. {s['action'][:90]} ({s['time_limit']}): {_due(s['due'])}" for s in said["steps"]]
        return _answer("\n".join(lines), said)

    def pham_vi(self, ngay: Day = None) -> CallToolResult:
        """Cẩm nang có gì, thiếu gì, đến ngày nào. Đọc trước khi nói là không có."""
        own = self._desk()
        said = public(_asked(lambda: scope_of(own, own.day(ngay))))
        fields = ", ".join(f"{id_} {name}" for id_, name in said["fields"].items())
        levels = ", ".join(f"{level} {n}" for level, n in said["procedures_by_verification"].items())
        lines = [
            f"Dữ liệu {said['data_version']}, tính đến {said['as_of']}; {said['tasks']} nhiệm vụ, {said['procedures']}"
            f" thủ tục đang áp dụng ngày {said['day']}. Thủ tục theo mức kiểm chứng: {levels}.",
            f"Lĩnh vực: {fields}.",
            said["documents_note"],
            said["missing_note"],
            f"Hỏi người: {said['hotline']}",
        ]
        return _answer("\n".join(lines), said)


def _asked(call: Callable[[], Any]) -> Any:
    """What a call of the desk returns; its failure as an error of the protocol, with what to do."""
    try:
        return call()
    except Failure as failure:
        raise ToolError(" ".join(filter(None, (str(failure), _hint(failure))))) from None


def _hint(failure: Failure) -> str:
    """What a failure advises; lines that speak of commands are none for an assistant."""
    lines = failure.hint.split("\n")
    return " ".join(" ".join(line.split()) for line in lines if "canang " not in line and "--" not in line)


def _answer(text: str, structure: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structure)


def _page(lines: list[str], start: int) -> tuple[list[str], int | None]:
    """The lines from a number on that fit an answer, and the number of the first that does not."""
    shown: list[str] = []
    room = LONGEST
    for number, line in enumerate(lines[start - 1 :], start):
        room -= len(line) + 1
        if room < 0 and shown:
            return shown, number
        shown.append(line)
    return shown or [f"(hết: mục này có {len(lines)} dòng)"], None


def _version(desk: Desk) -> str:
    return about(desk)["version"]


def _whose(hit: dict[str, Any]) -> str:
    """What tells a result from its neighbours: who decides, or which tool reads it."""
    other = {"question": "câu hỏi, đọc bằng hoi_dap", "document": "văn bản, đọc bằng van_ban"}.get(hit["type"])
    return other or hit["authority"] or "chưa rõ ai quyết định"


def _cited(question: dict[str, Any]) -> str:
    places = [f"Điều {c['article']} {c['document']}" if c["article"] else c["document"] for c in question["citations"]]
    return ", ".join(dict.fromkeys(places)) or "không dẫn điều nào"


def _document_words(document: dict[str, Any]) -> str:
    force = {True: "còn hiệu lực", False: "KHÔNG có hiệu lực", None: "chưa có nguồn về hiệu lực"}[document["in_force"]]
    lines = [f"{document['type']} {document['number']} {document['title']}: {force} ngày {document['as_of']}"]
    lines += [
        f"Bị {change['by']} {change['change']}"
        + (f" Điều {', '.join(change['articles'])}" if change["articles"] else " cả văn bản")
        + (f" từ {change['from']}" if change["from"] else "")
        for change in document["changed_by"]
    ]
    lines += [f"{each['id']} {each['name']} ({', '.join(each['articles'])})" for each in document["entries"]]
    more = document["entries_in_all"] - len(document["entries"])
    return "\n".join([*lines, *([f"(và {more} mục khác)"] if more else [])])


def _due(due: dict[str, Any] | None) -> str:
    if due is None:
        return "không đếm được từ ngày nhận"
    moved = f", lùi từ {due['moved_from']} là ngày nghỉ" if due["moved_from"] else ""
    unsure = "" if due["announced"] else ", lịch nghỉ năm ấy chưa công bố"
    return f"{due['day']}{moved}{unsure}"
