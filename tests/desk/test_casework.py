"""A case is answered, noted at and taken back through the desk; nothing of it ever leaves the log."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.conftest import ROOT

from canang.cases.outline import outline
from canang.cases.register import Register
from canang.cases.state import Attachment
from canang.cases.walk import Answer, State
from canang.desk.attachments import what_became_of
from canang.desk.cases import find_case, log_of, note_day, open_case, rename_case
from canang.desk.casework import Excluded
from canang.desk.desk import Desk
from canang.desk.reading import read_entry
from canang.errors import Code, Failure

NAME = "Cửa hàng xăng dầu số 5"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    variables = {"CANANG_HOME": str(tmp_path / "home"), "CANANG_NGUOI": "Lò Thị Mai"}
    return Desk(date(2026, 11, 23), variables, ROOT / "data" / "tasks.sqlite")


def test_a_note_leaves_the_answer_alone_and_no_note_is_nothing(desk: Desk) -> None:
    with open_case(desk, NAME, read_entry(desk, "TDC-01.2")) as work:
        assert work.note("step:quyet-dinh", "hỏi lại chị Lan") and not work.note("step:quyet-dinh", " \x1b[D ")
        assert work.case.answers == {}
        work.answer("step:quyet-dinh", Answer(State.NOT_MET, "thiếu thành phần đoàn"))
        work.note("step:quyet-dinh", "đã\x1b[D gọi\nhai dòng")
        assert work.case.notes["step:quyet-dinh"] == ("hỏi lại chị Lan", "đã gọi\nhai dòng")
        assert work.case.answers["step:quyet-dinh"] == Answer("not-met", "thiếu thành phần đoàn")


def test_what_is_taken_back_comes_back_as_it_was_and_stays_in_the_log(desk: Desk) -> None:
    with open_case(desk, NAME, read_entry(desk, "TDC-01.2")) as work:
        work.answer("step:quyet-dinh", Answer(State.DONE))
        work.answer("step:quyet-dinh", Answer(State.NOT_MET, "sai"))
        work.note("step:quyet-dinh", "x")
        assert [undone.kind for _ in range(2) if (undone := work.undo())] == ["note", "answer"]
        assert work.case.answers["step:quyet-dinh"] == Answer("done")
        work.answer("step:xuat-trinh", Answer(State.DONE))
        assert work.undo("step:quyet-dinh") is not None
        assert list(work.case.answers) == ["step:xuat-trinh"]
        assert work.undo() is not None and work.undo() is None
        assert len(work.events()) == 9


def test_of_steps_that_exclude_each_other_the_second_is_refused_or_taken_instead(desk: Desk) -> None:
    with open_case(desk, "Bưu cục", read_entry(desk, "BC-01.1")) as work:
        closed = work.answer("step:cap", Answer(State.DONE))
        assert "step:tu-choi" in {step.id for step in closed}
        with pytest.raises(Excluded) as refused:
            work.answer("step:tu-choi", Answer(State.DONE))
        assert (refused.value.code, refused.value.other.id) == (Code.EXISTS, "step:cap")
        work.answer("step:tu-choi", Answer(State.NOT_APPLICABLE))
        work.answer("step:tu-choi", Answer(State.DONE), instead=True)
        assert "step:cap" not in work.case.answers and not work.progress.clashes
    said = [event.kind for event in log_of(desk, "Bưu cục")[1]]
    assert said == ["open", "answer", "answer", "undo", "answer"]


def test_a_state_that_is_none_and_a_closed_case_are_refused(desk: Desk) -> None:
    with open_case(desk, NAME, read_entry(desk, "TDC-01.2")) as work:
        with pytest.raises(Failure):
            work.answer("step:quyet-dinh", Answer("wrong"))
        note_day(desk, NAME, "close", desk.today, "thử", insist=True)
        with pytest.raises(Failure) as refused:
            work.answer("step:quyet-dinh", Answer(State.DONE))
        assert refused.value.code is Code.CLOSED
    case = find_case(desk, NAME).cases[0].case
    assert (case.answers, case.closed_on, case.why) == ({}, desk.today, "thử")


def test_a_case_gets_another_name_and_keeps_its_log(desk: Desk) -> None:
    with open_case(desk, NAME, read_entry(desk, "TDC-01.2")) as work:
        work.answer("step:quyet-dinh", Answer(State.DONE))
    with open_case(desk, "Khác", read_entry(desk, "TDC-01.2")):
        pass
    for taken in ("Khác", "  ", "\x1b[D"):
        with pytest.raises(Failure):
            rename_case(desk, NAME, taken)
    assert rename_case(desk, NAME, "Cửa hàng số 6\n") == "Cửa hàng số 6 "
    with pytest.raises(Failure):
        find_case(desk, NAME)
    _, events = log_of(desk, "Cửa hàng số 6 ")
    assert [event.kind for event in events] == ["open", "answer", "rename"]


def test_answers_of_an_older_version_stand_as_they_were(desk: Desk, tmp_path: Path) -> None:
    """Version 2 answered papers by themselves, kept notes with answers, and let both of two choices be done."""
    old = {"dossier:quyet-dinh": "có thiếu", "dossier:bo-roi": None, "step:xuat-trinh": None, "dossier:kiem-dinh": "x"}
    reading = read_entry(desk, "TDC-01.2")
    with closing(Register(tmp_path / "home")) as register:
        register.open(NAME, "TDC-01.2", "1", datetime(2026, 11, 2, 8))
        register.record(NAME, "follow", None, {"data_version": "1", "outline": outline(reading.entry)}, now=desk.now())
        for item, note in old.items():
            register.record(NAME, "answer", item, {"state": "done", "note": note}, now=desk.now())
        register.open("B", "BC-01.1", "1", datetime(2026, 11, 2, 8))
        for item in ("step:cap", "step:tu-choi"):
            register.record("B", "answer", item, {"state": "done", "note": None}, now=desk.now())
    with open_case(desk, NAME) as work:
        assert work.what_changed() == []
        assert {item: answer.note for item, answer in work.case.answers.items()} == old
        assert work.progress.gone == ("dossier:bo-roi",)
        assert len(work.progress.settled) == 1
    assert {item.id for item in find_case(desk, "B").cases[0].progress.clashes} == {"step:cap", "step:tu-choi"}


def test_a_device_in_place_of_an_attached_file_is_not_read(desk: Desk) -> None:
    """It would never end."""
    assert what_became_of(desk.home, Attachment("step:a", "/dev/zero", "0" * 64, 1)) == "gone"
