"""The types of what other programs are told: by ``--json``, by the API, and by the assistants' tools.

An entry is ``catalog.model.Entry`` under ``catalog.public``. What is unknown is null.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec

from canang.catalog.model import Level, Source, Verification


class Matched(msgspec.Struct, frozen=True, rename={"column": "in"}):
    """A word that was found: where it stands, and what was typed for it."""

    word: str
    column: str
    typed: str


class Hit(msgspec.Struct, frozen=True):
    """Một kết quả tìm kiếm: ``type`` là task, procedure, question (câu hỏi đã gặp), document (văn bản).

    ``grade`` là answer (trả lời) hoặc near (gần, có thể không phải).
    """

    id: str
    type: str
    name: str
    field: str | None
    level: str | None
    authority: str | None
    grade: Literal["answer", "near"]
    score: Annotated[float, msgspec.Meta(ge=0, le=1)]
    matched: tuple[Matched, ...]


class ChangeSaid(msgspec.Struct, frozen=True, rename={"start": "from"}):
    """Một lần văn bản này đổi văn bản kia. ``articles`` trống là cả văn bản."""

    document: str
    by: str
    change: str
    start: date | None
    articles: tuple[str, ...]
    note: str | None


class RestingEntry(msgspec.Struct, frozen=True):
    """Một mục dựa vào văn bản, và các điều mà nó dẫn."""

    id: str
    name: str
    articles: tuple[str, ...]


class DocumentSaid(msgspec.Struct, frozen=True):
    """Một văn bản: còn hiệu lực ngày hỏi không, bị gì sửa, mục nào dựa vào."""

    number: str
    type: str
    issuer: str
    title: str
    issued: date | None
    effective_from: date | None
    effective_to: date | None
    in_force: bool | None
    verification: Level
    note: str | None
    changed_by: tuple[ChangeSaid, ...]
    changes: tuple[ChangeSaid, ...]
    entries: tuple[RestingEntry, ...]
    as_of: date


class Named(msgspec.Struct, frozen=True):
    """Một mục, chỉ mã và tên."""

    id: str
    name: str


class Cited(msgspec.Struct, frozen=True):
    """Một chỗ trong văn bản, và đã kiểm chứng đến đâu."""

    document: str
    article: str | None
    clause: str | None
    point: str | None
    annex: str | None
    verification: Level
    in_force: bool | None


class QuestionSaid(msgspec.Struct, frozen=True):
    """Một câu hỏi đã gặp thật, câu trả lời, căn cứ và mức kiểm chứng."""

    id: str
    question: str
    answer: str
    reported: str | None
    entries: tuple[Named, ...]
    citations: tuple[Cited, ...]
    sources: tuple[Source, ...]
    verification: Verification


class NeedSaid(msgspec.Struct, frozen=True):
    """Một điều cần có trước khi làm được việc; ``help`` là ai giúp được."""

    key: str
    kind: str
    text: str
    help: str | None
    cited: str | None


class NeedsSaid(msgspec.Struct, frozen=True):
    """Những điều một việc cần có."""

    id: str
    name: str
    needs: tuple[NeedSaid, ...]


class DueSaid(msgspec.Struct, frozen=True):
    """Ngày cuối. ``moved_from``: ngày cuối rơi vào ngày nghỉ nên lùi; ``announced``: lịch nghỉ đã công bố."""

    day: date
    moved_from: date | None
    announced: bool


class StepDue(msgspec.Struct, frozen=True):
    """Một bước, thời hạn như văn bản nói, và ngày cuối nếu đếm được từ ngày nhận hồ sơ."""

    id: str
    order: int
    action: str
    time_limit: str
    due: DueSaid | None


class Deadlines(msgspec.Struct, frozen=True):
    """Hạn của một thủ tục, đếm từ ngày nhận hồ sơ. Không đếm được từ ngày ấy thì ``due`` là null."""

    id: str
    name: str
    received: date
    time_limit: str | None
    due: DueSaid | None
    steps: tuple[StepDue, ...]
    data_version: str


class Scope(msgspec.Struct, frozen=True):
    """Cẩm nang có gì, thiếu gì, đến ngày nào: đọc trước khi tin là không có."""

    data_version: str
    as_of: date
    day: date
    fields: dict[str, str]
    tasks: int
    procedures: int
    procedures_by_verification: dict[str, int]
    documents_note: str
    missing_note: str
    hotline: str
