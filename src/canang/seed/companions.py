"""The shape of what stands around the entries in a seed: questions, what a task needs, contacts, reviews."""

from datetime import date
from typing import Annotated

import msgspec

from canang.catalog.companions import NeedKind
from canang.seed.format import Cite, EntryId, Key, LevelName, Strict, Text, VerificationSeed


class QuestionSeed(Strict, frozen=True, kw_only=True):
    """One question of ``faq/*.yaml``. ``reported`` says where the difficulty behind it was met."""

    id: Key
    question: Text
    answer: Text
    entries: list[EntryId]
    verification: VerificationSeed
    cite: Cite = None
    sources: list[Key] = msgspec.field(default_factory=list)
    reported: Text | None = None
    words: list[Text] = msgspec.field(default_factory=list)


class NeedSeed(Strict, frozen=True, kw_only=True):
    """Something that must be there before a task can be done, and who can help where it is not."""

    key: Key
    kind: NeedKind
    text: Text
    help: Text | None = None
    cite: Cite = None
    source: Key | None = None


class ReadinessSeed(Strict, frozen=True, kw_only=True):
    """One file of ``readiness/``: what some tasks need, all of them the same."""

    entries: Annotated[list[EntryId], msgspec.Meta(min_length=1)]
    needs: list[NeedSeed]


class ContactSeed(Strict, frozen=True, kw_only=True):
    """One contact of ``contacts.yaml``, as it was published."""

    name: Text
    about: Text
    reach: Text
    source: Key


class VerdictSeed(Strict, frozen=True, kw_only=True):
    """What a reviewer found of one statement. ``digest`` is of the statement as the reviewer saw it."""

    statement: Text
    digest: Text
    level: LevelName
    note: Text | None = None


class ReviewSeed(Strict, frozen=True, kw_only=True):
    """One review sheet that came back, a file of ``reviews/``."""

    entry: EntryId
    edition: date
    reviewer: Text
    day: date = msgspec.field(name="on")
    verdicts: list[VerdictSeed]
