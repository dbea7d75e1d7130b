"""The judged queries: how well search answers each kind of typing, and how often it answers what it should not.

python -m tests.search.judging        prints the report
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from ruamel.yaml import YAML

from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine, Wanted

JUDGED = Path(__file__).with_name("judged.yaml")
NOT_HERE = "không có trong cẩm nang"
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Judged:
    """One query of one kind, and the ids that answer it; none where nothing should."""

    kind: str
    query: str
    right: frozenset[str]


@dataclass(frozen=True)
class Score:
    """Of the queries of one kind: how many, their MRR, and the shares with a right answer first and among five."""

    queries: int
    mrr: float
    first: float
    among_five: float


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


def answers(engine: Engine, query: str) -> list[str]:
    """The ids found, best first."""
    return [result.id for result in engine.find(query, DAY, Wanted(), 10)]


def place(found: list[str], right: frozenset[str]) -> int | None:
    """Where the first right answer stands, from 1."""
    return next((number for number, entry in enumerate(found, 1) if entry in right), None)


def scores(engine: Engine) -> dict[str, Score]:
    """The score of each kind that has answers, and of all of them together under ``tất cả``."""
    places: dict[str, list[int | None]] = defaultdict(list)
    for item in judged():
        if item.right:
            places[item.kind].append(place(answers(engine, item.query), item.right))
    places["tất cả"] = [found for kind in list(places) for found in places[kind]]
    return {
        kind: Score(
            len(found),
            mean(1 / number if number else 0.0 for number in found),
            mean(number == 1 for number in found),
            mean(number is not None and number <= 5 for number in found),
        )
        for kind, found in places.items()
    }


def wrongly_answered(engine: Engine) -> list[tuple[str, str]]:
    """The queries that nothing here answers, yet were answered, each with what it got."""
    nothing = [(item.query, answers(engine, item.query)) for item in judged() if not item.right]
    return [(query, found[0]) for query, found in nothing if found]


def main() -> None:
    """Print the report, then each query that was not answered first by a right entry."""
    engine = Engine(open_catalog(bundled_path()))
    print(f"{'kiểu':<24}{'câu':>5}{'MRR':>8}{'đúng đầu':>10}{'trong 5':>9}")
    for kind, score in scores(engine).items():
        print(f"{kind:<24}{score.queries:>5}{score.mrr:>8.3f}{score.first:>10.3f}{score.among_five:>9.3f}")
    wrong = wrongly_answered(engine)
    not_here = sum(not item.right for item in judged())
    print(f"trả lời nhầm câu không có trong cẩm nang: {len(wrong)} / {not_here}")
    for query, found in wrong:
        print(f"  {query} -> {found}")
    for item in judged():
        found = answers(engine, item.query)
        if item.right and place(found, item.right) != 1:
            print(f"  [{item.kind}] {item.query} -> {found[:3]}, đúng: {'/'.join(sorted(item.right))}")


if __name__ == "__main__":
    main()
