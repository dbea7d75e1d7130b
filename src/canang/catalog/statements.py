"""An entry taken apart into what it states, one statement at a time, to be reviewed and compared."""

import hashlib
import sqlite3
from datetime import date
from typing import Any

import msgspec

from canang.catalog.entries import load_entry, lowest
from canang.catalog.labels import KINDS, LEVELS, PROCEDURE_TYPES, STATEMENTS, cite_all
from canang.catalog.meaning import digest
from canang.catalog.model import UNKNOWN_START, Citation, DossierItem, Entry, Level, Step
from canang.text.days import show_day

WHOLE = "entry"
"""The key of the statement that stands for an entry as a whole."""


class Statement(msgspec.Struct, frozen=True):
    """One thing that an entry states.

    ``key`` is stable (``step:KEY``, ``dossier:KEY``, ``fee``); ``label``, ``text`` and ``cited`` are for people, what it
    means is ``said`` and ``citations``; ``level`` is the lowest of theirs, or the entry's own where it cites nothing.
    """

    key: str
    label: str
    text: str
    cited: str
    level: Level
    said: Any
    citations: tuple[Citation, ...]

    @property
    def digest(self) -> str:
        """What changes with what it says or cites, and with nothing else."""
        return digest([self.key.partition(":")[0], self.said, self.citations])

    def is_what_was_seen(self, seen: str) -> bool:
        """Whether a digest kept earlier is of this statement; those of before version 2 were made of its words."""
        if ":" in seen:
            return seen == self.digest
        return seen == hashlib.sha256(f"{self.text}\n{self.cited}".encode()).hexdigest()[:16]


def editions_of(connection: sqlite3.Connection, entry_id: str) -> list[date]:
    """The days on which the editions of an entry begin, oldest first."""
    rows = connection.execute("SELECT effective_from FROM editions WHERE entry = ? ORDER BY 1", (entry_id,))
    return [date.fromisoformat(row[0]) for row in rows]


def read_statements(connection: sqlite3.Connection, entry_id: str, edition: date) -> list[Statement]:
    """What an edition of an entry states, in the order in which it is read."""
    return statements_of(load_entry(connection, entry_id, edition))


def statements_of(entry: Entry) -> list[Statement]:
    """What an entry states; a statement of which nothing is known is left out."""
    found = [_plain(entry, key, label, text, said) for key, label, text, said in _facts(entry) if text]
    found += [
        _cited(entry, f"condition:{number}", f"Điều kiện {number}", condition.text, condition.citations, condition.text)
        for number, condition in enumerate(entry.conditions, 1)
    ]
    found += [_cited(entry, f"form:{f.code}", f.code, f.name, f.citations, f) for f in entry.forms]
    found += [_cited(entry, f"dossier:{i.key}", f"Giấy tờ {i.order}", _item(i), i.citations, i) for i in entry.dossier]
    found += [_cited(entry, f"step:{s.key}", f"Bước {s.order}", _step(s), s.citations, s) for s in entry.steps]
    return [statement for statement in found if statement.text or statement.cited]


def _facts(entry: Entry) -> list[tuple[str, str, str | None, Any]]:
    """Key, label, words and meaning of each plain fact."""
    since = show_day(entry.effective_from) if entry.effective_from != UNKNOWN_START else "…"
    until = f" đến hết {show_day(entry.effective_to)}" if entry.effective_to else ""
    kind = KINDS.get(entry.kind or "", "")
    what = " · ".join(part for part in (PROCEDURE_TYPES.get(entry.procedure_type or "", ""), kind) if part)
    level = LEVELS.get(entry.level or "", "")
    limit = entry.time_limit
    plain = [
        ("authority", "Ai quyết định", entry.authority),
        ("authority_before", "Trước đây", entry.authority_before),
        ("agency", "Ai làm", entry.agency),
        ("applicant", "Dành cho", entry.applicant),
        ("basis", STATEMENTS["basis"], " "),
        ("law", STATEMENTS["law"], " "),
        ("submission", STATEMENTS["submission"], entry.submission),
        ("time_limit", STATEMENTS["time_limit"], limit.text if limit else None),
        ("fee", STATEMENTS["fee"], entry.fee),
        ("result", STATEMENTS["result"], entry.result),
        ("result_validity", STATEMENTS["result_validity"], entry.result_validity),
        ("replaced_by", "Thay bằng", entry.replaced_by),
        ("code", "Mã TTHC", entry.code),
    ]
    said = {"time_limit": limit}
    return [
        (WHOLE, "Toàn mục", entry.name, entry.name),
        (
            "kind",
            "Loại",
            " · ".join(part for part in (what, level) if part),
            [entry.procedure_type, entry.kind, entry.level],
        ),
        ("span", "Áp dụng", f"từ {since}{until}", [entry.effective_from, entry.effective_to]),
        *((key, label, text, said.get(key, (text or "").strip())) for key, label, text in plain),
    ]


def _plain(entry: Entry, key: str, label: str, text: str, said: Any) -> Statement:
    cited = tuple(citation for citation in entry.citations if citation.statement == key)
    return _cited(entry, key, label, text.strip(), cited, said)


def _cited(entry: Entry, key: str, label: str, text: str, citations: tuple[Citation, ...], said: Any) -> Statement:
    # What a provision says does not change with the day asked for or with how far it was read.
    bare = tuple(msgspec.structs.replace(citation, in_force=None, level=Level.TEXT) for citation in citations)
    return Statement(
        key,
        label,
        text,
        cite_all(bare),
        entry.verification.level if key == WHOLE else lowest(citations, entry.verification.level),
        said,
        citations,
    )


def _item(item: DossierItem) -> str:
    counts = [f"{n} {kind}" for n, kind in ((item.originals, "bản chính"), (item.copies, "bản sao")) if n is not None]
    need = item.condition or ("" if item.required else "không bắt buộc")
    return "\n".join(part for part in (item.name, ", ".join(counts), need, item.form or "") if part)


def _step(step: Step) -> str:
    logic = {"or": "hoặc, thay cho bước trước", "and": "cùng bước trước"}.get(step.logic or "")
    limit = f"Thời hạn: {step.time_limit.text}" if step.time_limit else ""
    parts = (
        step.action,
        f"Ai làm: {step.actor}" if step.actor else "",
        logic,
        f"Khi nào: {step.condition}" if step.condition else "",
        limit,
        f"Ra kết quả: {step.output}" if step.output else "",
        f"Mẫu: {', '.join(step.forms)}" if step.forms else "",
        f"Dễ sai: {step.note}" if step.note else "",
    )
    return "\n".join(part for part in parts if part)
