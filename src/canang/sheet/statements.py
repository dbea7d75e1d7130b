"""An entry taken apart into what it states, one statement at a time, to be reviewed and compared."""

import sqlite3
from datetime import date
from typing import Any

import msgspec

from canang.catalog.entries import load_entry, lowest
from canang.catalog.labels import KINDS, LEVELS, PROCEDURE_TYPES, cite_all
from canang.catalog.meaning import digest
from canang.catalog.model import UNKNOWN_START, Citation, DossierItem, Entry, Level, Step, TimeLimit
from canang.catalog.rows import EDITION_FIELDS
from canang.sheet.lay_out import dossier_box, step_box
from canang.sheet.page import Box
from canang.sheet.version_1 import digest_1
from canang.sheet.words import LABELS, Kind, kind_of
from canang.text.days import show_day

WHOLE = "entry"
"""The key of the statement that stands for an entry as a whole."""


class Statement(msgspec.Struct, frozen=True):
    """One thing that an entry states.

    ``key`` is stable (``step:KEY``, ``dossier:KEY``, ``fee``); ``label``, ``text`` and ``cited`` are for people, what
    it means is ``said`` and ``citations``; ``level`` is the lowest of theirs, or the entry's own where it cites none.
    """

    key: str
    label: str
    text: str
    level: Level
    said: Any
    citations: tuple[Citation, ...]

    @property
    def cited(self) -> str:
        """What it cites, for people: without what changes with the day asked for or with how far it was read."""
        return cite_all(
            tuple(msgspec.structs.replace(each, in_force=None, level=Level.TEXT) for each in self.citations)
        )

    @property
    def digest(self) -> str:
        """What changes with what it says or cites, and with nothing else."""
        return digest([self.key.partition(":")[0], self.said, self.citations])

    def is_what_was_seen(self, seen: str) -> bool:
        """Whether a digest kept earlier is of this statement; those of before version 2 were made of its words."""
        if ":" in seen:
            return seen == self.digest
        return seen == digest_1(self.text, self.said, self.cited)


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
    found += [
        _cited(entry, f"note:{number}", f"Lưu ý {number}", note.text, note.citations, note.text)
        for number, note in enumerate(entry.notes, 1)
    ]
    found += [_cited(entry, f"form:{f.code}", f.code, f.name, f.citations, f) for f in entry.forms]
    found += [
        _boxed(entry, f"dossier:{item.key}", f"Giấy tờ {item.order}", dossier_box(item, _apart), item)
        for item in entry.dossier
    ]
    found += [
        _boxed(entry, f"step:{step.key}", f"Bước {step.order}", step_box(step, step.level, _apart), step)
        for step in entry.steps
    ]
    return [statement for statement in found if statement.text or statement.citations]


def _facts(entry: Entry) -> list[tuple[str, str, str | None, Any]]:
    """Key, label, words and meaning of each plain fact."""
    since = show_day(entry.effective_from) if entry.effective_from != UNKNOWN_START else "…"
    until = f" đến hết {show_day(entry.effective_to)}" if entry.effective_to else ""
    kind = KINDS.get(entry.kind or "", "")
    what = " · ".join(part for part in (PROCEDURE_TYPES.get(entry.procedure_type or "", ""), kind) if part)
    level = LEVELS.get(entry.level or "", "")
    spoken = " · ".join(part for part in (what, level) if part)
    facts = [
        (WHOLE, "Toàn mục", entry.name, entry.name),
        ("kind", "Loại", spoken, [entry.procedure_type, entry.kind, entry.level]),
        ("span", LABELS[Kind.SPAN], f"từ {since}{until}", [entry.effective_from, entry.effective_to]),
        ("basis", LABELS[Kind.POWER], " ", ""),
        ("law", LABELS[Kind.LAW], " ", ""),
        ("code", LABELS[Kind.CODE], entry.code, entry.code),
    ]
    for name in EDITION_FIELDS:
        if name not in _TOLD_OTHERWISE:
            said = getattr(entry, name)
            text = said.text if isinstance(said, TimeLimit) else said
            facts.append((name, LABELS[kind_of(name)], text, said))
    return facts


_TOLD_OTHERWISE = {"name", "kind", "procedure_type", "level", "change_note"}
"""Facts of an edition that another statement tells, or that explain it."""


def _plain(entry: Entry, key: str, label: str, text: str, said: Any) -> Statement:
    cited = tuple(citation for citation in entry.citations if citation.statement == key)
    return _cited(entry, key, label, text.strip(), cited, said)


def _cited(entry: Entry, key: str, label: str, text: str, citations: tuple[Citation, ...], said: Any) -> Statement:
    level = entry.verification.level if key == WHOLE else lowest(citations, entry.verification.level)
    return Statement(key, label, text, level, said, citations)


def _boxed(entry: Entry, key: str, label: str, box: Box, part: DossierItem | Step) -> Statement:
    return _cited(entry, key, label, _words_of(box), part.citations, part)


def _apart(_: tuple[Citation, ...]) -> str:
    """What a statement cites stands apart from its words."""
    return ""


def _words_of(box: Box) -> str:
    """All that a paper or a step says, a line each; not where it stands or how far it was checked."""
    aside = (Kind.BASIS, Kind.CHECKED)
    return "\n".join([box.text, *(f"{LABELS[d.kind]}: {d.text}" for d in box.details if d.kind not in aside)])
