"""The typed page: sections of details and boxes. A renderer puts labels and colours on them by their kind."""

from enum import StrEnum

import msgspec

from canang.catalog.model import Citation
from canang.catalog.validity import Notice


class Kind(StrEnum):
    """What a detail of a page is. What it is called is the renderer's business (``export.words``)."""

    AUTHORITY = "authority"
    AUTHORITY_BEFORE = "authority-before"
    AGENCY = "agency"
    APPLICANT = "applicant"
    SUBMISSION = "submission"
    NO_DOSSIER = "no-dossier"
    TIME_LIMIT = "time-limit"
    FEE = "fee"
    RESULT = "result"
    RESULT_VALIDITY = "result-validity"
    CODE = "code"
    SPAN = "span"
    OTHER_EDITIONS = "other-editions"

    INSTEAD = "instead"
    ALONGSIDE = "alongside"
    ACTOR = "actor"
    WHEN = "when"
    OUTPUT = "output"
    FORM = "form"
    NOTE = "note"
    COUNT = "count"
    BASIS = "basis"
    CHECKED = "checked"

    POWER = "power"
    CONTENT = "content"
    LAW = "law"
    LIMIT_BASIS = "limit-basis"
    SUBMISSION_BASIS = "submission-basis"
    FEE_BASIS = "fee-basis"
    RESULT_BASIS = "result-basis"
    VALIDITY_BASIS = "validity-basis"
    AMENDED = "amended"

    VERIFICATION = "verification"
    VERIFICATION_NOTE = "verification-note"
    BETTER_CHECKED = "better-checked"
    SOURCE = "source"

    CASE = "case"
    RECEIVED = "received"
    DUE = "due"
    STATE = "state"
    DONE = "done"
    ATTACHED = "attached"


class Detail(msgspec.Struct, frozen=True):
    """One thing said: what it is, in which words, and on which provisions it stands (those of ``BASIS`` alone)."""

    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()


class Box(msgspec.Struct, frozen=True):
    """A line with a box to tick: a condition, a paper of the file or a step.

    ``ticked`` says whether it is done, ``filled`` what stands in the columns that are else left empty for a pen.
    """

    key: str
    number: str
    text: str
    details: tuple[Detail, ...]
    ticked: bool = False
    filled: tuple[str, ...] = ()

    def detail(self, kind: Kind) -> Detail | None:
        """Its detail of a kind, where it has one."""
        return next((detail for detail in self.details if detail.kind is kind), None)


class Sheet(msgspec.Struct, frozen=True):
    """A checklist or an entry, section by section, as plain text without markup.

    ``forms`` are codes with names, ``procedures`` ids with names, ``log`` moments with what was done.
    """

    id: str
    title: str
    subtitle: str
    notices: tuple[Notice, ...]
    head: tuple[Detail, ...]
    conditions: tuple[Box, ...]
    dossier: tuple[Box, ...]
    steps: tuple[Box, ...]
    forms: tuple[tuple[str, str], ...]
    basis: tuple[Detail, ...]
    checked: tuple[Detail, ...]
    procedures: tuple[tuple[str, str], ...]
    footer: str
    log: tuple[tuple[str, str], ...] = ()
