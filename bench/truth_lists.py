"""Lists of the law told as if they were whole: members that no statement resting on the clause speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bench.law_texts import POINT, Law
from bench.truth_statements import Candidate, Statement, every_statement
from bench.truth_words import telling_words
from canang.catalog.model import Citation, Entry
from canang.text.fold import fold

OPENED = re.compile(r"\bnhư\b|…|\bv\.v\.|\bví dụ\b|\bgồm cả\b|theo (?:khoản|điểm|Điều|mục|Mẫu)|xem (?:khoản|điểm|Điều)")
"""By which a statement says that what it names is not all."""

JOINED = re.compile(r"[;,:\n]| và | hoặc ")
"""Between the members of a statement's row of words."""

MEMBERS = re.compile(r";|\n(?=[a-zđ]\d?\))")
"""Between the members of a clause's list: its points, or what semicolons part. What commas part would be many more, and
few of them anything that an official misses."""

FEWEST = 3
"""Members from which on a row of words is a list."""

MOST_LACKING = 0.5
"""The part of a clause's members that may lack; where more does, the statement is about something else of it."""

FRAME = re.compile(
    r"sau(?: day)?\.?$|sau(?: day)?:|\b(?:nghi dinh|nghi quyet|thong tu|luat) nay|mot trong cac|truc thuoc trung uong"
    r"|phu luc|\d+/\d{4}/"
)
"""Folded, words by which a clause leads to its list or to another clause: no member."""


def lists_cut(entries: list[Entry], law: Law) -> Iterator[Candidate]:
    """A closed enumeration beside a clause that enumerates more: a member of which no word stands in any statement of
    the entry that cites the clause."""
    for entry in entries:
        told: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
        said = list(every_statement(entry))
        for statement in said:
            for citation in statement.citations:
                told[_place(citation)].update(telling_words(statement.text))
        for statement in said:
            if len(JOINED.split(statement.text)) >= FEWEST and not OPENED.search(statement.text):
                yield from _cut(entry, statement, told, law)


def _cut(
    entry: Entry, statement: Statement, told: dict[tuple[str | None, ...], set[str]], law: Law
) -> Iterator[Candidate]:
    for citation in dict.fromkeys(statement.citations):
        members = _members(law.text_of(citation) or "")
        lacking = [member for member in members if told[_place(citation)].isdisjoint(telling_words(member))]
        if len(members) >= FEWEST and 0 < len(lacking) <= MOST_LACKING * len(members):
            yield Candidate("lists", entry.id, statement.where, f"không thấy nói: {'; '.join(lacking)}"[:300])


def _members(text: str) -> list[str]:
    """What a clause enumerates: the parts between its marks that say something."""
    parts = (POINT.sub("", " ".join(part.split())) for part in MEMBERS.split(text))
    return [part for part in parts if len(set(telling_words(part))) > 1 and not FRAME.search(fold(part))]


def _place(citation: Citation) -> tuple[str | None, ...]:
    return citation.document, citation.article, citation.clause, citation.point, citation.annex
