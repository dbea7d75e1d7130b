"""An entry laid out as a page, in the order in which an official reads it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeAlias

from msgspec.structs import replace

from canang.catalog.labels import (
    KINDS,
    LEVELS,
    NO_LEVEL,
    PROCEDURE_TYPES,
    SHORT_VERIFICATION,
    UNKNOWN,
    UNSTATED,
    VERIFICATION,
    cite_all,
    cite_source,
    document_name,
    read_by,
    spans,
)
from canang.catalog.model import UNKNOWN_START, Citation, DossierItem, Entry, Level, Status, Step, TaskProcedure
from canang.catalog.validity import Notice, standing
from canang.sheet.page import Box, Detail, Sheet
from canang.sheet.words import Kind, kind_of
from canang.text.days import show_day

Cite: TypeAlias = Callable[[tuple[Citation, ...]], str]
_LEVELS = list(Level)


def lay_out(entry: Entry, notices: list[Notice], data_version: str) -> Sheet:
    """Put an entry into the order in which an official reads it.

    Args:
        data_version: the version of the catalogue, for the foot of the page.
    """
    kind = PROCEDURE_TYPES.get(entry.procedure_type or "", "nhiệm vụ")
    # Where the whole entry is not in force, the notice above it says so once for all its citations.
    cite = partial(cite_all, dated=entry.status is Status.IN_FORCE)
    return Sheet(
        id=entry.id,
        title=entry.name,
        subtitle=" · ".join(
            part for part in (kind, entry.field_name, LEVELS.get(entry.level or "", NO_LEVEL), _whose(entry)) if part
        ),
        notices=tuple(notices),
        head=(*(Detail(kind, text) for kind, text in _head(entry) if text), *_notes(entry, cite)),
        conditions=tuple(
            Box(str(number), str(number), condition.text, _cited(condition.citations, cite))
            for number, condition in enumerate(entry.conditions, 1)
        ),
        dossier=tuple(dossier_box(item, cite) for item in entry.dossier),
        steps=tuple(step_box(step, entry.verification.level, cite) for step in entry.steps),
        forms=tuple((form.code, form.name) for form in entry.forms),
        basis=tuple(_basis(entry, cite)),
        checked=tuple(_checked(entry)),
        procedures=tuple((procedure.id, _procedure(procedure)) for procedure in entry.procedures),
        footer=f"{entry.id} · dữ liệu {data_version} · theo quy định ngày {show_day(entry.as_of)}",
    )


def _procedure(procedure: TaskProcedure) -> str:
    note = standing(procedure.status, procedure.effective_from, procedure.effective_to)
    return f"{procedure.name} ({note})" if note else procedure.name


def _whose(entry: Entry) -> str:
    """The kind of delegation, and the user's layer where the entry is not of the catalogue as shipped."""
    parts = (KINDS[entry.kind] if entry.kind else "", f"lớp {entry.layer}" if entry.layer else "")
    return " · ".join(part for part in parts if part)


def _head(entry: Entry) -> list[tuple[Kind, str | None]]:
    procedure = entry.type == "procedure"
    unknown = UNSTATED if entry.verification.level is Level.TEXT else UNKNOWN
    limit = entry.time_limit.told if entry.time_limit else None
    if procedure and not limit:
        limit = "ghi ở từng bước" if any(step.time_limit for step in entry.steps) else unknown
    spans = [
        f"{_since(span.effective_from)} – {show_day(span.effective_to) if span.effective_to else 'nay'}"
        + (f": {span.change_note}" if span.change_note else "")
        for span in entry.editions
        if span.effective_from != entry.effective_from
    ]
    return [
        (Kind.AUTHORITY, entry.authority or UNKNOWN),
        # Nobody has to ask who decided before: where it is not known, nothing is said of it.
        (Kind.AUTHORITY_BEFORE, entry.authority_before),
        (Kind.AGENCY, entry.agency or unknown),
        (Kind.APPLICANT, entry.applicant),
        (Kind.SUBMISSION, entry.submission),
        (Kind.NO_DOSSIER, UNKNOWN if entry.procedure_type == "tthc" and not entry.dossier else None),
        (Kind.TIME_LIMIT, limit),
        (Kind.FEE, entry.fee or (unknown if entry.procedure_type == "tthc" else None)),
        (Kind.RESULT, entry.result or (UNKNOWN if procedure else None)),
        (Kind.RESULT_VALIDITY, entry.result_validity),
        (Kind.CODE, entry.code),
        (Kind.SPAN, _span(entry)),
        (Kind.OTHER_EDITIONS, "\n".join(spans) or None),
    ]


def _notes(entry: Entry, cite: Cite) -> list[Detail]:
    """What to know that is no condition, a line each with where it stands."""
    if not entry.notes:
        return []
    lines = (f"- {note.text} – {cite(note.citations)}" if note.citations else f"- {note.text}" for note in entry.notes)
    return [Detail(Kind.NOTE, "\n".join(lines), tuple(each for note in entry.notes for each in note.citations))]


def _since(day: date) -> str:
    return show_day(day) if day != UNKNOWN_START else "…"


def _span(entry: Entry) -> str:
    known = entry.effective_from != UNKNOWN_START
    start = f"từ {show_day(entry.effective_from)}" if known else "nguồn không ghi từ ngày nào"
    span = f"{start} đến hết {show_day(entry.effective_to)}" if entry.effective_to else start
    return f"{span} ({entry.change_note})" if entry.change_note else span


def dossier_box(item: DossierItem, cite: Cite) -> Box:
    """A paper as a box; ``cite`` words what it rests on."""
    counts = [
        f"{item.originals} bản chính" if item.originals else "",
        f"{item.copies} bản sao" if item.copies else "",
    ]
    need = _when(item.condition) if item.condition else "" if item.required else "không bắt buộc"
    details = [
        (Kind.COUNT, ", ".join(count for count in counts if count)),
        (Kind.WHEN, need),
        (Kind.FORM, item.form or ""),
    ]
    return Box(item.key, str(item.order), item.name, (*_said(details), *_cited(item.citations, cite)))


def _when(condition: str) -> str:
    return condition if condition.startswith("nếu ") else f"nếu {condition}"


def step_box(step: Step, entry_level: Level, cite: Cite) -> Box:
    """A step as a box; one that was checked less far than its entry says so."""
    worse = _LEVELS.index(step.level) > _LEVELS.index(entry_level)
    before = [
        (Kind.INSTEAD, "thay cho bước trước" if step.logic == "or" else ""),
        (Kind.ALONGSIDE, "làm cùng bước trước" if step.logic == "and" else ""),
        (Kind.ACTOR, step.actor or ""),
        (Kind.WHEN, step.condition or ""),
        (Kind.TIME_LIMIT, step.time_limit.told if step.time_limit else ""),
        (Kind.OUTPUT, step.output or ""),
        (Kind.FORM, ", ".join(step.forms)),
        (Kind.NOTE, step.note or ""),
        (Kind.PITFALL, step.pitfall or ""),
    ]
    checked = [(Kind.CHECKED, SHORT_VERIFICATION[step.level] if worse else "")]
    details = (*_said(before), *_cited(step.citations, cite), *_said(checked))
    return Box(step.key, str(step.order), step.action, details)


def _said(details: list[tuple[Kind, str]]) -> tuple[Detail, ...]:
    """Those of which anything is said."""
    return tuple(Detail(kind, text) for kind, text in details if text)


def _cited(citations: tuple[Citation, ...], cite: Cite) -> tuple[Detail, ...]:
    return (Detail(Kind.BASIS, cite(citations), citations),) if citations else ()


_BASIS_BY_ROLE = {"trao-quyen": Kind.POWER, "noi-dung": Kind.CONTENT, "thoi-han": Kind.LIMIT_BASIS}
_BASIS = {
    "basis": Kind.POWER,
    "law": Kind.LAW,
    "time_limit": Kind.LIMIT_BASIS,
    "submission": Kind.SUBMISSION_BASIS,
    "fee": Kind.FEE_BASIS,
    "result": Kind.RESULT_BASIS,
    "result_validity": Kind.VALIDITY_BASIS,
}
"""The statements of an entry that carry citations, in the order in which they are shown; any other field comes last."""


def _basis(entry: Entry, cite: Cite) -> list[Detail]:
    grouped: dict[Kind, list[Citation]] = {}
    for name in dict.fromkeys([*_BASIS, *(citation.statement for citation in entry.citations)]):
        kind = _BASIS.get(name) or kind_of(name)
        for citation in entry.citations:
            if citation.statement == name:
                shown = _BASIS_BY_ROLE.get(citation.role, kind) if name == "basis" else kind
                grouped.setdefault(shown, []).append(citation)
    told = [Detail(kind, cite(tuple(citations)), tuple(citations)) for kind, citations in grouped.items()]
    return [*told, *_amended(entry)]


def _amended(entry: Entry) -> list[Detail]:
    """The articles cited that a later document amended, one line for each; not where the entry cites that one too."""
    cited = entry.every_citation
    known = {citation.document for citation in cited}
    amended: dict[str, list[Citation]] = {}
    for citation in sorted(cited, key=lambda citation: (citation.document, citation.article or "")):
        if citation.amended_by and citation.amended_by not in known:
            whole = replace(citation, clause=None, point=None, level=Level.TEXT)
            amended.setdefault(citation.amended_by, []).append(whole)
    return [
        Detail(Kind.AMENDED, f"{cite_all(tuple(articles))} – sửa bởi {document_name(by)}: đọc cả hai", tuple(articles))
        for by, articles in amended.items()
    ]


def _checked(entry: Entry) -> list[Detail]:
    verification = entry.verification
    how_far = f"{VERIFICATION[verification.level]} (ngày {show_day(verification.checked_on)})"
    lines = [Detail(Kind.VERIFICATION, how_far)]
    if verification.note:
        lines.append(Detail(Kind.VERIFICATION_NOTE, verification.note))
    better = tuple(step.order for step in entry.steps if _LEVELS.index(step.level) < _LEVELS.index(verification.level))
    if better:
        lines.append(Detail(Kind.BETTER_CHECKED, f"bước {spans(better)}: xem mức ghi ở từng căn cứ"))
    lines += [
        Detail(Kind.READ_AGAIN, f"{read_by(reading)}: {reading.statements} điều nêu") for reading in entry.readings
    ]
    return [*lines, *(Detail(Kind.SOURCE, cite_source(source)) for source in entry.sources)]
