"""The printed page before it has a format: one form from which PDF, Markdown and the screen are made."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from canang.catalog.labels import (
    BASIS,
    KINDS,
    LEVELS,
    NO_LEVEL,
    PROCEDURE_TYPES,
    SHORT_VERIFICATION,
    STATEMENTS,
    UNKNOWN,
    VERIFICATION,
    cite_all,
    cite_source,
    document_name,
)
from canang.catalog.model import UNKNOWN_START, Citation, DossierItem, Entry, Level, Status, Step, TaskProcedure
from canang.catalog.validity import Notice, standing
from canang.text.days import show_day

Cite: TypeAlias = Callable[[tuple[Citation, ...]], str]
_LEVELS = list(Level)


class Box(msgspec.Struct, frozen=True):
    """A line with a box to tick: a paper of the file or a step.

    ``details`` are pairs of a label and a text; ``ticked`` whether it is done, ``filled`` what stands in the columns
    that are else left empty.
    """

    key: str
    number: str
    text: str
    details: tuple[tuple[str, str], ...]
    ticked: bool = False
    filled: tuple[str, ...] = ()


class Paper(msgspec.Struct, frozen=True):
    """A checklist or an entry, section by section, as plain text without markup."""

    id: str
    title: str
    subtitle: str
    notices: tuple[Notice, ...]
    head: tuple[tuple[str, str], ...]
    conditions: tuple[Box, ...]
    dossier: tuple[Box, ...]
    steps: tuple[Box, ...]
    forms: tuple[tuple[str, str], ...]
    basis: tuple[tuple[str, str], ...]
    checked: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]
    footer: str
    log: tuple[tuple[str, str], ...] = ()

    def data(self) -> dict[str, Any]:
        """The same as plain lists and dictionaries, for a typesetter."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def lay_out(entry: Entry, notices: list[Notice], data_version: str) -> Paper:
    """Put an entry into the order in which an official reads it.

    Args:
        data_version: the version of the catalogue, for the foot of the page.
    """
    kind = PROCEDURE_TYPES.get(entry.procedure_type or "", "nhiệm vụ")
    # Where the whole entry is not in force, the notice above it says so once for all its citations.
    cite = partial(cite_all, dated=entry.status is Status.IN_FORCE)
    return Paper(
        id=entry.id,
        title=entry.name,
        subtitle=" · ".join(
            part for part in (kind, entry.field.name, LEVELS.get(entry.level or "", NO_LEVEL), _whose(entry)) if part
        ),
        notices=tuple(notices),
        head=tuple((label, text) for label, text in _head(entry) if text),
        conditions=tuple(
            Box(str(number), str(number), condition.text, _cited(cite(condition.citations)))
            for number, condition in enumerate(entry.conditions, 1)
        ),
        dossier=tuple(_dossier_box(item, cite) for item in entry.dossier),
        steps=tuple(_step_box(step, entry.verification.level, cite) for step in entry.steps),
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


def _head(entry: Entry) -> list[tuple[str, str | None]]:
    procedure = entry.type == "procedure"
    limit = entry.time_limit.text if entry.time_limit else None
    if procedure and not limit:
        limit = "ghi ở từng bước" if any(step.time_limit for step in entry.steps) else UNKNOWN
    spans = [
        f"{_since(span.effective_from)} – {show_day(span.effective_to) if span.effective_to else 'nay'}"
        + (f": {span.change_note}" if span.change_note else "")
        for span in entry.editions
        if span.effective_from != entry.effective_from
    ]
    return [
        ("Ai quyết định", entry.authority or UNKNOWN),
        ("Trước đây", entry.authority_before or UNKNOWN),
        ("Ai làm", entry.agency or UNKNOWN),
        ("Dành cho", entry.applicant),
        ("Cách nộp", entry.submission),
        ("Hồ sơ", UNKNOWN if entry.procedure_type == "tthc" and not entry.dossier else None),
        ("Thời hạn", limit),
        ("Phí, lệ phí", entry.fee or (UNKNOWN if entry.procedure_type == "tthc" else None)),
        ("Kết quả", entry.result or (UNKNOWN if procedure else None)),
        ("Giá trị của kết quả", entry.result_validity),
        ("Mã TTHC", entry.code),
        ("Áp dụng", _span(entry)),
        ("Quy định khác theo thời gian", "\n".join(spans) or None),
    ]


def _since(day: date) -> str:
    return show_day(day) if day != UNKNOWN_START else "…"


def _span(entry: Entry) -> str:
    known = entry.effective_from != UNKNOWN_START
    start = f"từ {show_day(entry.effective_from)}" if known else "nguồn không ghi từ ngày nào"
    span = f"{start} đến hết {show_day(entry.effective_to)}" if entry.effective_to else start
    return f"{span} ({entry.change_note})" if entry.change_note else span


def _dossier_box(item: DossierItem, cite: Cite) -> Box:
    counts = [
        f"{item.originals} bản chính" if item.originals else "",
        f"{item.copies} bản sao" if item.copies else "",
    ]
    need = "" if item.required else _when(item.condition) if item.condition else "không bắt buộc"
    details = [
        ("Số lượng", ", ".join(count for count in counts if count)),
        ("Khi nào", need),
        ("Mẫu", item.form or ""),
        ("Căn cứ", cite(item.citations)),
    ]
    return Box(item.key, str(item.order), item.name, tuple((label, text) for label, text in details if text))


def _when(condition: str) -> str:
    return condition if condition.startswith("nếu ") else f"nếu {condition}"


def _step_box(step: Step, entry_level: Level, cite: Cite) -> Box:
    logic = {"or": "Hoặc", "and": "Cùng lúc"}.get(step.logic or "", "")
    worse = _LEVELS.index(step.level) > _LEVELS.index(entry_level)
    checked = SHORT_VERIFICATION[step.level] if worse else ""
    details = [
        (logic, "thay cho bước trước" if step.logic == "or" else "làm cùng bước trước" if logic else ""),
        ("Ai làm", step.actor or ""),
        ("Khi nào", step.condition or ""),
        ("Thời hạn", step.time_limit.text if step.time_limit else ""),
        ("Ra kết quả", step.output or ""),
        ("Mẫu", ", ".join(step.forms)),
        ("Dễ sai", step.note or ""),
        ("Căn cứ", cite(step.citations)),
        ("Kiểm chứng", checked),
    ]
    return Box(step.key, str(step.order), step.action, tuple((label, text) for label, text in details if text))


def _basis(entry: Entry, cite: Cite) -> list[tuple[str, str]]:
    grouped: dict[str, list[Citation]] = {}
    for name, label in STATEMENTS.items():
        for citation in entry.citations:
            if citation.statement == name:
                shown = BASIS.get(citation.role, label) if name == "basis" else label
                grouped.setdefault(shown, []).append(citation)
    return [*((label, cite(tuple(citations))) for label, citations in grouped.items()), *_amended(entry)]


def _amended(entry: Entry) -> list[tuple[str, str]]:
    """The articles cited that a later document amended, one line for each; not where the entry cites that one too."""
    cited = entry.every_citation
    known = {citation.document for citation in cited}
    amended: dict[str, list[Citation]] = {}
    for citation in sorted(cited, key=lambda citation: (citation.document, citation.article or "")):
        if citation.amended_by and citation.amended_by not in known:
            whole = replace(citation, clause=None, point=None, level=Level.TEXT)
            amended.setdefault(citation.amended_by, []).append(whole)
    return [
        ("Điều đã được sửa", f"{cite_all(tuple(articles))} – sửa bởi {document_name(by)}: đọc cả hai")
        for by, articles in amended.items()
    ]


def _checked(entry: Entry) -> list[tuple[str, str]]:
    verification = entry.verification
    lines = [("Mức", f"{VERIFICATION[verification.level]} (ngày {show_day(verification.checked_on)})")]
    if verification.note:
        lines.append(("Ghi chú", verification.note))
    better = [str(step.order) for step in entry.steps if _LEVELS.index(step.level) < _LEVELS.index(verification.level)]
    if better:
        lines.append(("Kỹ hơn mức chung", f"bước {', '.join(better)}: xem mức ghi ở từng căn cứ"))
    lines += [("Nguồn", cite_source(source)) for source in entry.sources]
    return lines


def _cited(text: str) -> tuple[tuple[str, str], ...]:
    return (("Căn cứ", text),) if text else ()
