"""A legal document, and what later ones did to it."""

from datetime import date
from typing import Final, Literal, TypeAlias

import msgspec

from canang.catalog.model import Level

Change: TypeAlias = Literal["thay-the", "sua-doi", "bai-bo"]

REPLACED: Final = "thay-the"
"""The change that puts one document, or some of its articles, in the place of another."""


class DocumentChange(msgspec.Struct, frozen=True):
    """What a later document, issued on ``by_issued``, did to an earlier one; to all of it without ``articles``."""

    document: str
    by: str
    change: Change
    effective_from: date | None
    articles: tuple[str, ...]
    note: str | None
    by_issued: date | None = None


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

    def successor(self, day: date) -> DocumentChange | None:
        """What has replaced the whole document by the day; where its first day is not known, from its issue on."""
        for change in self.changes:
            start = change.effective_from or change.by_issued
            if change.change == REPLACED and not change.articles and (start is None or start <= day):
                return change
        return None

    def in_force(self, day: date) -> bool | None:
        """Whether the document as a whole was in force on the day; None where its dates are not known, or where it
        has been replaced and nobody has a source for the day."""
        if self.effective_from is None:
            return None
        if not (self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)):
            return False
        return None if self.successor(day) else True
