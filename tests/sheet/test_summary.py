"""A summary says what the entry says: nothing more, no condition less, and what is not known as such."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.model import Entry, Level
from canang.catalog.validity import Validity, notices
from canang.sheet.summary import Line, Summary, shortened, summarise
from canang.sheet.summary_words import checked_words, fact_words, line_words
from canang.sheet.words import Kind

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def whole() -> dict[str, tuple[Entry, Summary]]:
    with closing(open_catalog(bundled_path())) as connection:
        ids = [str(row["id"]) for row in connection.execute("SELECT id FROM entries")]
        validity = Validity(connection)
        read = [load_entry(connection, id_, DAY) for id_ in ids]
        return {entry.id: (entry, summarise(entry, tuple(notices(entry, validity)))) for entry in read}


def lines(summary: Summary) -> Iterator[Line]:
    yield from summary.papers or ()
    yield from summary.steps or ()


def test_every_paper_and_step_is_there_with_its_condition(whole: dict[str, tuple[Entry, Summary]]) -> None:
    for entry, summary in whole.values():
        assert [line.text for line in lines(summary)] == [
            *(item.name for item in entry.dossier),
            *(step.action for step in entry.steps),
        ]
        conditions = [part.condition for part in (*entry.dossier, *entry.steps)]
        assert [line.when for line in lines(summary)] == conditions


@pytest.mark.parametrize("room", [40, 74, 100])
def test_a_short_line_keeps_to_its_room_and_shows_that_it_depends(
    whole: dict[str, tuple[Entry, Summary]], room: int
) -> None:
    for _, summary in whole.values():
        for line in lines(summary):
            told = line_words(line, room)
            assert len(told) <= room
            assert told.startswith("Hoặc: ") == (line.logic == "or")
            if line.when:
                assert " (" in told
                assert any(sign in told for sign in ("(nếu ", "(khi ", "(sau ", "(trước ", "(trường hợp"))


def test_what_fits_is_told_whole() -> None:
    line = Line("a", 1, "Thông báo từ chối", Level.TEXT, when="không cấp", logic="or", by="trong 02 ngày")
    assert line_words(line) == line_words(line, 60) == "Hoặc: Thông báo từ chối (nếu không cấp · trong 02 ngày)"
    assert line_words(line, 44) == "Hoặc: Thông báo từ chối (nếu không cấp)"
    assert shortened("Giấy phép", 9) == "Giấy phép"


def test_unknown_is_told_apart_from_none(whole: dict[str, tuple[Entry, Summary]]) -> None:
    unknown, inspection, task = (whole[id_][1] for id_ in ("NLNT-01.5", "TDC-01.4", "TDC-01"))
    assert unknown.papers is None
    assert inspection.papers is not None
    assert (task.papers, task.steps) == ((), ())
    fee = unknown.fact(Kind.FEE)
    assert fee is not None
    assert fact_words(fee).startswith("chưa có nguồn; hỏi Sở")
    for entry, summary in whole.values():
        for fact in summary.facts:
            assert fact.known or fact_words(fact).endswith("hỏi Sở Khoa học và Công nghệ"), entry.id
            assert not fact.unstated or entry.verification.level is Level.TEXT


def test_how_far_the_steps_were_checked_is_counted(whole: dict[str, tuple[Entry, Summary]]) -> None:
    said = checked_words(whole["TDC-01.2"][1])
    last = len(whole["TDC-01.2"][0].steps)
    assert said == f"theo bản tóm tắt; đã đọc luật: bước 1–{last - 1}; chưa đối chiếu: bước {last} (ngày 23/11/2026)"
