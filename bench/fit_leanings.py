"""Fits what words lean to (``canang.search.leaning``); ``bench.fit_search`` writes it into ``data/seed/leanings.tsv``.

What it learns from: what people say of each entry, its names and everyday words, and, counting less, its steps, papers
and conditions, each a lesson of one entry; a softmax over all entries, by stochastic gradients with dropped words. What
``tests.search.judging`` measures with (``is_kept_back``) is no lesson. What is asked to fit the rest of the search is
asked of models that did not see it (``FOLDS``). Needs numpy and scipy beside the dev extra.
"""

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from tests.search.judging import is_kept_back

from canang.search.engine import Engine
from canang.search.index import spelled
from canang.search.leaning import STEP, Leaning, leanings, spoken_by
from canang.search.query import Query
from canang.seed.indexing import texts_of

LEANINGS = Path(__file__).resolve().parents[1] / "data/seed/leanings.tsv"
FOLDS = 5
"""Into how many parts the lessons are split, to ask of each what a model says that was fitted to the others."""

BODY = 0.3
"""What a step or a paper counts against something said."""

NEIGHBOURS = 0.5
"""What a pair of neighbours counts against a word as rare."""

KEPT = 220_000
"""So many weights are written, those that count most."""

_LONGEST = 60
_EPOCHS, _BATCH, _RATE, _DROPPED, _PENALTY = 30, 256, 0.3, 0.5, 1e-5


@dataclass(frozen=True)
class Lesson:
    """Words and the entry that they are of; ``fold`` is the part whose models did not see it (None: all see it)."""

    words: tuple[str, ...]
    entry: str
    weight: float = 1.0
    fold: int | None = None


def lessons(connection: sqlite3.Connection, engine: Engine) -> list[Lesson]:
    """All that the model learns from."""
    found = []

    def read(text: str) -> tuple[str, ...]:
        queries = engine.read(text)
        return tuple(term.word for term in queries[0].terms) if queries else ()

    for number, entry, text in connection.execute("SELECT id, entry, text FROM utterances ORDER BY id"):
        if not is_kept_back(entry, text):
            found.append(Lesson(read(text), entry, fold=number % FOLDS))
    for entry, name in connection.execute("SELECT entry, name FROM editions ORDER BY id"):
        found.append(Lesson(read(name), entry))
    for entry, word in connection.execute("SELECT entry, word FROM everyday ORDER BY id"):
        found.append(Lesson(read(word), entry))
    for _, entry, texts in texts_of(connection):
        for column in ("body", "task_name", "words"):
            for text in texts[column]:
                if text and len(text.split()) > 1:
                    found.append(Lesson(tuple(spelled(text)[:_LONGEST]), entry, BODY))
    return [lesson for lesson in found if lesson.words]


class Fitted:
    """The weights fitted to some lessons; answers as ``canang.search.leaning.Leanings`` does."""

    def __init__(self, every: Sequence[Lesson]) -> None:
        self.entries = sorted({lesson.entry for lesson in every})
        said = [lesson for lesson in every if lesson.weight == 1.0]
        often = Counter(part for lesson in said for part in spoken_by(lesson.words))
        known = [part for part, count in sorted(often.items()) if count > 1 or " " not in part]
        rarity = [math.sqrt(math.log(1 + len(said) / (often[part] + 0.5))) for part in known]
        rarity = [each * (NEIGHBOURS if " " in part else 1.0) for part, each in zip(known, rarity, strict=True)]
        self.rarity = dict(zip(known, rarity, strict=True))
        self.place = {part: number for number, part in enumerate(known)}
        numbers = {entry: number for number, entry in enumerate(self.entries)}
        right = np.array([numbers[lesson.entry] for lesson in every])
        counts = np.array([lesson.weight for lesson in every], dtype=np.float32)
        self.weights = self._fit(self._rows([lesson.words for lesson in every]), right, counts)

    def _rows(self, texts: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """A row of length 1 for each text."""
        values, columns, starts = [], [], [0]
        for words in texts:
            held = [part for part in spoken_by(words) if part in self.place]
            length = math.sqrt(sum(self.rarity[part] ** 2 for part in held)) or 1.0
            values += [self.rarity[part] / length for part in held]
            columns += [self.place[part] for part in held]
            starts.append(len(columns))
        return sp.csr_matrix((np.array(values, dtype=np.float32), columns, starts), (len(texts), len(self.place)))

    def _fit(self, x: sp.csr_matrix, right: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Adagrad on the logarithmic loss, each lesson with half of its words dropped."""
        chance = np.random.default_rng(0)
        w = np.zeros((x.shape[1], len(self.entries)), np.float32)
        squares = np.zeros_like(w)
        for _ in range(_EPOCHS):
            order = chance.permutation(x.shape[0])
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                part = x[batch]
                part.data = part.data * (chance.random(len(part.data)) > _DROPPED) / (1 - _DROPPED)
                scores = part @ w
                scores = np.exp(scores - scores.max(axis=1, keepdims=True))
                scores /= scores.sum(axis=1, keepdims=True)
                scores[np.arange(len(batch)), right[batch]] -= 1
                scores *= counts[batch][:, None]
                columns = np.unique(part.indices)
                gradient = (part[:, columns].T @ scores) / len(batch) + _PENALTY * w[columns]
                squares[columns] += gradient * gradient
                w[columns] -= _RATE * gradient / (np.sqrt(squares[columns]) + 1e-6)
        return w

    def towards(self, query: Query) -> dict[str, Leaning]:
        """How a query leans to each entry."""
        row = self._rows([[term.word for term in query.terms]])
        return leanings(self.entries, (row @ self.weights)[0].tolist()) if row.nnz else {}

    def lines(self) -> list[str]:
        """The file: the entries, then for each word or pair how rare it is and the weights that count most."""
        whole = np.clip(np.rint(self.weights / STEP), -127, 127).astype(int)
        heard = np.abs(self.weights) * np.array(list(self.rarity.values()))[:, None]
        least = np.partition(heard.ravel(), -KEPT)[-KEPT]
        lines = ["\t".join(("", "", " ".join(self.entries)))]
        for part, number in self.place.items():
            kept = np.nonzero((heard[number] >= least) & (whole[number] != 0))[0]
            pairs = " ".join(f"{each}:{whole[number, each]}" for each in kept)
            lines.append(f"{part}\t{self.rarity[part]:.3f}\t{pairs}")
        return lines
