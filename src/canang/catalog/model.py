"""The models of the catalogue: typed, immutable, without behaviour beyond what can be derived from them."""

from datetime import date
from enum import StrEnum

import msgspec

UNKNOWN_START = date.min
"""Since when an edition stands where no source says so: it stood on every day that one can ask for."""


class Level(StrEnum):
    """How far a statement has been checked, best first."""

    TEXT = "van-ban"
    SUMMARY = "tom-tat"
    UNCHECKED = "chua-doi-chieu"


class Status(StrEnum):
    """What an edition is on the day asked for."""

    IN_FORCE = "hieu-luc"
    NOT_YET = "chua-hieu-luc"
    ENDED = "het-hieu-luc"


class Field(msgspec.Struct, frozen=True):
    """A field of work (lĩnh vực)."""

    id: str
    name: str


class TimeLimit(msgspec.Struct, frozen=True):
    """A time limit as a procedure states it.

    ``unit`` is ``ngay`` (calendar days), ``ngay-lam-viec`` (working days), ``gio`` (hours) or ``thang`` (months);
    ``amount`` and ``unit`` are None where the law states no number. ``text`` is always the line to show.
    """

    amount: int | None
    unit: str | None
    start: str | None
    text: str


GRANTING = "trao-quyen"
"""The role of the provision that grants the power."""


class Citation(msgspec.Struct, frozen=True):
    """Where a statement stands. ``in_force`` is None where the document's dates are not known; ``amended_by`` is the
    newest document that amended the article by the day asked for; ``law`` is the title of a law, which papers name."""

    statement: str
    document: str
    article: str | None
    clause: str | None
    point: str | None
    annex: str | None
    role: str
    level: Level
    in_force: bool | None
    amended_by: str | None = None
    law: str | None = None


class Source(msgspec.Struct, frozen=True):
    """Where a statement was read."""

    title: str
    publisher: str
    url: str | None
    read_on: date


class Verification(msgspec.Struct, frozen=True):
    """How far an entry was checked, when, and what exactly was held against what."""

    level: Level
    checked_on: date
    note: str | None


class Form(msgspec.Struct, frozen=True):
    """A form (mẫu) that the rules name."""

    code: str
    name: str
    citations: tuple[Citation, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """A step of a procedure. ``key`` stays the same when steps are added or move.

    ``logic`` is ``and`` where it goes with the step before, ``or`` where it is done instead of it.
    """

    key: str
    order: int
    actor: str | None
    action: str
    condition: str | None
    logic: str | None
    time_limit: TimeLimit | None
    output: str | None
    note: str | None
    forms: tuple[str, ...]
    citations: tuple[Citation, ...]
    level: Level


class DossierItem(msgspec.Struct, frozen=True):
    """A paper of the file. ``originals`` and ``copies`` are None where the rules do not say."""

    key: str
    order: int
    name: str
    originals: int | None
    copies: int | None
    required: bool
    condition: str | None
    form: str | None
    citations: tuple[Citation, ...]
    level: Level


class Condition(msgspec.Struct, frozen=True):
    """A condition that must hold before the procedure can be done."""

    text: str
    citations: tuple[Citation, ...]


class Entry(msgspec.Struct, frozen=True):
    """A task or a procedure as it stands on one day: one edition with all that hangs on it.

    ``kind`` is None for a procedure that belongs to no delegated task; ``layer`` names the user's layer that it is of.
    """

    id: str
    type: str
    name: str
    kind: str | None
    procedure_type: str | None
    field: Field
    level: str | None
    authority: str | None
    authority_before: str | None
    agency: str | None
    task: str | None
    code: str | None
    applicant: str | None
    submission: str | None
    time_limit: TimeLimit | None
    fee: str | None
    result: str | None
    result_validity: str | None
    effective_from: date
    effective_to: date | None
    replaced_by: str | None
    change_note: str | None
    status: Status
    as_of: date
    verification: Verification
    steps: tuple[Step, ...] = ()
    dossier: tuple[DossierItem, ...] = ()
    conditions: tuple[Condition, ...] = ()
    forms: tuple[Form, ...] = ()
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    procedures: tuple["TaskProcedure", ...] = ()
    layer: str | None = None
    editions: tuple["EditionSpan", ...] = ()

    @property
    def every_citation(self) -> tuple[Citation, ...]:
        """What the entry and each of its statements cite, in that order."""
        groups = [self.citations, *(step.citations for step in self.steps), *(item.citations for item in self.dossier)]
        groups += [*(condition.citations for condition in self.conditions), *(form.citations for form in self.forms)]
        return tuple(citation for group in groups for citation in group)


class TaskProcedure(msgspec.Struct, frozen=True):
    """A procedure as its task names it: which, and whether it is to be done on the day."""

    id: str
    name: str
    status: Status
    effective_from: date
    effective_to: date | None


class EditionSpan(msgspec.Struct, frozen=True):
    """From when to when (both days included) one edition of an entry stands, and why it changed."""

    effective_from: date
    effective_to: date | None
    change_note: str | None


class DocumentChange(msgspec.Struct, frozen=True):
    """What a later document did to an earlier one. ``articles`` is empty where the whole document is meant."""

    document: str
    by: str
    change: str
    effective_from: date | None
    articles: tuple[str, ...]
    note: str | None


class Document(msgspec.Struct, frozen=True):
    """A legal document. ``effective_to`` is the last day on which it was in force."""

    number: str
    type: str
    issuer: str
    title: str
    issued: date | None
    effective_from: date | None
    effective_to: date | None
    text_read: Level
    note: str | None
    changes: tuple[DocumentChange, ...]
    changes_made: tuple[DocumentChange, ...]

    def in_force(self, day: date) -> bool | None:
        """Whether the document as a whole was in force on the day; None where its dates are not known."""
        if self.effective_from is None:
            return None
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
