"""Search does not fall below what it has reached (``python -m tests.search.judging`` reports)."""

from collections import defaultdict
from contextlib import closing
from dataclasses import replace

import pytest
from tests.conftest import shares
from tests.search.judging import DAY, NOT_HERE, SAID, Score, asked, judged, said, scores, wrongly_answered

from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.model import Status
from canang.catalog.overview import Filters, list_entries, utterances
from canang.search.engine import Engine
from canang.search.results import Wanted
from canang.text.fold import fold
from canang.text.syllables import without_tone

UNSEEN_FIRST, UNSEEN_FIRST_THREE = 0.80, 0.92
"""What the judged queries must reach whose entries nothing was fitted to."""

SAID_FIRST, SAID_FIRST_THREE = 0.58, 0.78
"""What the utterances of those entries must reach, each asked as if it had never been written."""

FIRST, OF_A_KIND = 0.86, 0.80
"""What all judged queries together must reach, and those of each kind (MRR)."""

TONELESS_ANSWERED = 0.82
"""So many of the judged queries must be answered rightly where they are typed with no mark of a tone (câp phép)."""

ASKED_FIRST, ASKED_FIRST_THREE, ASKED_SENTENCES = 0.82, 0.93, 0.90
"""What questions written from the names of entries alone must reach; the last, whole sentences in the first three."""

ASKED_WRONGLY = 8
"""At most so many of the fifty of them that nothing here answers may get an answer."""

WRONGLY_ANSWERED = 0.10
"""At most this share of the queries that nothing here answers may get an answer."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_catalog(bundled_path()))


@pytest.fixture(scope="module")
def reached(engine: Engine) -> dict[str, Score]:
    return scores(engine, judged())


def test_there_are_enough_judged_queries_of_every_kind() -> None:
    kinds = [item.kind for item in judged()]
    assert len(kinds) >= 500
    assert min(kinds.count(kind) for kind in set(kinds)) >= 8
    assert kinds.count(NOT_HERE) >= 90


def test_of_every_eighth_query_the_right_entry_comes_first(engine: Engine) -> None:
    assert scores(engine, judged()[::8])["tất cả"].first >= FIRST


@pytest.mark.soak
def test_the_right_entry_comes_first(reached: dict[str, Score]) -> None:
    assert reached["tất cả"].first >= FIRST


@pytest.mark.soak
def test_no_kind_of_typing_is_left_behind(reached: dict[str, Score]) -> None:
    assert {kind: score.mrr for kind, score in reached.items() if score.mrr < OF_A_KIND} == {}


@pytest.mark.soak
def test_what_was_never_fitted_to_is_found(engine: Engine) -> None:
    unseen = scores(engine, [item for item in judged() if item.unseen])["tất cả"]
    assert (unseen.first >= UNSEEN_FIRST, unseen.first_three >= UNSEEN_FIRST_THREE) == (True, True)


@pytest.mark.soak
def test_what_people_say_finds_its_entry_though_it_was_never_written_down(engine: Engine) -> None:
    reached = scores(engine, list(said())[::3])[SAID]
    assert (reached.first >= SAID_FIRST, reached.first_three >= SAID_FIRST_THREE) == (True, True)


@pytest.mark.soak
def test_what_is_typed_without_the_marks_of_its_tones_is_read(engine: Engine) -> None:
    toneless = [
        replace(item, query=" ".join(without_tone(word)[0] for word in item.query.lower().split()))
        for item in judged()
        if item.query != fold(item.query)
    ]
    reached = scores(engine, toneless)["tất cả"]
    assert (reached.first >= FIRST, reached.answered >= TONELESS_ANSWERED) == (True, True)
    not_here = sum(item.kind == NOT_HERE for item in toneless)
    assert len(wrongly_answered(engine, toneless)) <= WRONGLY_ANSWERED * not_here


@pytest.mark.soak
def test_what_is_asked_by_who_knows_only_the_names_is_found(engine: Engine) -> None:
    questions = list(asked())
    reached = scores(engine, questions)
    whole, sentences = reached["tất cả"], reached["sentence"]
    assert (whole.queries, sentences.queries) == (150, 40)
    assert (whole.first >= ASKED_FIRST, whole.first_three >= ASKED_FIRST_THREE) == (True, True)
    assert sentences.first_three >= ASKED_SENTENCES
    assert len(wrongly_answered(engine, questions)) <= ASKED_WRONGLY


@pytest.mark.soak
def test_what_is_not_here_is_seldom_answered(engine: Engine) -> None:
    not_here = sum(item.kind == NOT_HERE for item in judged())
    assert len(wrongly_answered(engine, judged())) <= WRONGLY_ANSWERED * not_here


@pytest.mark.parametrize("share", shares())
def test_who_says_a_name_word_for_word_is_given_what_has_it(engine: Engine, share: slice) -> None:
    with closing(open_catalog(bundled_path())) as connection:
        listed = list_entries(connection, Filters(), DAY, "procedure")
    named: dict[str, set[str]] = defaultdict(set)
    for item in listed:
        named[fold(item.name)].add(item.id)
    wrong = []
    for item in listed[share]:
        for query in (item.name, fold(item.name)):
            found = engine.graded(query, DAY, Wanted(), 5)
            if not found or found[0].grade != "answer" or found[0].id not in named[fold(item.name)]:
                wrong.append((item.id, query))
    assert wrong == []


def test_every_entry_in_force_has_what_people_say_of_it() -> None:
    with closing(open_catalog(bundled_path())) as connection:
        said = utterances(connection)
        in_force = {
            item.id: least
            for kind, least in (("procedure", 12), ("task", 6))
            for item in list_entries(connection, Filters(), DAY, kind)
            if item.status is Status.IN_FORCE
        }
    assert {id_: len(said.get(id_, ())) for id_, least in in_force.items() if len(said.get(id_, ())) < least} == {}
