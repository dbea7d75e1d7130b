"""Answers for other programs, each of a type in ``said``."""

from datetime import date

from canang.cases.deadlines import Due, due
from canang.cases.schedule import starts_with_receipt
from canang.catalog.companions import Need, Question, load_needs
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.labels import cite_all
from canang.catalog.law import Document, DocumentChange
from canang.catalog.model import Citation, Status
from canang.catalog.overview import Filters, Listed, count_by, fields, list_entries, meta
from canang.desk.desk import Desk
from canang.desk.law import DocumentRead
from canang.desk.said import (
    ChangeSaid,
    Cited,
    Deadlines,
    DocumentSaid,
    DueSaid,
    Hit,
    Matched,
    Named,
    NeedSaid,
    NeedsSaid,
    QuestionSaid,
    RestingEntry,
    Scope,
    StepDue,
)
from canang.desk.searching import Answered
from canang.search.results import Result


def hit(result: Result) -> Hit:
    """A result of a search."""
    return Hit(
        result.id,
        result.type,
        result.name,
        result.field,
        result.level,
        result.authority,
        "answer" if result.grade == "answer" else "near",
        result.score,
        tuple(Matched(m.word, m.column, m.typed or m.word) for m in result.matched),
    )


def hits(found: Answered) -> tuple[Hit, ...]:
    """What a search found: entries that answer, what else answers, then what comes near; scores fall within a grade."""
    answers = [hit(result) for result in found.answers]
    for each in found.companions:
        score = min(each.score, answers[-1].score) if answers else each.score
        answers.append(Hit(each.id, each.type, each.name, None, None, None, "answer", score, ()))
    return (*answers, *map(hit, found.near))


def document_said(read: DocumentRead, day: date) -> DocumentSaid:
    """A document as it stands on a day, with what rests on it."""
    document: Document = read.document
    return DocumentSaid(
        document.number,
        document.type,
        document.issuer,
        document.title,
        document.issued,
        document.effective_from,
        document.effective_to,
        document.in_force(day),
        document.text_read,
        document.note,
        tuple(map(_change, document.changes)),
        tuple(map(_change, document.changes_made)),
        tuple(RestingEntry(each.entry, each.name, each.articles) for each in read.resting),
        day,
    )


def question_said(question: Question) -> QuestionSaid:
    """A question with its answer."""
    return QuestionSaid(
        question.id,
        question.question,
        question.answer,
        question.reported,
        tuple(Named(id_, name) for id_, name in question.entries),
        tuple(map(_cited, question.citations)),
        question.sources,
        question.verification,
    )


def need_said(need: Need) -> NeedSaid:
    """A need, without what an office said of itself."""
    return NeedSaid(need.key, need.kind, need.text, need.help, cite_all(need.citations) or None)


def needs_of(desk: Desk, reference: str, day: date) -> NeedsSaid:
    """What an entry needs; none where nobody wrote it down.

    Raises:
        UnknownEntry: nothing has this id.
    """
    with desk.catalog() as connection:
        entry = load_entry(connection, resolve(connection, reference), day)
        return NeedsSaid(entry.id, entry.name, tuple(map(need_said, load_needs(connection, entry.id, day))))


def deadlines_of(desk: Desk, reference: str, received: date) -> Deadlines:
    """When a procedure and its steps are due that began with the receipt of a file on a day.

    Raises:
        UnknownEntry: nothing has this id.
    """
    with desk.catalog() as connection:
        entry = load_entry(connection, sole_procedure(connection, resolve(connection, reference)), received)
        calendar, version = desk.calendar(connection), meta(connection)["version"]
    limit = entry.time_limit
    whole = due(limit, received, calendar) if starts_with_receipt(limit) else None
    steps = tuple(
        StepDue(
            step.key,
            step.order,
            step.action,
            step.time_limit.text,
            _due(due(step.time_limit, received, calendar) if starts_with_receipt(step.time_limit) else None),
        )
        for step in entry.steps
        if step.time_limit
    )
    return Deadlines(entry.id, entry.name, received, limit.text if limit else None, _due(whole), steps, version)


def scope_of(desk: Desk, day: date) -> Scope:
    """What is here on a day, what is not, and as of when."""
    with desk.catalog() as connection:
        known = meta(connection)
        listed = {type_: _in_force(list_entries(connection, Filters(), day, type_)) for type_ in ("task", "procedure")}
        names = fields(connection)
    return Scope(
        known["version"],
        date.fromisoformat(known["as_of"]),
        day,
        names,
        len(listed["task"]),
        len(listed["procedure"]),
        count_by(listed["procedure"], "verification"),
        "Chỉ giữ số, tên, hiệu lực và chỗ được dẫn của văn bản; không giữ lời văn. Đọc văn bản gốc trước khi ký.",
        "Chỉ có việc của ngành khoa học và công nghệ đã giao về tỉnh, xã. Điều không có nguồn là null: không phải là"
        " pháp luật không quy định.",
        known["hotline"],
    )


def _in_force(listed: list[Listed]) -> list[Listed]:
    return [item for item in listed if item.status is Status.IN_FORCE]


def _change(change: DocumentChange) -> ChangeSaid:
    return ChangeSaid(change.document, change.by, change.change, change.effective_from, change.articles, change.note)


def _cited(citation: Citation) -> Cited:
    return Cited(
        citation.document,
        citation.article,
        citation.clause,
        citation.point,
        citation.annex,
        citation.level,
        citation.in_force,
    )


def _due(found: Due | None) -> DueSaid | None:
    return DueSaid(found.day, found.moved_from, found.announced) if found else None
