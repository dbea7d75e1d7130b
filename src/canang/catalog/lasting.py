"""Until when something holds that a page says: for pages that are read long after they were made."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from canang.catalog.model import Citation, Entry
from canang.text.days import show_day


class Lapse(msgspec.Struct, frozen=True):
    """Something that is no longer so after ``last_day``; ``text`` is half a line that says what, and why."""

    last_day: date
    text: str


class Lapses:
    """What is known to end or to change after a day, document by document."""

    def __init__(self, connection: sqlite3.Connection, day: date) -> None:
        self._day = day
        self._ends: dict[str, date] = {
            row["number"]: date.fromisoformat(row["effective_to"])
            for row in connection.execute(
                "SELECT number, effective_to FROM documents WHERE effective_to >= ? ORDER BY number", (day.isoformat(),)
            )
        }
        self._changes: dict[str, list[tuple[frozenset[str], Lapse]]] = {}
        for row in connection.execute(
            'SELECT document, "by", change, articles, effective_from FROM document_changes WHERE effective_from > ?'
            " ORDER BY effective_from, document",
            (day.isoformat(),),
        ):
            if row["document"] in self._ends and not row["articles"] and row["change"] != "sua-doi":
                continue  # the end of the document says the same
            articles = [article for article in row["articles"].split(",") if article]
            what = f"{row['document']} Điều {', '.join(articles)}" if articles else row["document"]
            start = date.fromisoformat(row["effective_from"])
            becomes = {"sua-doi": "sửa đổi", "bai-bo": "bãi bỏ"}.get(row["change"], "thay")
            lapse = Lapse(start - timedelta(days=1), f"{what}: được {row['by']} {becomes} từ {show_day(start)}")
            self._changes.setdefault(row["document"], []).append((frozenset(articles), lapse))

    def of_documents(self) -> tuple[Lapse, ...]:
        """The documents that end, one line a day, soonest first."""
        days: dict[date, list[str]] = {}
        for number, end in self._ends.items():
            days.setdefault(end, []).append(number)
        return _in_order(_ended(", ".join(numbers), end) for end, numbers in days.items())

    def of_document(self, number: str) -> tuple[Lapse, ...]:
        """What ends or changes of one document, in any of its articles."""
        end = self._ends.get(number)
        own = [_ended(number, end)] if end else []
        return _in_order([*own, *(lapse for _, lapse in self._changes.get(number, ()))])

    def of_citations(self, citations: Iterable[Citation]) -> tuple[Lapse, ...]:
        """What ends or changes of the provisions that are cited, soonest first."""
        found: list[Lapse] = []
        for citation in citations:
            if end := self._ends.get(citation.document):
                found.append(_ended(citation.document, end))
            found += [
                lapse
                for articles, lapse in self._changes.get(citation.document, ())
                if not articles or citation.article is None or citation.article in articles
            ]
        return _in_order(found)

    def of_entry(self, entry: Entry) -> tuple[Lapse, ...]:
        """The same of an entry, with the end of the edition that is read."""
        own = []
        if entry.effective_to is not None and entry.effective_to >= self._day:
            own = [Lapse(entry.effective_to, f"{entry.id}: áp dụng như ở đây đến hết {show_day(entry.effective_to)}")]
        return _in_order([*own, *self.of_citations(entry.every_citation)])


def _ended(number: str, end: date) -> Lapse:
    return Lapse(end, f"{number}: có hiệu lực đến hết {show_day(end)}")


def _in_order(found: Iterable[Lapse]) -> tuple[Lapse, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda lapse: (lapse.last_day, lapse.text)))
