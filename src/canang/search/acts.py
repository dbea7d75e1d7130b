"""What happened, by the words of what is asked: something is granted, lost, runs out, changes, is taken away, ends.

Siblings of one family differ by nothing else. Which words tell of which act is learnt from the names of the entries
and from what people say of them (``learn``), and written into the catalogue.
"""

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from canang.search.index import spelled
from canang.search.query import Query

_NAMED_BY = (
    ("withdraw", ("thu hoi", "huy bo", "dinh chi", "xoa", "cham dut hieu luc")),
    ("stop", ("ngung", "tam ngung", "cham dut", "thanh ly", "giai the")),
    ("reissue", ("cap lai", "lam lai")),
    ("renew", ("gia han", "keo dai")),
    ("amend", ("sua doi", "thay doi", "dieu chinh", "bo sung", "chuyen nhuong", "ghi nhan")),
    ("report", ("bao cao", "thong bao")),
    ("grant", ("cap", "dang ky", "cong nhan", "chi dinh", "khai bao", "phe duyet", "tham dinh", "cong bo", "xac nhan")),
)
"""The folded words of a name by which its act is known, the first that stands there deciding."""

OTHER = "other"
"""The act of an entry whose name tells of none."""

_AGAIN = {("cap", "lai"), ("cap", "doi")}
"""Words of which the second alone tells what is done: “cấp” tells of a grant where it stands without them."""

_ASKING = frozenset({"ai", "gi", "nao"})
"""Folded words that ask, of whatever act, and are nothing else without their marks."""

_LEAST = 4
"""A word said less often than this tells of nothing."""

_BOUND = 3.0


def act_of(name: str) -> str:
    """The act that an entry's name tells of.

    >>> act_of("Cấp lại giấy phép bưu chính bị mất"), act_of("Kiểm tra đo lường")
    ('reissue', 'other')
    """
    padded = f" {' '.join(spelled(name))} "
    return next((act for act, signs in _NAMED_BY if any(f" {sign} " in padded for sign in signs)), OTHER)


def tells(words: Sequence[str]) -> list[bool]:
    """Which of some folded words may tell of an act.

    >>> tells(["xin", "cap", "lai", "giay"]), tells(["ai", "cap", "giay"])
    ([True, False, True, True], [False, True, True])
    """
    followed = zip(words, [*words[1:], ""], strict=True)
    return [word not in _ASKING and (word, after) not in _AGAIN for word, after in followed]


def learn(said: Iterable[tuple[str, str, Sequence[str]]]) -> dict[tuple[str, str], float]:
    """How much each word speaks for each act: the logarithm of how much oftener it is said with it than the acts of its
    field would have it, against how much oftener without it. What a field is about tells of none of its acts.

    Args:
        said: the field and the act of an entry, and the folded words of one thing said of it.
    """
    sayings: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for field, act, words in said:
        sayings[field][act] += 1
        for word in set(compress(words, tells(words))):
            counts[word][field][act] += 1
    acts = sorted({act for of_field in sayings.values() for act in of_field})
    learnt = {}
    for word, of_word in counts.items():
        total = sum(of_field.total() for of_field in of_word.values())
        if total < _LEAST:
            continue
        for act in acts:
            inside = sum(of_field[act] for of_field in of_word.values())
            expected = sum(
                of_field.total() * sayings[field][act] / sayings[field].total() for field, of_field in of_word.items()
            )
            oftener = (inside + 0.5) / (expected + 0.5)
            otherwise = (total - inside + 0.5) / (total - expected + 0.5)
            weight = max(-_BOUND, min(_BOUND, math.log(oftener / otherwise)))
            if abs(weight) >= 0.4:
                learnt[word, act] = round(weight, 3)
    return learnt


class Acts:
    """Reads what a query tells of against what a catalogue has learnt."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._weights: dict[str, list[tuple[str, float]]] = {}
        self._of: dict[str, str] = {}

    def of(self, name: str) -> str:
        """What ``act_of`` says of an entry's name; every query asks it of the same few hundred."""
        if name not in self._of:
            self._of[name] = act_of(name)
        return self._of[name]

    def told_by(self, query: Query) -> Mapping[str, float]:
        """How much a query speaks for each act; empty where it speaks for none."""
        told: dict[str, float] = defaultdict(float)
        for term in compress(query.terms, tells([term.word for term in query.terms])):
            for act, weight in self._speaks_for(term.word):
                told[act] += weight * term.weight
        return dict(told)

    def _speaks_for(self, word: str) -> list[tuple[str, float]]:
        """The acts that a word speaks for or against, and how much."""
        if word not in self._weights:
            if len(self._weights) > 20_000:
                self._weights.clear()
            every = "SELECT act, weight FROM acts WHERE word = ? ORDER BY act"
            self._weights[word] = [tuple(row) for row in self._connection.execute(every, (word,))]
        return self._weights[word]
