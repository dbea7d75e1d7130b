"""Whether a provision was in force on a day, and what a reader must be told about an entry's time."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from canang.catalog.law import REPLACED
from canang.catalog.model import GRANTING, Entry, Level, Status
from canang.text.days import show_day

ENDS_SOON = timedelta(days=180)
"""An entry whose basis ends within this time says so."""

_UNCHECKED = "Chưa đối chiếu với nguyên văn: mở điều được dẫn, hoặc hỏi Sở, trước khi làm theo."


class Notice(msgspec.Struct, frozen=True):
    """One line that stands above an entry. ``severity`` is ``red`` or ``yellow``."""

    severity: str
    text: str


class Validity:
    """The dates of every document, read once, to answer for any provision and day."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._spans: dict[str, tuple[date | None, date | None]] = {
            row["number"]: (_day(row["effective_from"]), _day(row["effective_to"]))
            for row in connection.execute("SELECT number, effective_from, effective_to FROM documents")
        }
        self._ended: dict[tuple[str, str], date] = {}
        self._successors: dict[str, str] = {}
        self._replaced_undated: dict[str, date | None] = {}
        self._amended: dict[tuple[str, str], list[tuple[date, str]]] = {}
        self._told: dict[tuple[str, str | None, date], tuple[bool | None, str | None]] = {}
        for row in connection.execute(
            'SELECT document, "by", change, articles, document_changes.effective_from, issued AS by_issued'
            ' FROM document_changes LEFT JOIN documents ON number = "by" ORDER BY document_changes.effective_from'
        ):
            if row["change"] == REPLACED and not row["articles"]:
                self._successors[row["document"]] = row["by"]
                if row["effective_from"] is None:
                    self._replaced_undated[row["document"]] = _day(row["by_issued"])
            if row["effective_from"] is None:
                continue
            start = date.fromisoformat(row["effective_from"])
            for article in filter(None, row["articles"].split(",")):
                if row["change"] == "sua-doi":
                    self._amended.setdefault((row["document"], article), []).append((start, row["by"]))
                else:
                    self._ended[row["document"], article] = start

    def state_of(self, document: str, article: str | None, day: date) -> tuple[bool | None, str | None]:
        """``in_force`` and ``amender_of`` together, worked out once: entries of a day cite the same few articles."""
        asked = document, article, day
        if asked not in self._told:
            self._told[asked] = self.in_force(document, article, day), self.amender_of(document, article, day)
        return self._told[asked]

    def in_force(self, document: str, article: str | None, day: date) -> bool | None:
        """Whether this article (or the whole document, for None) was in force on the day; None: not known, or
        replaced from a day that is not known."""
        start, end = self._spans.get(document, (None, None))
        if start is None:
            return None
        if day < start or (end is not None and day > end):
            return False
        ended = self._ended.get((document, article)) if article else None
        if ended is not None and day >= ended:
            return False
        return None if self.replaced_undated(document, day) else True

    def replaced_undated(self, document: str, day: date) -> bool:
        """Whether another document has taken its place by the day, from a day that nobody has a source for."""
        issued = self._replaced_undated.get(document)
        return document in self._replaced_undated and (issued is None or issued <= day)

    def amender_of(self, document: str, article: str | None, day: date) -> str | None:
        """The newest document in force on the day that amended this article; None where none did."""
        amended = self._amended.get((document, article), []) if article else []
        standing = [by for start, by in amended if start <= day and self.in_force(by, None, day) is not False]
        return standing[-1] if standing else None

    def start_of(self, document: str) -> date | None:
        """The first day of the document, where it is known."""
        return self._spans.get(document, (None, None))[0]

    def end_of(self, document: str) -> date | None:
        """The last day of the document, where one is known."""
        return self._spans.get(document, (None, None))[1]

    def successor_of(self, document: str) -> str | None:
        """The document that replaced it as a whole, where one did."""
        return self._successors.get(document)


def standing(status: Status, effective_from: date, effective_to: date | None) -> str:
    """Half a line for a list: that an entry is not yet, or no longer, in force; empty where it is."""
    if status is Status.NOT_YET:
        return f"chưa áp dụng ngày này; áp dụng từ {show_day(effective_from)}"
    if status is Status.ENDED and effective_to:
        return f"hết áp dụng sau ngày {show_day(effective_to)}"
    return ""


def notices(entry: Entry, validity: Validity) -> list[Notice]:
    """What must be said before anything else of the entry: not yet in force, ended, resting on what ended or ends, not
    checked against the law."""
    found: list[Notice] = []
    if entry.status is Status.NOT_YET:
        holder = f" Trước ngày đó: {entry.authority_before}." if entry.authority_before else ""
        start = show_day(entry.effective_from)
        found.append(Notice("red", f"Ngày {show_day(entry.as_of)} chưa áp dụng; áp dụng từ {start}.{holder}"))
    if entry.status is Status.ENDED and entry.effective_to:
        successor = f" Thay bằng {entry.replaced_by}." if entry.replaced_by else ""
        reason = _reason_of_end(entry.change_note, entry.effective_to)
        found.append(Notice("red", f"Hết áp dụng sau ngày {show_day(entry.effective_to)}{reason}.{successor}"))
    cited = dict.fromkeys((citation.document, citation.in_force) for citation in entry.every_citation)
    if entry.status is Status.IN_FORCE:
        granting = {citation.document for citation in entry.citations if citation.role == GRANTING}
        found += [
            _out_of_force(document, entry.as_of, validity, document in granting)
            for document, in_force in cited
            if in_force is False
        ]
        found += [
            _replaced_some_day(document, validity)
            for document in dict.fromkeys(document for document, _ in cited)
            if validity.replaced_undated(document, entry.as_of)
        ]
        if entry.verification.level is Level.UNCHECKED:
            found.append(Notice("yellow", _UNCHECKED))
        found += _ending(entry, validity)
    return found


def _reason_of_end(change_note: str | None, last_day: date) -> str:
    """Why the entry ended, to be put after the day; empty where its note does not name the first day without it.

    A note may also say only what its edition brought, which is no reason for the end.
    """
    first_without = show_day(last_day + timedelta(days=1))
    return f": {change_note}" if change_note and first_without in change_note else ""


def _out_of_force(document: str, day: date, validity: Validity, granting: bool) -> Notice:
    """That an entry rests on a document which the day is past, or which has not begun by it.

    A rule that came later and grants no power only adds to an entry: what it says does not hold on the day.
    """
    start, successor = validity.start_of(document), validity.successor_of(document)
    if start is not None and day < start:
        says = f"chưa có hiệu lực ngày {show_day(day)}: {document} (từ {show_day(start)})"
        return Notice("red", f"Dựa trên quy định {says}.") if granting else Notice("yellow", f"Có phần {says}.")
    replaced = f" (đã được {successor} thay)" if successor else ""
    return Notice("red", f"Dựa trên quy định không còn hiệu lực ngày {show_day(day)}: {document}{replaced}.")


def _replaced_some_day(document: str, validity: Validity) -> Notice:
    says = f"{document}, đã được {validity.successor_of(document)} thay, chưa có nguồn về ngày thay"
    return Notice("yellow", f"Dựa trên {says}: hỏi Sở Khoa học và Công nghệ trước khi làm.")


_PART_BY_ROLE = {
    "trinh-tu": "cách nộp",
    "ho-so": "giấy tờ",
    "thoi-han": "thời hạn",
    "phi": "lệ phí",
    "mau": "mẫu",
    "dieu-kien": "điều kiện",
    "ket-qua": "kết quả",
    "xu-phat": "mức phạt",
}
"""The part of an entry that a provision in a role is for; in any other role the whole entry stands on it."""


def _ending(entry: Entry, validity: Validity) -> list[Notice]:
    """What of an entry's basis ends soon, by its day; where the entry as a whole goes on, which parts of it end."""
    ends: dict[date, dict[str, list[str]]] = {}
    for document, part in _cited_for(entry):
        end = validity.end_of(document)
        if end is not None and entry.as_of <= end <= entry.as_of + ENDS_SOON:
            ends.setdefault(end, {}).setdefault(document, []).append(part)
    return [_ends_on(end, parts, entry.as_of) for end, parts in sorted(ends.items())]


def _cited_for(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each document that is cited, with the part of the entry that cites it; no part where all of it does."""
    for citation in entry.citations:
        yield citation.document, _PART_BY_ROLE.get(citation.role, "")
    for name, statements in (
        ("điều kiện", entry.conditions),
        ("giấy tờ", entry.dossier),
        ("các bước", entry.steps),
        ("mẫu", entry.forms),
        ("lưu ý", entry.notes),
    ):
        for statement in statements:
            for citation in statement.citations:
                yield citation.document, name


def _ends_on(end: date, parts: dict[str, list[str]], day: date) -> Notice:
    last = f"chỉ đến hết {show_day(end)} (còn {(end - day).days} ngày)"
    ask = "Hỏi Sở Khoa học và Công nghệ quy định thay thế trước ngày đó."
    if any("" in cited_for for cited_for in parts.values()):
        return Notice("yellow", f"Sắp hết hiệu lực: {', '.join(parts)} {last}. {ask}")
    named = "; ".join(f"{document} ({', '.join(dict.fromkeys(names))})" for document, names in parts.items())
    return Notice("yellow", f"Có phần sắp hết hiệu lực: {named} {last}. {ask}")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
