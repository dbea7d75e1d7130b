"""What there is to do for an entry, and what answers leave of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.conftest import TODAY

from canang.cases.walk import CHOSEN, Answer, State, Walk, closed_by, every_item, items_of, progress_of, said_of
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.model import Entry
from canang.catalog.overview import Filters, list_entries

CATALOG = open_catalog(bundled_path())
DAY = date(2026, 11, 29)


def entry(id_: str) -> Entry:
    return load_entry(CATALOG, id_, TODAY)


INSPECTIONS = [
    found.id
    for found in list_entries(CATALOG, Filters(), DAY, "procedure")
    if load_entry(CATALOG, found.id, DAY).procedure_type == "kiem-tra"
]


def test_an_inspection_goes_by_its_steps_and_ticks_each_paper_once() -> None:
    items = {item.id: item for item in items_of(entry("TDC-01.2"))}
    assert [id_ for id_ in items if not id_.startswith("step:")] == ["dossier:chung-chi"]
    papers = {item: [(paper.key, paper.made) for paper in items[item].papers] for item in items}
    assert papers["step:quyet-dinh"] == [("can-cu", False), ("quyet-dinh", True)]
    assert papers["step:ho-so-cot-do"] == [("kiem-dinh", False), ("tu-kiem-tra", False), ("sua-chua", False)]
    assert papers["step:cong-khai-loai"] == [("chat-luong", False)]
    assert papers["step:vi-pham-hanh-chinh"] == [("ho-so-chuyen", True)]


def test_a_paper_that_names_no_step_or_none_that_is_there_stands_by_itself() -> None:
    found = entry("TDC-01.2")
    papers = tuple(structs.replace(paper, made_at=None, shown_at=None) for paper in found.dossier)
    bare = items_of(structs.replace(found, dossier=papers))
    assert [item.key for item in bare if item.part == "dossier"] == [paper.key for paper in found.dossier]
    lost = structs.replace(found, dossier=(structs.replace(found.dossier[0], shown_at="khong-co"), *papers[1:]))
    assert items_of(lost)[0].key == found.dossier[0].key


@pytest.mark.parametrize("id_", INSPECTIONS)
def test_no_paper_of_an_inspection_is_lost_or_asked_twice(id_: str) -> None:
    found = entry(id_)
    asked = [item.id for item in every_item(items_of(found)) if item.part == "dossier"]
    assert sorted(asked) == sorted(f"dossier:{paper.key}" for paper in found.dossier)


def test_other_procedures_go_from_the_first_paper_to_the_last_step() -> None:
    found = entry("TDC-03.1")
    ids = [item.id for item in items_of(found)]
    papers, steps = [f"dossier:{p.key}" for p in found.dossier], [f"step:{s.key}" for s in found.steps]
    assert ids == [*papers, "unknown:fee", *steps]


def test_what_the_handbook_does_not_know_is_to_be_looked_up() -> None:
    items = items_of(entry("NLNT-01.5"))
    unknown = [item.key for item in items if item.part == "unknown"]
    assert unknown == ["dossier", "fee", "time_limit"]
    assert [item.key for item in items_of(entry("NLNT-01.1")) if item.part == "unknown"] == ["dossier"]
    progress = progress_of(items, {item.id: Answer(State.DONE) for item in items if item.part != "unknown"})
    assert not progress.complete
    assert [item.key for item in progress.to_look_up] == unknown


def test_choosing_one_step_closes_the_other() -> None:
    items = items_of(entry("BC-01.1"))
    grant, refuse = (next(item for item in items if item.key == key) for key in ("cap", "tu-choi"))
    assert refuse.id in grant.excludes
    answers = {refuse.id: Answer(State.DONE)}
    assert closed_by(grant, answers) == refuse.id
    assert grant in progress_of(items, answers).settled
    both = progress_of(items, {refuse.id: Answer(State.DONE), grant.id: Answer(State.DONE)})
    assert {item.id for item in both.clashes} == {grant.id, refuse.id}
    assert not both.complete


def test_the_walk_passes_over_a_step_that_is_closed() -> None:
    items = items_of(entry("BC-01.1"))
    place = next(n for n, item in enumerate(items) if item.key == "cap")
    walk = Walk(items, {}, place)
    walk.answer(Answer(State.DONE))
    assert walk.position > place + 1 or walk.current is None
    walk.back()
    assert walk.position == place


def test_a_step_that_is_done_has_made_its_papers_but_does_not_speak_for_those_that_may_not_be_there() -> None:
    items = {item.id: item for item in items_of(entry("TDC-01.2"))}
    step = items["step:ho-so-cot-do"]
    answers = {step.id: Answer(State.DONE), "dossier:kiem-dinh": Answer(State.NOT_MET, "cột 2 hết hạn")}
    said = {paper.key: said_of(paper, step, answers) for paper in step.papers}
    assert said["kiem-dinh"] == Answer(State.NOT_MET, "cột 2 hết hạn")
    assert said["tu-kiem-tra"] == Answer(State.DONE)
    assert said["sua-chua"] is None


@given(st.data())
def test_whatever_is_answered_an_item_is_either_settled_or_left(data: st.DataObject) -> None:
    items = items_of(entry(data.draw(st.sampled_from(["TDC-01.2", "BC-01.1", "NLNT-02.1", "TDC-17.1"]))))
    ids = [item.id for item in every_item(items)]
    answers = data.draw(st.dictionaries(st.sampled_from([*ids, "step:bo-roi"]), st.sampled_from(State).map(Answer)))
    progress = progress_of(items, answers)
    assert len(progress.settled) + len(progress.left) == progress.total == len(items)
    assert set(progress.later) | set(progress.to_look_up) <= set(progress.left)
    assert progress.gone == tuple(item for item in answers if item == "step:bo-roi")
    for item in progress.left:
        assert item.id not in answers or answers[item.id].state == State.LATER
    for item in items:
        if closed_by(item, answers):
            assert item.id not in answers or answers[item.id].state not in CHOSEN
    walk = Walk(items, dict(answers))
    walk.resume()
    assert (walk.current is None) == progress.complete
