"""The shape of the seed: what a YAML file may and must hold. ``docs/mo-hinh.md`` explains it to those who write."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from canang.catalog.blanks import Fill, LineKind
from canang.catalog.law import Change
from canang.catalog.model import DelegationKind, Logic, ProcedureType, Tier, Unit

Text = Annotated[str, msgspec.Meta(min_length=1)]
EntryId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,4}-\d{2,3}(\.\d{1,2})?$")]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]+$")]
LevelName = Literal["van-ban", "tom-tat", "chua-doi-chieu"]
Cite = Text | None
"""Citations in one line, separated by semicolons; ``seed.citing`` reads them."""


class Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A record that refuses a key it does not know, so that a misspelt one is not lost."""


class AuditSeed(Strict, frozen=True, kw_only=True):
    """The last time that procedures drawn by lot were held against the law by somebody who had not written them: the
    seed of the lot, the day, and how many statements were read, wrong, not in the text they cite, and missing, before
    anything was mended."""

    seed: int
    day: date = msgspec.field(name="on")
    procedures: int
    statements: int
    wrong: int
    unsupported: int
    missing: int


class CatalogueSeed(Strict, frozen=True, kw_only=True):
    """``catalogue.yaml``: the version and day of the data, the fields, and what the ministry reported.

    ``delegated_by`` are the documents that delegated the tasks which it counted; ``editors`` is the name under which
    those who edit the handbook sign the statements that they read again.
    """

    version: Text
    as_of: date
    fields: dict[str, Text]
    reported: dict[str, int]
    delegated_by: list[Text] = []
    hotline: Text
    editors: Text | None = None
    audit: AuditSeed | None = None


class SourceSeed(Strict, frozen=True, kw_only=True):
    """One source of ``sources.yaml``: where something was read."""

    title: Text
    publisher: Text
    read_on: date
    url: Text | None = None


class DayOffSeed(Strict, frozen=True, kw_only=True):
    """A weekday on which offices do not work."""

    day: date
    name: Text
    source: Key


class WorkedDaySeed(Strict, frozen=True, kw_only=True):
    """A day of a weekend on which offices work, and the day off that it makes up for."""

    day: date
    instead_of: date
    source: Key


class CalendarSeed(Strict, frozen=True, kw_only=True):
    """``calendar.yaml``: the days that differ from an ordinary week, and the years whose holidays were announced."""

    announced: list[int]
    off: list[DayOffSeed]
    worked: list[WorkedDaySeed]


class SamplePaperSeed(Strict, frozen=True, kw_only=True):
    """A sample paper shown at an item (``dossier:KEY`` or ``step:KEY``); ``wrong`` says what is wrong with it."""

    item: Annotated[str, msgspec.Meta(pattern=r"^(dossier|step):[a-z0-9-]+$")]
    shows: Text
    wrong: Text | None = None


class PracticeSeed(Strict, frozen=True, kw_only=True):
    """One file of ``practice/``: an invented case of an entry."""

    entry: EntryId
    name: Text
    story: Text
    papers: list[SamplePaperSeed]


class ChangeSeed(Strict, frozen=True, kw_only=True):
    """What a later document did to this one; without ``articles`` to the whole of it."""

    by: Text
    change: Change
    from_: date | None = msgspec.field(default=None, name="from")
    articles: list[Text] = []
    note: Text | None = None


class DocumentSeed(Strict, frozen=True, kw_only=True):
    """One document of ``documents/*.yaml``: ``to`` is its last day in force, ``text_read`` how far it was read."""

    number: Text
    type: Text
    issuer: Text
    title: Text
    text_read: LevelName
    issued: date | None = None
    from_: date | None = msgspec.field(default=None, name="from")
    to: date | None = None
    changes: list[ChangeSeed] = []
    note: Text | None = None


class LimitSeed(Strict, frozen=True, kw_only=True):
    """A time limit; ``text`` alone where the law states no number."""

    text: Text
    amount: Annotated[int, msgspec.Meta(ge=1)] | None = None
    unit: Unit | None = None
    start: Text | None = None
    cite: Cite = None


class CitedText(Strict, frozen=True, kw_only=True):
    """A statement of one line with where it stands."""

    text: Text
    cite: Cite = None


class FormSeed(Strict, frozen=True, kw_only=True):
    """A form that the rules name."""

    code: Text
    name: Text
    cite: Cite = None


class StepSeed(Strict, frozen=True, kw_only=True):
    """A step. ``key`` never changes once published: cases are kept by it.

    ``note`` is what to know at the step, ``pitfall`` what goes wrong at it, told as what goes wrong.
    """

    key: Key
    action: Text
    actor: Text | None = None
    condition: Text | None = None
    logic: Logic | None = None
    limit: LimitSeed | None = None
    output: Text | None = None
    note: Text | None = None
    pitfall: Text | None = None
    forms: list[Text] = []
    cite: Cite = None


class DossierSeed(Strict, frozen=True, kw_only=True):
    """A paper of the file. ``made_at`` is the key of the step that makes it, ``shown_at`` of one that looks at it."""

    key: Key
    name: Text
    originals: Annotated[int, msgspec.Meta(ge=0)] | None = None
    copies: Annotated[int, msgspec.Meta(ge=0)] | None = None
    required: bool = True
    condition: Text | None = None
    form: Text | None = None
    made_at: Key | None = None
    shown_at: Key | None = None
    cite: Cite = None


class VerificationSeed(Strict, frozen=True, kw_only=True):
    """How far the entry was checked, when, and what exactly."""

    level: LevelName
    on: date
    note: Text | None = None


class EditionSeed(Strict, frozen=True, kw_only=True):
    """What tasks and procedures have in common, and may change from one edition to the next."""

    name: Text
    from_: date = msgspec.field(name="from")
    verification: VerificationSeed
    to: date | None = None
    change_note: Text | None = None
    replaced_by: EntryId | None = None
    authority: Text | msgspec.UnsetType | None = msgspec.UNSET
    authority_before: Text | msgspec.UnsetType | None = msgspec.UNSET
    agency: Text | msgspec.UnsetType | None = msgspec.UNSET
    basis: list[Text | dict[str, Text]] = []
    sources: list[Key] = []
    words: list[Text] = []


class TaskSeed(EditionSeed, frozen=True, kw_only=True):
    """One edition of a task."""

    kind: DelegationKind
    level: Literal["xa", "tinh", "bo"]


class ProcedureSeed(EditionSeed, frozen=True, kw_only=True):
    """One edition of a procedure. ``kind`` and ``level`` only where its task is not in the same seed, or there is none.

    ``laws`` are documents that it rests on without saying for what, as imported ones do. ``notes`` are what to know
    that is no condition: who does the other part, what is exempt, what happens to older papers. Of who decides, decided
    before and does the work the task's holds where nothing is said, and ``null`` says that there is none.
    """

    type: ProcedureType
    kind: DelegationKind | None = None
    level: Tier | None = None
    laws: list[Text] = []
    applicant: Text | None = None
    submission: CitedText | None = None
    limit: LimitSeed | None = None
    fee: CitedText | None = None
    result: CitedText | None = None
    result_validity: CitedText | None = None
    conditions: list[CitedText] = []
    notes: list[CitedText] = []
    forms: list[FormSeed] = []
    dossier: list[DossierSeed] = []
    steps: list[StepSeed] = []


class BlankLineSeed(Strict, frozen=True, kw_only=True):
    """A line of a form to fill in: words that stand (``say``, ``part``, ``head``), or room to write or tick.

    ``fill`` names what a case already knows of it; ``findings`` is what did not conform, a row each in a table.
    """

    kind: LineKind
    text: Text | None = None
    options: list[Text] = []
    columns: list[Text] = []
    rows: Annotated[int, msgspec.Meta(ge=1, le=40)] = 1
    fill: Fill | None = None
    cite: Cite = None


class BlankSeed(Strict, frozen=True, kw_only=True):
    """One form of ``blanks/*.yaml``, laid out from what the rules say of it; ``form`` and ``document`` name it."""

    id: Key
    form: Text
    document: Text
    title: Text
    about: Text
    number: Text
    signer: Text
    verification: VerificationSeed
    lines: Annotated[list[BlankLineSeed], msgspec.Meta(min_length=1)]


class ElsewhereSeed(Strict, frozen=True, kw_only=True):
    """A matter of another ministry, by the words in which people ask for it."""

    say: list[Text]
    field: Text
    ministry: Text
    source: Key


class WordSeed(Strict, frozen=True, kw_only=True):
    """Everyday words and what they mean in the terms of the rules."""

    say: list[Text]
    means: list[Text]
