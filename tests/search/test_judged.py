"""Search does not fall below what it has reached on the judged queries (``python -m tests.search.judging`` reports)."""

import pytest
from tests.search.judging import NOT_HERE, Score, judged, scores, wrongly_answered

from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine

REACHED_MRR, REACHED_FIRST = 0.97, 0.95
"""What all judged queries together must reach."""

LEAST_OF_A_KIND = 0.90
"""What the queries of each kind must reach (MRR)."""

WRONGLY_ANSWERED = 0.10
"""At most this share of the queries that nothing here answers may get an answer."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_catalog(bundled_path()))


@pytest.fixture(scope="module")
def reached(engine: Engine) -> dict[str, Score]:
    return scores(engine)


def test_there_are_enough_judged_queries_of_every_kind() -> None:
    kinds = [item.kind for item in judged()]
    assert len(kinds) >= 500
    assert min(kinds.count(kind) for kind in set(kinds)) >= 8
    assert kinds.count(NOT_HERE) >= 90


def test_the_right_entry_comes_first(reached: dict[str, Score]) -> None:
    assert reached["tất cả"].mrr >= REACHED_MRR
    assert reached["tất cả"].first >= REACHED_FIRST


def test_no_kind_of_typing_is_left_behind(reached: dict[str, Score]) -> None:
    assert {kind: score.mrr for kind, score in reached.items() if score.mrr < LEAST_OF_A_KIND} == {}


def test_what_is_not_here_is_seldom_answered(engine: Engine) -> None:
    asked = sum(item.kind == NOT_HERE for item in judged())
    assert len(wrongly_answered(engine)) <= WRONGLY_ANSWERED * asked
