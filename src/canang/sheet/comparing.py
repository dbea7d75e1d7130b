"""Two states of the catalogue, statement by statement: what was added, removed and changed."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

import msgspec

from canang.catalog.companions import Need, Question, load_questions, own_needs
from canang.catalog.documents import all_documents
from canang.catalog.labels import CHANGES, NEEDS, SHORT_VERIFICATION, cite_all
from canang.catalog.law import Document
from canang.catalog.model import UNKNOWN_START, Citation, Entry
from canang.sheet.statements import WHOLE, Statement, editions_of, read_statements, statements_of
from canang.text.days import show_day

Facts: TypeAlias = dict[str, str | None]
"""What is said of one thing, by Vietnamese labels; None where nothing is."""


class Change(msgspec.Struct, frozen=True):
    """One statement that is not the same; ``before`` or ``after`` is None where it was not there."""

    key: str
    label: str
    before: str | None
    after: str | None


class EntryChange(msgspec.Struct, frozen=True):
    """What became of an entry or a document.

    ``kind`` is ``added``, ``removed`` or ``changed``; ``edition`` is the day on which the edition begins that differs,
    None for a document and for an entry as a whole.
    """

    id: str
    type: str
    name: str
    kind: str
    edition: date | None
    changes: tuple[Change, ...]


class Comparison(msgspec.Struct, frozen=True):
    """All that is different, entries first, then questions and documents, each kind in the order of ids."""

    old: dict[str, str]
    new: dict[str, str]
    entries: tuple[EntryChange, ...]

    def counts(self) -> dict[str, int]:
        """How many entries and documents were added, removed and changed."""
        kinds = {(change.id, change.kind) for change in self.entries}
        return {kind: sum(each == kind for _, each in kinds) for kind in ("added", "removed", "changed")}

    def as_object(self) -> dict[str, Any]:
        """The same as JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {**plain, "counts": self.counts()}


def compare(old: sqlite3.Connection, new: sqlite3.Connection) -> Comparison:
    """Compare two catalogues that are open for reading."""
    found: list[EntryChange] = []
    before, after = _entries(old), _entries(new)
    needed = own_needs(old, UNKNOWN_START), own_needs(new, UNKNOWN_START)
    for id_ in sorted(before.keys() | after.keys()):
        kind, name = (after.get(id_) or before[id_])[:2]
        if id_ not in before:
            found.append(EntryChange(id_, kind, name, "added", None, ()))
        elif id_ not in after:
            found.append(EntryChange(id_, kind, name, "removed", None, ()))
        else:
            found += _editions(old, new, id_, kind, name)
            found += _around(id_, kind, name, before[id_], after[id_])
            found += _needs(id_, kind, name, needed[0].get(id_, ()), needed[1].get(id_, ()))
    found += _questions(old, new)
    found += _documents(old, new)
    return Comparison(_about(old), _about(new), tuple(found))


def changes_between(before: Entry, after: Entry) -> list[Change]:
    """What two editions of an entry state otherwise, in the order in which the later one is read."""
    was, now = ({statement.key: statement for statement in statements_of(entry)} for entry in (before, after))
    return _changes(was, now)


def _about(connection: sqlite3.Connection) -> dict[str, str]:
    wanted = ("version", "as_of", "content_hash")
    return {row["key"]: row["value"] for row in connection.execute("SELECT * FROM meta") if row["key"] in wanted}


def _entries(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str, str]]:
    """Each entry's type, newest name, everyday words, and field."""
    words: dict[str, list[str]] = {}
    for row in connection.execute("SELECT entry, word FROM everyday ORDER BY id"):
        words.setdefault(row["entry"], []).append(row["word"])
    rows = connection.execute(
        "SELECT entries.id, entries.type, entries.field, editions.name, max(editions.effective_from) FROM entries"
        " JOIN editions ON editions.entry = entries.id GROUP BY entries.id"
    )
    return {row["id"]: (row["type"], row["name"], "; ".join(words.get(row["id"], ())), row["field"]) for row in rows}


def _editions(old: sqlite3.Connection, new: sqlite3.Connection, id_: str, kind: str, name: str) -> list[EntryChange]:
    spans = (editions_of(old, id_), editions_of(new, id_))
    found = []
    for edition in sorted({*spans[0], *spans[1]}):
        before = {s.key: s for s in read_statements(old, id_, edition)} if edition in spans[0] else {}
        after = {s.key: s for s in read_statements(new, id_, edition)} if edition in spans[1] else {}
        changes = tuple(_changes(before, after))
        if changes:
            found.append(EntryChange(id_, kind, name, "changed", edition, changes))
    return found


def _changes(before: dict[str, Statement], after: dict[str, Statement]) -> list[Change]:
    found = []
    for key in _in_order(before, after):
        was, now = before.get(key), after.get(key)
        told = (_told(was), _told(now))
        if told[0] != told[1]:
            label = (now or was).label if (now or was) else key  # type: ignore[union-attr]
            found.append(Change(key, label, *told))
    return found


def _in_order(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The keys of both: those of the new text as they stand there, then those taken out."""
    return list(dict.fromkeys((*after, *before)))


def _told(statement: Statement | None) -> str | None:
    if statement is None:
        return None
    cited = f"Căn cứ: {statement.cited}" if statement.cited else ""
    level = f"Mức: {SHORT_VERIFICATION[statement.level]}" if statement.cited or statement.key == WHOLE else ""
    return "\n".join(part for part in (statement.text, cited, level) if part)


def _around(
    id_: str, kind: str, name: str, before: tuple[str, str, str, str], after: tuple[str, str, str, str]
) -> list[EntryChange]:
    labels = (("words", "Lời thường ngày", 2), ("field", "Lĩnh vực", 3))
    changes = tuple(Change(key, label, before[i], after[i]) for key, label, i in labels if before[i] != after[i])
    return [EntryChange(id_, kind, name, "changed", None, changes)] if changes else []


def _needs(id_: str, kind: str, name: str, was: Iterable[Need], now: Iterable[Need]) -> list[EntryChange]:
    """What must be there before the entry can be done, in so far as it is the entry's own."""
    before, after = (
        {
            need.key: "\n".join(filter(None, (f"{NEEDS[need.kind]}: {need.text}", need.help, _cited(need.citations))))
            for need in needs
        }
        for needs in (was, now)
    )
    changes = tuple(
        Change(f"need:{key}", f"Điều phải có “{key}”", before.get(key), after.get(key))
        for key in _in_order(before, after)
        if before.get(key) != after.get(key)
    )
    return [EntryChange(id_, kind, name, "changed", None, changes)] if changes else []


def _questions(old: sqlite3.Connection, new: sqlite3.Connection) -> list[EntryChange]:
    before, after = (
        {question.id: _answered(question) for question in load_questions(connection, UNKNOWN_START)}
        for connection in (old, new)
    )
    return _facts_compared("question", "Câu hỏi", before, after)


def _facts_compared(kind: str, title: str, before: dict[str, Facts], after: dict[str, Facts]) -> list[EntryChange]:
    """Things of one kind that are told by labelled facts; ``title`` is the label of what one calls them by."""
    found = []
    for id_ in sorted(before.keys() | after.keys()):
        was, now = before.get(id_), after.get(id_)
        name = (now or was or {})[title] or id_
        if was is None or now is None:
            found.append(EntryChange(id_, kind, name, "added" if was is None else "removed", None, ()))
            continue
        changes = tuple(Change(label, label, was[label], now[label]) for label in now if was[label] != now[label])
        if changes:
            found.append(EntryChange(id_, kind, name, "changed", None, changes))
    return found


def _answered(question: Question) -> Facts:
    return {
        "Câu hỏi": question.question,
        "Trả lời": question.answer,
        "Gặp ở": question.reported,
        "Thuộc việc": ", ".join(id_ for id_, _ in question.entries),
        "Căn cứ": _cited(question.citations),
        "Nguồn": "; ".join(source.title for source in question.sources) or None,
        "Mức": SHORT_VERIFICATION[question.verification.level],
    }


def _cited(citations: tuple[Citation, ...]) -> str | None:
    # What is compared is what was written, on no day: whether it is in force then is no part of it.
    return cite_all(tuple(msgspec.structs.replace(citation, in_force=None) for citation in citations)) or None


def _documents(old: sqlite3.Connection, new: sqlite3.Connection) -> list[EntryChange]:
    before, after = (
        {document.number: _facts(document) for document in all_documents(connection)} for connection in (old, new)
    )
    return _facts_compared("document", "Tên", before, after)


def _facts(document: Document) -> Facts:
    changes = [
        f"{CHANGES[c.change]} {', '.join(c.articles)} bởi {c.by} từ {_day(c.effective_from)}" for c in document.changes
    ]
    return {
        "Tên": document.title,
        "Nơi ban hành": document.issuer,
        "Ban hành": _day(document.issued),
        "Hiệu lực từ": _day(document.effective_from),
        "Hiệu lực đến": _day(document.effective_to),
        "Đã đọc": SHORT_VERIFICATION[document.text_read],
        "Bị thay đổi": "; ".join(" ".join(change.split()) for change in changes) or None,
        "Ghi chú": document.note,
    }


def _day(day: date | None) -> str | None:
    return show_day(day) if day and day != UNKNOWN_START else None
