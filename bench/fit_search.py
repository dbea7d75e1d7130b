"""Fits the models of the search and writes ``data/seed/leanings.tsv`` and ``data/seed/ranking.yaml``.

    python -m bench.fit_search NAMES.jsonl.gz [--ghi] [--hoi QUESTIONS.tsv]

What is fitted to: every utterance of the seed, asked as if it had never been written; names of entries, whole and in
part, with and without marks; the judged queries of the tests; as what nothing here answers, the judged ones,
``bench/data/elsewhere.txt``, and procedures of other ministries (``NAMES.jsonl.gz``, one JSON object a line with
``ten_thu_tuc`` and ``linh_vuc``). Entries are split into five parts; what is told of a part comes from models that did
not see it, and what is written was fitted to four of them, so that ``tests.search.judging`` can measure on the fifth.
``--hoi`` also tells how the models do on questions that nothing was fitted to (kind, asker, query, ids). ``--ghi``
writes the weights; ``canang du-lieu xay`` takes them into the catalogue. Needs numpy and scipy beside the dev extra.
"""

import argparse
import gzip
import json
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from tests.search.judging import PARTS, UNSEEN, is_kept_back, judged, part_of

from bench.fit_leanings import FOLDS, LEANINGS, Fitted, lessons
from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine
from canang.search.features import ANSWER, ORDER
from canang.search.results import Wanted
from canang.text.fold import fold

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 23)
OUR_FIELDS = ("khoa học", "công nghệ", "đo lường", "sở hữu trí tuệ", "viễn thông", "bưu chính", "nguyên tử", "bức xạ",
              "tần số", "chuyển đổi số", "tiêu chuẩn", "thông tin điện tử", "an toàn thông tin", "đổi mới")  # fmt: skip
"""A procedure of the portal whose field or name holds one of these may be ours, and is no example of another's."""

PER_KIND = {"said": 1800, "names": 500, "elsewhere": 900}


@dataclass
class Asked:
    """A query: what is right (empty: nothing), where it comes from, the number of its utterance, if it is one, and the
    part of the lessons of ``bench.fit_leanings`` that it belongs to."""

    query: str
    right: frozenset[str]
    kind: str
    without: int | None = None
    weight: float = 1.0
    apart: int | None = None
    x: np.ndarray = field(default_factory=lambda: np.zeros((0, len(ORDER))))
    more: np.ndarray = field(default_factory=lambda: np.zeros((0, 6)))
    ids: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """The part it belongs to: that of the entry that is right."""
        return part_of(self.query, self.right)


def accepted(connection: sqlite3.Connection, entry: str) -> frozenset[str]:
    """The entry; a task stands for its procedures, the only procedure for its task."""
    task = entry.partition(".")[0]
    own = {row[0] for row in connection.execute("SELECT id FROM entries WHERE task = ?", (task,))}
    if entry == task:
        return frozenset({task, *own})
    return frozenset({entry, task} if len(own) == 1 else {entry})


def said(connection: sqlite3.Connection, chance: random.Random) -> Iterator[Asked]:
    """Utterances, a third of them as people type in a hurry."""
    rows = connection.execute("SELECT id, entry, text FROM utterances ORDER BY id").fetchall()
    for row in chance.sample(rows, min(len(rows), PER_KIND["said"])):
        text = str(row["text"])
        if chance.random() < 0.25:
            text = fold(text)
        elif chance.random() < 0.1:
            text = misspelt(text, chance)
        kept_back = is_kept_back(row["entry"], row["text"])
        apart = None if kept_back else row["id"] % FOLDS
        yield Asked(text, accepted(connection, row["entry"]), "said", row["id"], apart=apart)


def names(connection: sqlite3.Connection, chance: random.Random) -> Iterator[Asked]:
    """Names of entries in force, whole or a part of them."""
    rows = connection.execute(
        "SELECT entry, name FROM editions WHERE effective_from <= ? AND (effective_to IS NULL OR effective_to >= ?)",
        (DAY.isoformat(), DAY.isoformat()),
    ).fetchall()
    for row in chance.sample(rows, min(len(rows), PER_KIND["names"])):
        words = str(row["name"]).split()
        if len(words) > 5 and chance.random() < 0.5:
            start = chance.randrange(len(words) - 4)
            words = words[start : start + chance.randint(4, 7)]
        text = " ".join(words)
        query = fold(text) if chance.random() < 0.4 else text
        yield Asked(query, accepted(connection, row["entry"]), "names")


def of_the_tests() -> Iterator[Asked]:
    """The judged queries of the tests."""
    for item in judged():
        yield Asked(item.query, item.right, "judged", weight=2.0)


def elsewhere(path: Path, chance: random.Random) -> Iterator[Asked]:
    """What nothing here answers: sentences, and names of other ministries' procedures, whole and in part."""
    for line in (ROOT / "bench/data/elsewhere.txt").read_text(encoding="utf-8").splitlines():
        yield Asked(fold(line) if chance.random() < 0.2 else line, frozenset(), "elsewhere", weight=4.0)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    theirs = [
        r["ten_thu_tuc"]
        for r in records
        if r.get("ten_thu_tuc")
        and not any(ours in f"{r.get('linh_vuc')} {r['ten_thu_tuc']}".lower() for ours in OUR_FIELDS)
    ]
    for name in chance.sample(theirs, min(len(theirs), PER_KIND["elsewhere"])):
        words = name.split()
        if chance.random() < 0.5 and len(words) > 5:
            start = chance.randrange(len(words) - 4)
            words = words[start : start + chance.randint(3, 7)]
        yield Asked(" ".join(words), frozenset(), "elsewhere", weight=0.5)


def questions(path: Path) -> Iterator[Asked]:
    """Questions as people put them, to be told of and never fitted to."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, query, ids, *_ = [*line.split("\t"), "", "", ""]
        if not kind.startswith("#") and query:
            yield Asked(query, frozenset(ids.split(",")) if ids != "-" else frozenset(), kind)


def misspelt(text: str, chance: random.Random) -> str:
    """One letter lost, doubled or swapped."""
    at = chance.randrange(1, max(2, len(text) - 1))
    lost, doubled = text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]
    swapped = text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :]
    return chance.choice((lost, doubled, swapped))


def weigh(engine: Engine, every: list[Asked], models: Mapping[int | None, Fitted]) -> None:
    """Fill in the features of every candidate of every query, by the model that did not learn from it."""
    for asked in every:
        found = engine.weigh(asked.query, DAY, Wanted(), asked.without, models[asked.apart])
        asked.ids = [str(each.edition["entry"]) for each in found]
        asked.matters = [each.matter for each in found]
        asked.x = np.array([[each.features[name] for name in ORDER] for each in found]).reshape(-1, len(ORDER))
        extra = ("terms", "unknown", "missed", "unmarked", "guessed", "elsewhere")
        asked.more = np.array([[each.features[name] for name in extra] for each in found]).reshape(-1, len(extra))


def is_right(asked: Asked) -> np.ndarray:
    """Which candidates are right."""
    return np.array([id_ in asked.right or id_.partition(".")[0] in asked.right for id_ in asked.ids], dtype=bool)


def fit_order(every: list[Asked], steps: int = 1500, penalty: float = 3e-4) -> np.ndarray:
    """Weights by which a right entry comes before the wrong ones: a softmax over the candidates of each query."""
    useful = [(asked, is_right(asked)) for asked in every if asked.right]
    useful = [(asked, right) for asked, right in useful if right.any() and not right.all()]
    sizes = [len(right) for _, right in useful]
    x = np.concatenate([asked.x for asked, _ in useful])
    right = np.concatenate([right for _, right in useful])
    owner = np.repeat(np.arange(len(useful)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([asked.weight for asked, _ in useful])
    weight = weight / weight.sum()
    w = np.zeros(x.shape[1])
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        s = x @ w
        s = np.exp(s - np.maximum.reduceat(s, starts)[owner])
        all_ = np.add.reduceat(s, starts)
        good = np.add.reduceat(s * right, starts)
        gradient = ((s / all_[owner] - s * right / good[owner]) * weight[owner]) @ x + penalty * w
        w, first, second = _adam(w, gradient, first, second, step)
    return w


def answer_rows(asked: Asked, order: np.ndarray) -> np.ndarray:
    """The features of the candidates by which it is told whether each is an answer, as the engine makes them."""
    s = asked.x @ order
    best = s.max()
    matters = np.array(asked.matters)
    next_ = np.array([s[matters != m].max(initial=-np.inf) for m in matters])
    next_ = np.where(np.isinf(next_), s - 3.0, next_)
    coverage, terms = asked.x[:, ORDER.index("coverage")], asked.more[:, 0]
    count = np.expm1(terms * 4)
    return np.column_stack([
        asked.x, asked.more, np.clip(s - next_, -3, 3) / 3, coverage * (count <= 3.01), coverage * (count > 6.01),
        np.maximum(-3.0, s - best) / 3,
    ])  # fmt: skip


def fit_answer(every: list[Asked], order: np.ndarray, steps: int = 3000, penalty: float = 1e-4) -> np.ndarray:
    """Weights, the last one for none, of whether an entry is what was asked for: the first five candidates of each."""
    xs, ys, ws = [], [], []
    for asked in every:
        if not asked.ids:
            continue
        top = np.argsort(-(asked.x @ order))[: 5 if asked.right else 2]
        xs.append(answer_rows(asked, order)[top])
        ys.append(is_right(asked)[top])
        ws.append(np.full(len(top), asked.weight))
    x, y, weight = np.concatenate(xs), np.concatenate(ys), np.concatenate(ws)
    x = np.column_stack([x, np.ones(len(x))])
    weight = weight / weight.sum()
    w = np.zeros(x.shape[1])
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -40, 40)))
        gradient = ((p - y) * weight) @ x + penalty * np.append(w[:-1], 0.0)
        w, first, second = _adam(w, gradient, first, second, step)
    return w


def _adam(
    w: np.ndarray, gradient: np.ndarray, first: np.ndarray, second: np.ndarray, step: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first = 0.9 * first + 0.1 * gradient
    second = 0.999 * second + 0.001 * gradient**2
    return w - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8), first, second


def told(asked: Asked, order: np.ndarray, answer: np.ndarray) -> list[tuple[str, float]]:
    """The entries in order, each with its chance."""
    if not asked.ids:
        return []
    rows = answer_rows(asked, order)
    chance = 1 / (1 + np.exp(-np.clip(rows @ answer[:-1] + answer[-1], -40, 40)))
    return [(asked.ids[i], float(chance[i])) for i in np.argsort(-(asked.x @ order))]


def place_of(asked: Asked, ids: list[str]) -> int | None:
    """Where the first right one stands, from 1."""
    return next((n for n, i in enumerate(ids, 1) if i in asked.right or i.partition(".")[0] in asked.right), None)


def report(title: str, every: list[tuple[Asked, list[tuple[str, float]]]], threshold: float) -> None:
    """First and first three of each kind (whatever the grade), and what was answered though nothing is here."""
    kinds: dict[str, list[tuple[int | None, bool]]] = defaultdict(list)
    for asked, found in every:
        top = bool(found) and found[0][1] >= threshold
        kinds[asked.kind if asked.right else f"{asked.kind}: không có ở đây"].append(
            (place_of(asked, [i for i, _ in found[:3]]), top)
        )
    print(title)
    for kind, places in sorted(kinds.items()):
        number = len(places)
        if "không có" in kind:
            print(f"  {kind:<34}{number:>5}  trả lời {sum(top for _, top in places)}")
        else:
            first, three = sum(p == 1 for p, _ in places), sum(p is not None for p, _ in places)
            answered = sum(p == 1 and top for p, top in places)
            told = f"đầu {first / number:.3f}  trong ba {three / number:.3f}  đầu và là trả lời {answered / number:.3f}"
            print(f"  {kind:<34}{number:>5}  {told}")


def choose_threshold(every: list[tuple[Asked, list[tuple[str, float]]]]) -> float:
    """The chance at which one query in twenty of those that nothing here answers is answered."""
    other = sorted(
        (found[0][1] for asked, found in every if not asked.right and asked.weight > 1 and found), reverse=True
    )
    silent = sum(not asked.right and asked.weight > 1 for asked, _ in every)
    return round(other[min(len(other) - 1, silent // 20)] + 0.01, 3)


def main() -> None:
    """Fit, tell, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    parser.add_argument("--ghi", action="store_true")
    parser.add_argument("--hoi", type=Path)
    given = parser.parse_args()
    chance = random.Random(7)
    connection = open_catalog(bundled_path())
    engine = Engine(connection)
    every = [*said(connection, chance), *names(connection, chance), *of_the_tests(), *elsewhere(given.names, chance)]
    learnt = lessons(connection, engine)
    models: dict[int | None, Fitted] = {
        apart: Fitted([each for each in learnt if apart is None or each.fold != apart])
        for apart in (None, *range(FOLDS))
    }
    weigh(engine, every, models)
    unseen = []
    for part in range(PARTS):
        seen = [asked for asked in every if asked.fold != part]
        order = fit_order(seen)
        answer = fit_answer(seen, order)
        unseen += [(asked, told(asked, order, answer)) for asked in every if asked.fold == part]
    threshold = choose_threshold(unseen)
    report(f"chia năm phần, phần không khớp vào (ngưỡng {threshold})", unseen, threshold)
    seen = [asked for asked in every if asked.fold != UNSEEN]
    order = fit_order(seen)
    answer = fit_answer(seen, order)
    if given.hoi:
        asked = list(questions(given.hoi))
        weigh(engine, asked, models)
        report("câu hỏi để riêng", [(each, told(each, order, answer)) for each in asked], threshold)
    weights = {
        "order": {name: round(float(w), 4) for name, w in zip(ORDER, order, strict=True)},
        "answer": {name: round(float(w), 4) for name, w in zip((*ANSWER, "bias"), answer, strict=True)},
        "thresholds": {"answer": threshold, "near": 0.004},
    }
    print(json.dumps(weights, indent=1))
    if given.ghi:
        lines = ["# Do bench/fit_search.py ghi; đừng sửa bằng tay."]
        for model, table in weights.items():
            lines += [f"{model}:", *(f"  {name}: {weight}" for name, weight in table.items())]
        LEANINGS.write_text("\n".join(models[None].lines()) + "\n", encoding="utf-8")
        (ROOT / "data/seed/ranking.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
