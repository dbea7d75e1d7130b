"""What an entry says at one glance: typed facts and short lines, without labels, colours or a size.

A front asks ``summarise`` for it and puts words on it by the kinds (``sheet.words``, ``sheet.summary_words``).
"""

from datetime import date
from typing import Literal

import msgspec

from canang.catalog.model import (
    UNKNOWN_START,
    DossierItem,
    Entry,
    Level,
    Status,
    Step,
    TaskProcedure,
    Verification,
)
from canang.catalog.validity import Notice
from canang.sheet.words import Kind


class Fact(msgspec.Struct, frozen=True):
    """One thing that the reader asks first.

    ``text`` is None where nobody has a source for it, unless ``steps`` names the steps that say it, each for itself, or
    ``unstated`` says that the articles cited were read and do not tell.
    What does not apply to an entry (the fee of an inspection of which no law speaks) is no fact of it.
    """

    kind: Kind
    text: str | None
    steps: tuple[int, ...] = ()
    unstated: bool = False

    @property
    def known(self) -> bool:
        """Whether it is told, by the entry or by its steps."""
        return self.text is not None or bool(self.steps)


class Line(msgspec.Struct, frozen=True):
    """A paper of the file or a step, told in one sentence.

    ``key`` stays the same when others are added; ``number`` is its place, from 1. ``when`` is the condition under
    which it is needed, as the source puts it (with or without “nếu”); ``optional`` says that it may be left out though
    no condition is known. ``logic`` is ``or`` for a step that is done instead of the one before, ``and`` for one that
    goes with it. ``who`` does it, ``by`` is its own time limit, ``forms`` are codes.
    """

    key: str
    number: int
    text: str
    level: Level
    when: str | None = None
    optional: bool = False
    logic: Literal["and", "or"] | None = None
    who: str | None = None
    by: str | None = None
    forms: tuple[str, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """An entry on one page.

    ``papers`` and ``steps`` are None where there ought to be some and nobody has a source for them, and empty where
    there are none to be had. ``effective_from`` is None where no source says it; both days are included.
    ``procedures`` are those of a task, those to be done on the day first.
    """

    id: str
    type: Literal["task", "procedure"]
    name: str
    kind: str | None
    procedure_type: str | None
    level: str | None
    field: str
    field_name: str
    layer: str | None
    status: Status
    as_of: date
    effective_from: date | None
    effective_to: date | None
    notices: tuple[Notice, ...]
    facts: tuple[Fact, ...]
    conditions: tuple[str, ...]
    notes: tuple[str, ...]
    papers: tuple[Line, ...] | None
    steps: tuple[Line, ...] | None
    procedures: tuple[TaskProcedure, ...]
    verification: Verification

    def fact(self, kind: Kind) -> Fact | None:
        """Its fact of a kind, where it has one."""
        return next((fact for fact in self.facts if fact.kind is kind), None)

    def checked_otherwise(self) -> tuple[tuple[Level, tuple[int, ...]], ...]:
        """The numbers of the steps that were checked better or worse than the whole, best level first."""
        steps, whole = self.steps or (), self.verification.level
        found = ((level, tuple(step.number for step in steps if step.level is level)) for level in Level)
        return tuple((level, numbers) for level, numbers in found if numbers and level is not whole)


def summarise(entry: Entry, notices: tuple[Notice, ...], own: str | None = None) -> Summary:
    """An entry at one glance.

    Args:
        own: what the office that reads it adds.
        notices: what must be said before anything else, as ``catalog.validity.notices`` finds it and a ``Sheet`` holds
            it.
    """
    procedure = entry.type == "procedure"
    return Summary(
        id=entry.id,
        type=entry.type,
        name=entry.name,
        kind=entry.kind,
        procedure_type=entry.procedure_type,
        level=entry.level,
        field=entry.field,
        field_name=entry.field_name,
        layer=entry.layer,
        status=entry.status,
        as_of=entry.as_of,
        effective_from=entry.effective_from if entry.effective_from != UNKNOWN_START else None,
        effective_to=entry.effective_to,
        notices=notices,
        facts=(*_facts(entry), *((Fact(Kind.OWN_OFFICE, own),) if own else ())),
        conditions=tuple(condition.text for condition in entry.conditions),
        notes=tuple(note.text for note in entry.notes),
        # Only an applicant's procedure must have papers; an inspection has what it makes.
        papers=tuple(map(_paper, entry.dossier)) or (None if entry.procedure_type == "tthc" else ()),
        steps=tuple(map(_step, entry.steps)) or (None if procedure else ()),
        procedures=entry.procedures,
        verification=entry.verification,
    )


def _facts(entry: Entry) -> list[Fact]:
    read = entry.verification.level is Level.TEXT
    found = [Fact(Kind.AUTHORITY, entry.authority), Fact(Kind.AGENCY, entry.agency, unstated=read and not entry.agency)]
    if entry.type == "task":
        return found
    if entry.applicant:
        found.append(Fact(Kind.APPLICANT, entry.applicant))
    if entry.submission:
        found.append(Fact(Kind.SUBMISSION, entry.submission))
    limit = entry.time_limit.told if entry.time_limit else None
    timed = () if limit else tuple(step.order for step in entry.steps if step.time_limit)
    found.append(Fact(Kind.TIME_LIMIT, limit, timed, unstated=read and not limit and not timed))
    if entry.fee or entry.procedure_type == "tthc":
        found.append(Fact(Kind.FEE, entry.fee, unstated=read and not entry.fee))
    found.append(Fact(Kind.RESULT, entry.result))
    return found


def _paper(item: DossierItem) -> Line:
    return Line(
        key=item.key,
        number=item.order,
        text=item.name,
        level=item.level,
        when=item.condition,
        optional=not item.required and not item.condition,
        forms=(item.form,) if item.form else (),
    )


def _step(step: Step) -> Line:
    return Line(
        key=step.key,
        number=step.order,
        text=step.action,
        level=step.level,
        when=step.condition,
        logic=step.logic,
        who=step.actor,
        by=step.time_limit.told if step.time_limit else None,
        forms=step.forms,
    )


def shortened(text: str, room: int) -> str:
    """A text in at most ``room`` letters, cut between words and marked with “…”; one that fits stays as it is.

    >>> shortened("Lập biên bản kiểm tra khi có điểm không phù hợp", 24)
    'Lập biên bản kiểm tra…'
    >>> shortened("Giấy đăng ký (bản sao) của cơ sở", 20)
    'Giấy đăng ký…'
    """
    if len(text) <= room:
        return text
    cut = text[: max(room - 1, 1)]
    if not text[len(cut)].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    opened = cut.rfind("(")
    if opened > 0 and ")" not in cut[opened:]:
        cut = cut[:opened]
    return cut.rstrip(" ,;:.(–-") + "…"
