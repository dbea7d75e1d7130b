"""A seed as it stands in memory: what every file of it holds, and what is wrong with it."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from canang.errors import Code, Failure
from canang.seed.companions import ContactSeed, QuestionSeed, ReadinessSeed, ReviewSeed
from canang.seed.format import (
    BlankSeed,
    CalendarSeed,
    CatalogueSeed,
    DocumentSeed,
    ElsewhereSeed,
    PracticeSeed,
    ProcedureSeed,
    SourceSeed,
    TaskSeed,
    WordSeed,
)

Edition = TypeVar("Edition", TaskSeed, ProcedureSeed)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a seed file. ``line`` counts from 1; None where no line can be named."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class SeedFaulty(Failure):
    """The seed cannot be built; ``faults`` has everything found."""

    code = Code.DATA_DAMAGED

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} lỗi trong dữ liệu gốc")
        self.faults = faults


@dataclass(slots=True)
class EntryFile(Generic[Edition]):
    """An entry with its editions, and the file that it came from."""

    id: str
    file: str
    field: str
    task: str | None
    code: str | None
    editions: list[Edition]


@dataclass(frozen=True, slots=True)
class RawRecord:
    """What an imported entry was read from: the file's name, its format, and the record as it stood there (zlib)."""

    entry: str
    file: str
    format: str
    packed: bytes

    @property
    def record(self) -> str:
        """The record's text."""
        return zlib.decompress(self.packed).decode()


AnyEntry: TypeAlias = "EntryFile[TaskSeed] | EntryFile[ProcedureSeed]"


@dataclass(slots=True)
class Seed:
    """The whole seed, each file's shape checked, references between files not yet."""

    catalogue: CatalogueSeed
    calendar: CalendarSeed
    sources: dict[str, SourceSeed]
    documents: list[tuple[str, DocumentSeed]]
    tasks: list["EntryFile[TaskSeed]"] = field(default_factory=list)
    procedures: list["EntryFile[ProcedureSeed]"] = field(default_factory=list)
    words: list[WordSeed] = field(default_factory=list)
    practice: list[tuple[str, PracticeSeed]] = field(default_factory=list)
    blanks: list[tuple[str, BlankSeed]] = field(default_factory=list)
    questions: list[tuple[str, QuestionSeed]] = field(default_factory=list)
    readiness: list[tuple[str, ReadinessSeed]] = field(default_factory=list)
    contacts: list[ContactSeed] = field(default_factory=list)
    reviews: list[tuple[str, ReviewSeed]] = field(default_factory=list)
    utterances: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    ranking: dict[str, dict[str, float]] = field(default_factory=dict)
    leanings: list[tuple[str, float, str]] = field(default_factory=list)
    elsewhere: list[ElsewhereSeed] = field(default_factory=list)
    layer: str | None = None
    hidden: list[str] = field(default_factory=list)
    raw: list[RawRecord] = field(default_factory=list)

    @property
    def entries(self) -> list[AnyEntry]:
        """Tasks, then procedures."""
        return [*self.tasks, *self.procedures]


def editions_with_task(seed: Seed) -> Iterator[tuple[str, TaskSeed | ProcedureSeed, TaskSeed | None]]:
    """Every edition in the order in which it is numbered: its entry's id, itself, and its task as it then stood.

    An imported procedure belongs to no task, and the task of a layer's may be in the catalogue below.
    """
    tasks = {task.id: task for task in seed.tasks}
    for task in seed.tasks:
        for edition in task.editions:
            yield task.id, edition, edition
    for procedure in seed.procedures:
        known = tasks.get(procedure.task or "")
        editions = known.editions if known else []
        for own in procedure.editions:
            if not editions:
                yield procedure.id, own, None
                continue
            begun = [edition for edition in editions if edition.from_ <= own.from_]
            yield procedure.id, own, (begun or editions)[-1 if begun else 0]
