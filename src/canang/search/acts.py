"""What happened, by the words of what is asked: something is granted, lost, runs out, changes, is taken away, ends.

Siblings of one family differ by nothing else. Which words tell of which act is learnt from the names of the entries
and from what people say of them (``learn``), and written into the catalogue.
"""

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

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


def learn(said: Iterable[tuple[str, Iterable[str]]]) -> dict[tuple[str, str], float]:
    """How much each word speaks for each act: the logarithm of how much oftener it is said with it than without.

    Args:
        said: the act of an entry and the folded words of one thing said of it.
    """
    with_act: dict[str, Counter[str]] = defaultdict(Counter)
    sayings: Counter[str] = Counter()
    for act, words in said:
        sayings[act] += 1
        with_act[act].update(set(words))
    total, every = Counter[str](), sum(sayings.values())
    for counts in with_act.values():
        total.update(counts)
    learnt = {}
    for act, counts in with_act.items():
        for word in total:
            if total[word] < _LEAST:
                continue
            inside = (counts[word] + 0.5) / (sayings[act] + 1)
            outside = (total[word] - counts[word] + 0.5) / (every - sayings[act] + 1)
            weight = max(-_BOUND, min(_BOUND, math.log(inside / outside)))
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
        for term in query.terms:
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
