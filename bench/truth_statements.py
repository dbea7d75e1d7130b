"""What an entry states, one statement with its citations at a time, and a candidate for a reader."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from canang.catalog.model import Citation, Entry, TimeLimit


class Candidate(msgspec.Struct, frozen=True):
    """One place to read: of which kind, in which entry, at which statement, and why."""

    kind: str
    entry: str
    where: str
    why: str


class Statement(msgspec.Struct, frozen=True):
    """A limit, a fee, a way of handing in … of an entry, with what it cites."""

    where: str
    text: str
    citations: tuple[Citation, ...]


def statements(entry: Entry) -> Iterator[Statement]:
    """The lines that state a limit, a fee, a way of handing in or a result."""
    of = defaultdict(list)
    for citation in entry.citations:
        of[citation.statement].append(citation)
    if entry.submission:
        yield Statement("submission", entry.submission, tuple(of["submission"]))
    if entry.fee:
        yield Statement("fee", entry.fee, tuple(of["fee"]))
    if entry.time_limit:
        yield Statement("limit", _limit(entry.time_limit), tuple(of["limit"] or of["time_limit"]))
    for step in entry.steps:
        if step.time_limit:
            yield Statement(f"step {step.key} limit", _limit(step.time_limit), step.citations)


def _limit(limit: TimeLimit) -> str:
    return f"{limit.text} ({limit.start})" if limit.start else limit.text


def every_statement(entry: Entry) -> Iterator[Statement]:
    """Whatever an entry says in its own words beside a citation: plain facts, conditions, notes, papers, steps."""
    yield from (each for each in statements(entry) if not each.where.startswith("step"))
    of = defaultdict(list)
    for citation in entry.citations:
        of[citation.statement].append(citation)
    for name, said in (("result", entry.result), ("result_validity", entry.result_validity)):
        if said:
            yield Statement(name, said, tuple(of[name]))
    for number, condition in enumerate(entry.conditions, 1):
        yield Statement(f"condition {number}", condition.text, condition.citations)
    for number, note in enumerate(entry.notes, 1):
        yield Statement(f"note {number}", note.text, note.citations)
    for paper in entry.dossier:
        yield Statement(f"dossier {paper.key}", _together(paper.name, paper.condition), paper.citations)
    for step in entry.steps:
        limit = _limit(step.time_limit) if step.time_limit else None
        yield Statement(f"step {step.key}", _together(step.action, step.condition, step.note, limit), step.citations)


def _together(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
