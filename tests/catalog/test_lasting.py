"""Until when what a page says holds: ends and changes after the day, of what is cited and of nothing else."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from tests.conftest import ROOT, TODAY

from canang.catalog.database import open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.lasting import Lapses
from canang.catalog.model import Entry


@pytest.fixture
def catalogue() -> Iterator[sqlite3.Connection]:
    connection = open_catalog(ROOT / "data" / "tasks.sqlite")
    yield connection
    connection.close()


def resting_on(entry: Entry, number: str, article: str | None) -> Entry:
    """The entry with a single citation."""
    citation = msgspec.structs.replace(entry.every_citation[0], document=number, article=article)
    return msgspec.structs.replace(
        entry, citations=(citation,), steps=(), dossier=(), conditions=(), forms=(), effective_to=None
    )


def test_an_entry_lasts_as_its_documents_and_its_edition_do(catalogue: sqlite3.Connection) -> None:
    lapses, entry = Lapses(catalogue, TODAY), load_entry(catalogue, "BC-01", TODAY)
    found = lapses.of_entry(entry)
    assert {lapse.last_day for lapse in found} == {date(2027, 2, 28)}
    assert found[0].text == "20/2026/NQ-CP: có hiệu lực đến hết 28/02/2027"
    assert "BC-01: áp dụng như ở đây đến hết 28/02/2027" in [lapse.text for lapse in found]
    assert Lapses(catalogue, date(2027, 3, 1)).of_entry(entry) == ()


def test_only_the_articles_that_change_are_told_of_who_cites_them(catalogue: sqlite3.Connection) -> None:
    entry = load_entry(catalogue, "BC-01", TODAY)
    with sqlite3.connect(":memory:") as own:
        own.row_factory = sqlite3.Row
        catalogue.backup(own)
        own.execute(
            'INSERT INTO document_changes (document, "by", change, effective_from, articles)'
            " VALUES ('28/2013/TT-BKHCN', '04/2011/QH13', 'bai-bo', '2027-01-01', '5,6')"
        )
        lapses = Lapses(own, TODAY)
    for article, told in (("5", 1), ("7", 0), (None, 1)):
        assert len(lapses.of_entry(resting_on(entry, "28/2013/TT-BKHCN", article))) == told
    (lapse,) = lapses.of_document("28/2013/TT-BKHCN")
    assert lapse.last_day == date(2026, 12, 31)
    assert lapse.text == "28/2013/TT-BKHCN Điều 5, 6: được 04/2011/QH13 bãi bỏ từ 01/01/2027"


def test_documents_that_end_on_one_day_are_one_line(catalogue: sqlite3.Connection) -> None:
    lapses = Lapses(catalogue, TODAY).of_documents()
    assert len({lapse.last_day for lapse in lapses}) == len(lapses)
    assert "132/2025/NĐ-CP, 133/2025/NĐ-CP" in " ".join(lapse.text for lapse in lapses)
