"""Legal documents: what they are, what changed them, and what rests on them."""

import re
import sqlite3
from datetime import date

import msgspec

from canang.catalog.law import Document, DocumentChange
from canang.catalog.model import Level
from canang.errors import Code, Failure
from canang.text.days import show_day
from canang.text.fold import words
from canang.text.identifiers import document_key, read_document_query


class UnknownDocument(Failure):
    """No document of the catalogue has this number."""

    code = Code.NOT_FOUND

    def __init__(self, number: str) -> None:
        super().__init__(f"Không có văn bản “{number[:80]}” trong cẩm nang.")


class Dependent(msgspec.Struct, frozen=True):
    """An entry that rests on a document, and the articles that it cites there."""

    entry: str
    name: str
    articles: tuple[str, ...]


def find_documents(connection: sqlite3.Connection, query: str) -> list[str]:
    """The numbers of the documents that a query means: written whole (``28/2013/TT-BKHCN``), short (``ND 133``, ``15``
    alone) or by words of the title (``luật đo lường``)."""
    numbers = [str(row["number"]) for row in connection.execute("SELECT number FROM documents ORDER BY number")]
    wanted = document_key(query)
    exact = [number for number in numbers if document_key(number) == wanted]
    if exact:
        return exact
    if query.strip().isdigit():
        return [number for number in numbers if number.split("/")[0].lstrip("0") == query.strip().lstrip("0")]
    asked = read_document_query(query)
    if asked is None:
        return _titled(connection, query)
    beginning, kind = asked
    return [
        number
        for number in numbers
        if document_key(number).startswith(beginning)
        and (kind is None or number.count("/") < 2 or document_key(number.split("/")[2]).startswith(kind))
    ]


def _titled(connection: sqlite3.Connection, query: str) -> list[str]:
    """The numbers of the documents in whose title all words of a query stand, the shortest title first.

    A law's own name comes before that of what amends it. One word alone names no document.
    """
    wanted = set(words(query))
    if sum(word.isalpha() for word in wanted) < 2:
        return []
    rows = connection.execute("SELECT number, type, title FROM documents ORDER BY length(title), number")
    return [str(row["number"]) for row in rows if wanted <= set(words(f"{row['type']} {row['title']}"))]


def load_document(connection: sqlite3.Connection, number: str) -> Document:
    """One document with the changes made to it and by it.

    Raises:
        UnknownDocument: the catalogue does not hold it.
    """
    row = connection.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise UnknownDocument(number)
    return Document(
        number=row["number"],
        type=row["type"],
        issuer=row["issuer"],
        title=row["title"],
        issued=_day(row["issued"]),
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        text_read=Level(row["text_read"]),
        note=row["note"],
        changes=_changes(connection, "document", number),
        changes_made=_changes(connection, "by", number),
    )


def standing_of(document: Document, day: date) -> str:
    """One sentence, without its full stop: whether the document is in force on the day, or what has replaced it."""
    force, successor = document.in_force(day), document.successor(day)
    if force:
        return f"Còn hiệu lực ngày {show_day(day)}"
    if force is False:
        replaced = (
            f": {successor.by} thay từ {show_day(successor.effective_from)}"
            if successor and successor.effective_from
            else ""
        )
        return f"KHÔNG có hiệu lực ngày {show_day(day)}{replaced}"
    if successor:
        return f"Đã được {successor.by} thay, chưa có nguồn về ngày thay; hỏi Sở trước khi dựa vào"
    return "Chưa có nguồn về ngày hiệu lực"


def all_documents(connection: sqlite3.Connection) -> list[Document]:
    """Every document, in the order of its number and then its year."""
    numbers = [row["number"] for row in connection.execute("SELECT number FROM documents ORDER BY number")]
    numbers.sort(key=as_counted)
    return [load_document(connection, number) for number in numbers]


def dependents(connection: sqlite3.Connection, number: str) -> list[Dependent]:
    """What rests on the document, in any of its editions."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for row in connection.execute(
        "SELECT editions.entry, editions.name, citations.article, citations.annex FROM citations"
        " JOIN editions ON editions.id = citations.edition WHERE citations.document = ?"
        " ORDER BY editions.entry, citations.id",
        (number,),
    ):
        _, places = found.setdefault(row["entry"], (row["name"], {}))
        places[f"Điều {row['article']}" if row["article"] else row["annex"] or "toàn văn bản"] = None
    return [Dependent(entry, name, tuple(sorted(places, key=as_counted))) for entry, (name, places) in found.items()]


def entries_by_document(connection: sqlite3.Connection) -> dict[str, int]:
    """How many entries rest on each document, in any of their editions, by its number."""
    rows = connection.execute(
        "SELECT citations.document, count(DISTINCT editions.entry) FROM citations"
        " JOIN editions ON editions.id = citations.edition GROUP BY citations.document"
    )
    return {row[0]: row[1] for row in rows}


def as_counted(place: str) -> tuple[bool, tuple[tuple[int, str], ...]]:
    """A key that puts places as people count: articles first, then annexes, numbers within a name by their size.

    >>> sorted(["Phụ lục I", "Điều 21", "Điều 5a", "Điều 5", "Điều 4"], key=as_counted)
    ['Điều 4', 'Điều 5', 'Điều 5a', 'Điều 21', 'Phụ lục I']
    """
    parts = re.findall(r"(\d+)|(\D+)", place)
    return not place.startswith("Điều "), tuple((int(number or 0), words) for number, words in parts)


def nearest_documents(connection: sqlite3.Connection, query: str, count: int = 3) -> list[str]:
    """Numbers that look most like what was asked for."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only on the way to an error

    numbers = [row["number"] for row in connection.execute("SELECT number FROM documents ORDER BY number")]
    return [number for number, _, _ in process.extract(query.upper(), numbers, scorer=fuzz.ratio, limit=count)]


def _changes(connection: sqlite3.Connection, column: str, number: str) -> tuple[DocumentChange, ...]:
    rows = connection.execute(
        "SELECT document_changes.*, documents.issued AS by_issued FROM document_changes"
        ' LEFT JOIN documents ON documents.number = document_changes."by"'
        f' WHERE document_changes."{column}" = ? ORDER BY document_changes.effective_from, document_changes.id',
        (number,),
    )
    return tuple(
        DocumentChange(
            row["document"],
            row["by"],
            row["change"],
            _day(row["effective_from"]),
            tuple(row["articles"].split(",")) if row["articles"] else (),
            row["note"],
            _day(row["by_issued"]),
        )
        for row in rows
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
