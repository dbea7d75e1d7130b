"""No query, however odd, brings an error."""

import sqlite3
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st
from tests.conftest import TODAY

from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import MOST_NEAR, Engine
from canang.search.results import NEAR, Wanted

ENGINE = Engine(open_catalog(bundled_path()))


@given(st.text())
@example('"')
@example("a* OR (b NEAR c) NOT d")
@example("\x00\x01")
@example("\u202engược")
@example("x" * 10_000)
@example("đ " * 5_000)
@example("28/")
@example("ai thì là gì")
def test_any_text_gives_an_answer_with_scores_between_0_and_1(text: str) -> None:
    results = ENGINE.find(text, TODAY, Wanted(), 5)
    assert all(0 <= result.score <= 1 for result in results)
    near = [result for result in ENGINE.graded(text, TODAY, Wanted(), 5) if result.grade == NEAR]
    assert len({result.task or result.id for result in near}) == len(near) <= MOST_NEAR
    ENGINE.elsewhere(text)
    ENGINE.suggestions(text)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_any_day_gives_at_most_one_edition_of_an_entry(day: date) -> None:
    ids = [result.id for result in ENGINE.find("đo lường", day, Wanted(), 50)]
    assert len(ids) == len(set(ids))


def test_the_catalogue_cannot_be_written_through_the_connection() -> None:
    connection = open_catalog(bundled_path())
    try:
        connection.execute("DELETE FROM meta")
    except sqlite3.OperationalError as error:
        assert "readonly" in str(error)
    else:
        raise AssertionError("the catalogue was opened for writing")
    finally:
        connection.close()
