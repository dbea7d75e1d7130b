"""How well search answers each kind of typing, and how often it answers what it should not.

python -m tests.search.judging [--ca-hai]      prints the report

The judged queries are split by the entry that is right into a part that the models were fitted to and a part that they
never saw; of what people say (the seed's utterances) a third of that part is kept back and learnt from by nothing, each
asked as if it had never been written. Only what was not seen says how good the search is; ``--ca-hai`` shows the first
too, and each query that went wrong.
"""

import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from ruamel.yaml import YAML

from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine
from canang.search.results import ANSWER, Result, Wanted

JUDGED = Path(__file__).with_name("judged.yaml")
ASKED = Path(__file__).with_name("asked.tsv")
"""Questions written from the names of entries by somebody who had read nothing else: nothing is fitted to them."""

NOT_HERE = "không có trong cẩm nang"
SAID = "lời người hỏi"
DAY = date(2026, 11, 23)
PARTS, UNSEEN = 5, 0
"""Into how many parts the entries are split, and the one that nothing is fitted to."""


@dataclass(frozen=True)
class Judged:
    """One query of one kind, and the ids that answer it (none: nothing should); ``without`` is its own utterance."""

    kind: str
    query: str
    right: frozenset[str]
    without: int | None = None

    @property
    def unseen(self) -> bool:
        """Whether it belongs to the part that nothing was fitted to."""
        return part_of(self.query, self.right) == UNSEEN


@dataclass(frozen=True)
class Score:
    """Of the queries of one kind: how many, their MRR, and the shares with a right entry first and in the first three
    (of any grade), and first as an answer."""

    queries: int
    mrr: float
    first: float
    first_three: float
    answered: float


def part_of(query: str, right: Iterable[str]) -> int:
    """The part of a query: that of the task that is right, or its own where nothing is."""
    tasks = sorted(entry.partition(".")[0] for entry in right)
    return zlib.crc32((tasks[0] if tasks else query).encode()) % PARTS


def judged() -> list[Judged]:
    """Every judged query."""
    kinds = YAML(typ="safe", pure=True).load(JUDGED.read_text(encoding="utf-8"))
    found = []
    for kind, text in kinds.items():
        for line in text.split("\n"):
            if line:
                query, _, ids = line.partition(" => ")
                found.append(Judged(kind, query, frozenset(ids.split("/")) if ids else frozenset()))
    return found


def is_kept_back(entry: str, text: str) -> bool:
    """Whether an utterance is one of those to measure with: a third of what is said of the unseen part."""
    return part_of(text, [entry]) == UNSEEN and zlib.crc32(text.encode()) % 3 == 0


def said() -> Iterator[Judged]:
    """What people say of the entries of the unseen part, of which no model learns."""
    connection = open_catalog(bundled_path())
    for row in connection.execute("SELECT id, entry, text FROM utterances ORDER BY id"):
        entry = str(row["entry"])
        own = {
            each[0]
            for each in connection.execute("SELECT id FROM entries WHERE task = ?", (entry.split(".", maxsplit=1)[0],))
        }
        right = {entry} | (own if "." not in entry else {entry.split(".", maxsplit=1)[0]} if len(own) == 1 else set())
        item = Judged(SAID, str(row["text"]), frozenset(right), row["id"])
        if is_kept_back(entry, item.query):
            yield item


def asked() -> Iterator[Judged]:
    """The questions of ``ASKED``, by their kind; a task stands for its procedures."""
    with closing(open_catalog(bundled_path())) as connection:
        entries = [str(row["id"]) for row in connection.execute("SELECT id FROM entries")]
    for line in ASKED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, _, query, ids = line.split("\t")
        right = {id_.strip() for id_ in ids.split(",")} - {"-"}
        procedures = {id_ for id_ in entries if id_.partition(".")[0] in right}
        yield Judged(kind if right else NOT_HERE, query, frozenset(right | procedures))


def found_for(engine: Engine, item: Judged) -> list[Result]:
    """What is found, answers first."""
    return engine.graded(item.query, DAY, Wanted(), 10, item.without)


def place(found: list[Result], right: frozenset[str]) -> int | None:
    """Where the first right result stands, from 1."""
    return next((number for number, result in enumerate(found, 1) if result.id in right), None)


def scores(engine: Engine, items: Iterable[Judged]) -> dict[str, Score]:
    """The score of each kind that has answers, and of all of them together under ``tất cả``."""
    places: dict[str, list[tuple[int | None, bool]]] = defaultdict(list)
    for item in items:
        if item.right:
            found = found_for(engine, item)
            places[item.kind].append((place(found, item.right), bool(found) and found[0].grade == ANSWER))
    places["tất cả"] = [found for kind in list(places) for found in places[kind]]
    return {
        kind: Score(
            len(found),
            mean(1 / number if number else 0.0 for number, _ in found),
            mean(number == 1 for number, _ in found),
            mean(number is not None and number <= 3 for number, _ in found),
            mean(number == 1 and answered for number, answered in found),
        )
        for kind, found in places.items()
        if found
    }


def wrongly_answered(engine: Engine, items: Iterable[Judged]) -> list[tuple[str, str]]:
    """The queries that nothing here answers, yet were answered, each with what it got."""
    nothing = [(item.query, found_for(engine, item)) for item in items if not item.right]
    return [(query, found[0].id) for query, found in nothing if found and found[0].grade == ANSWER]


def main() -> None:
    """Print the report."""
    engine = Engine(open_catalog(bundled_path()))
    everything = [*judged(), *said()]
    both = "--ca-hai" in sys.argv
    parts = [
        ("hỏi từ tên của mục, không gì học từ đây", list(asked())),
        ("phần không khớp vào", [item for item in everything if item.unseen]),
    ]
    if both:
        parts.append(("phần đã khớp", [item for item in everything if not item.unseen]))
    for title, items in parts:
        print(f"{title}\n{'kiểu':<28}{'câu':>5}{'MRR':>8}{'đầu':>8}{'trong ba':>10}{'đầu, là trả lời':>17}")
        for kind, score in scores(engine, items).items():
            print(
                f"{kind:<28}{score.queries:>5}{score.mrr:>8.3f}{score.first:>8.3f}{score.first_three:>10.3f}"
                f"{score.answered:>17.3f}"
            )
        wrong = wrongly_answered(engine, items)
        print(f"trả lời nhầm câu không có ở đây: {len(wrong)} / {sum(not item.right for item in items)}")
        if both:
            for query, id_ in wrong:
                print(f"  {query} -> {id_}")
            for item in items:
                found = found_for(engine, item) if item.kind != SAID else []
                if item.right and found and place(found, item.right) != 1:
                    print(f"  [{item.kind}] {item.query} -> {[r.id for r in found[:3]]}, đúng: {sorted(item.right)}")


if __name__ == "__main__":
    main()
