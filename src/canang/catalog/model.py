"""The models of the catalogue: typed, immutable, without behaviour beyond what can be derived from them.

Each is the one declaration of its thing. Its public JSON and that one's schema (``catalog.public``), its columns
(``catalog.tables``) and its reading from a row (``catalog.rows``) follow from it: a field's JSON key is its name unless
``rename`` says another, and ``Private`` keeps it out of the JSON.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

import msgspec

UNKNOWN_START = date.min
"""Since when an edition stands where no source says so: it stood on every day that one can ask for."""

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
"""Words that are there: what is unknown is None, never an empty text."""

Private = msgspec.Meta(extra={"private": True})
"""Of a field that is for pages and not part of the public JSON."""


DelegationKind: TypeAlias = Literal["phan-quyen", "phan-cap", "phan-dinh"]
EntryType: TypeAlias = Literal["task", "procedure"]
ProcedureType: TypeAlias = Literal["tthc", "kiem-tra", "noi-bo"]
Tier: TypeAlias = Literal["xa", "tinh", "bo", "khac"]
"""Of the state: commune, province, ministry, another body."""

Logic: TypeAlias = Literal["and", "or"]
Unit: TypeAlias = Literal["ngay", "ngay-lam-viec", "gio", "thang"]
"""Of a time limit: calendar days, working days, hours, months."""


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


class TimeLimit(msgspec.Struct, frozen=True):
    """A time limit as a procedure states it.

    ``amount`` and ``unit`` are None where the law states no number. ``text`` is always the line to show.
    """

    amount: Annotated[int, msgspec.Meta(ge=0)] | None
    unit: Unit | None
    start: Text | None
    text: Text

    @property
    def told(self) -> str:
        """The line to show, with what the limit is counted from where its text leaves that out."""
        if self.start is None or _COUNTED.search(self.text):
            return self.text
        return f"{self.text}, tính từ {self.start.removeprefix('từ ')}"


_COUNTED = re.compile(r"\b(từ|trước|sau|khi)\b")
"""A text that says what a limit is counted from, or up to."""

GRANTING = "trao-quyen"
"""The role of the provision that grants the power."""


class Citation(msgspec.Struct, frozen=True, rename={"level": "verification"}):
    """Where a statement stands. ``in_force`` is None where the document's dates are not known; ``amended_by`` is the
    newest document that amended the article by the day asked for; ``law`` is the title of a law, which papers name."""

    statement: Text
    document: Text
    article: Text | None
    clause: Text | None
    point: Text | None
    annex: Text | None
    role: Text
    level: Level
    in_force: bool | None
    amended_by: Text | None = None
    law: Annotated[str | None, Private] = None


class Source(msgspec.Struct, frozen=True):
    """Where a statement was read."""

    title: Text
    publisher: Text
    url: Text | None
    read_on: date


class Verification(msgspec.Struct, frozen=True):
    """How far an entry was checked, when, and what exactly was held against what."""

    level: Level
    checked_on: date
    note: Text | None


class Reading(msgspec.Struct, frozen=True):
    """Ai đã đọc lại bao nhiêu điều nêu, ngày nào; editors: ban biên tập, không phải luật sư hay cơ quan nhà nước."""

    reviewer: Text
    on: date
    statements: int
    editors: bool


class Form(msgspec.Struct, frozen=True):
    """A form (mẫu) that the rules name."""

    code: Text
    name: Text
    citations: tuple[Citation, ...] = ()


class Step(msgspec.Struct, frozen=True, rename={"key": "id", "level": "verification"}):
    """A step of a procedure. ``key`` stays the same when steps are added or move.

    ``logic`` is ``and`` where it goes with the step before, ``or`` where it is done instead of it. ``note`` is what to
    know at it, ``pitfall`` what goes wrong at it.
    """

    key: Text
    order: Annotated[int, msgspec.Meta(ge=1)]
    actor: Text | None
    action: Text
    condition: Text | None
    logic: Logic | None
    time_limit: TimeLimit | None
    output: Text | None
    note: Text | None
    pitfall: Text | None
    forms: tuple[Text, ...]
    citations: tuple[Citation, ...]
    level: Level

    @property
    def remarks(self) -> str:
        """What to know and what goes wrong at it in one text, as the two stood together before version 0.3."""
        return " ".join(filter(None, (self.note, self.pitfall)))


class DossierItem(msgspec.Struct, frozen=True, rename={"key": "id", "level": "verification"}):
    """A paper of the file. ``originals`` and ``copies`` are None where the rules do not say.

    ``made_at`` is the key of the step that makes it, ``shown_at`` of the one that looks at it; at most one is there.
    """

    key: Text
    order: Annotated[int, msgspec.Meta(ge=1)]
    name: Text
    originals: Annotated[int, msgspec.Meta(ge=0)] | None
    copies: Annotated[int, msgspec.Meta(ge=0)] | None
    required: bool
    condition: Text | None
    form: Text | None
    made_at: Text | None
    shown_at: Text | None
    citations: tuple[Citation, ...]
    level: Level


class Condition(msgspec.Struct, frozen=True):
    """A condition that must hold before the procedure can be done."""

    text: Text
    citations: tuple[Citation, ...]


class Note(msgspec.Struct, frozen=True):
    """What to know of an entry that is no condition: who does the other part, what is exempt, what older papers do."""

    text: Text
    citations: tuple[Citation, ...]


class TaskProcedure(msgspec.Struct, frozen=True):
    """A procedure as its task names it: which, and whether it is to be done on the day."""

    id: Text
    name: Text
    status: Status
    effective_from: Annotated[date, Private]
    effective_to: Annotated[date | None, Private]


class EditionSpan(msgspec.Struct, frozen=True):
    """From when to when (both days included) one edition of an entry stands, and why it changed."""

    effective_from: date
    effective_to: date | None
    change_note: str | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Một nhiệm vụ hoặc thủ tục như nó đứng vào ngày as_of. Điều không biết là null.

    One edition of a task or a procedure with all that hangs on it. ``kind`` is None for a procedure that belongs to no
    delegated task; ``layer`` names the user's layer that it is of. Fields stand in the order of the JSON.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,4}-[0-9.]+$", description="Mã trong cẩm nang")]
    type: Annotated[EntryType, msgspec.Meta(description="Nhiệm vụ hay thủ tục")]
    name: Text
    kind: Annotated[
        DelegationKind | None,
        msgspec.Meta(description="Phân quyền, phân cấp, phân định thẩm quyền"),
    ]
    procedure_type: ProcedureType | None
    field: Annotated[Text, msgspec.Meta(description="Mã lĩnh vực")]
    field_name: Annotated[str, Private]
    level: Tier | None
    authority: Annotated[Text | None, msgspec.Meta(description="Ai quyết định, như luật gọi")]
    authority_before: Annotated[Text | None, msgspec.Meta(description="Ai quyết định trước đó")]
    agency: Annotated[Text | None, msgspec.Meta(description="Cơ quan làm")]
    task: Text | None
    code: Annotated[Text | None, msgspec.Meta(description="Mã trong Cơ sở dữ liệu quốc gia về thủ tục hành chính")]
    applicant: Text | None
    submission: Text | None
    steps: tuple[Step, ...] = ()
    dossier: tuple[DossierItem, ...] = ()
    time_limit: TimeLimit | None
    fee: Text | None
    result: Text | None
    result_validity: Text | None
    conditions: tuple[Condition, ...] = ()
    notes: tuple[Note, ...] = ()
    forms: tuple[Form, ...] = ()
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    verification: Verification
    readings: tuple[Reading, ...] = ()
    effective_from: date
    effective_to: date | None
    replaced_by: Text | None
    change_note: Text | None
    status: Status
    as_of: date
    layer: Annotated[Text | None, msgspec.Meta(description="Lớp của địa phương; null là dữ liệu đi kèm")] = None
    procedures: tuple[TaskProcedure, ...] = ()
    editions: Annotated[tuple[EditionSpan, ...], Private] = ()

    @property
    def every_citation(self) -> tuple[Citation, ...]:
        """What the entry and each of its statements cite, in that order."""
        parts: list[Step | DossierItem | Condition | Note | Form]
        parts = [*self.steps, *self.dossier, *self.conditions, *self.notes, *self.forms]
        return self.citations + tuple(citation for part in parts for citation in part.citations)
