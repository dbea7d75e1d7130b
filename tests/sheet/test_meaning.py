"""Digests and outlines are made of what is said and cited: other labels, order or readings change none of them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import msgspec
import pytest

from canang.cases.outline import changes, outline
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.model import Entry, Level, Step
from canang.sheet import words
from canang.sheet.lay_out import lay_out
from canang.sheet.page import labelled
from canang.sheet.statements import Statement, statements_of

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    with closing(open_catalog(bundled_path())) as connection:
        ids = [str(row["id"]) for row in connection.execute("SELECT id FROM entries")]
        return [load_entry(connection, id_, DAY) for id_ in ids]


@pytest.fixture
def other_labels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kind, label in list(words.LABELS.items()):
        monkeypatch.setitem(words.LABELS, kind, f"«{label}»")
    yield


def digests(entries: list[Entry]) -> list[dict[str, str]]:
    return [{s.key: s.digest for s in statements_of(entry)} for entry in entries]


@pytest.fixture(scope="module")
def kept(entries: list[Entry]) -> list[dict[str, str]]:
    return digests(entries)


def test_other_labels_change_no_digest_and_no_outline(
    entries: list[Entry], kept: list[dict[str, str]], other_labels: None
) -> None:
    assert digests(entries) == kept
    assert [changes(outline(entry), entry) for entry in entries] == [[] for _ in entries]


def test_a_statement_read_again_at_another_level_and_day_is_the_same(
    entries: list[Entry], kept: list[dict[str, str]]
) -> None:
    for entry, before in zip(entries, kept, strict=True):
        again = msgspec.structs.replace(
            entry,
            as_of=date(2027, 5, 1),
            steps=tuple(
                msgspec.structs.replace(
                    step,
                    order=step.order + 1,
                    level=Level.UNCHECKED,
                    citations=tuple(msgspec.structs.replace(c, in_force=False) for c in step.citations),
                )
                for step in entry.steps
            ),
        )
        assert {s.key: s.digest for s in statements_of(again)} == before


def test_a_change_of_what_is_said_or_cited_shows(entries: list[Entry]) -> None:
    entry = next(each for each in entries if each.id == "TDC-01.2")
    step = entry.steps[0]
    for changed in (
        msgspec.structs.replace(step, action=f"{step.action} ngay"),
        msgspec.structs.replace(step, actor="Ai khác"),
        msgspec.structs.replace(step, citations=step.citations[1:]),
        msgspec.structs.replace(step, citations=(msgspec.structs.replace(step.citations[0], clause="99"),)),
    ):
        now = msgspec.structs.replace(entry, steps=(changed, *entry.steps[1:]))
        assert [change.item for change in changes(outline(entry), now)] == [f"step:{step.key}"]


def as_then(step: Step) -> Step:
    """A step as version 0.1 told it: what to know and what goes wrong in one line, a limit by its text alone."""
    limit = step.time_limit and msgspec.structs.replace(step.time_limit, start=None)
    return msgspec.structs.replace(step, note=step.remarks or None, pitfall=None, time_limit=limit)


def version_1_outline(entry: Entry) -> dict[str, str]:
    """What a register of version 0.1 kept: the rendered text of each item, with the labels of that time."""
    page = lay_out(msgspec.structs.replace(entry, steps=tuple(map(as_then, entry.steps))), [], "")
    then = {words.LABELS[words.Kind.NOTE]: "Dễ sai"}
    # That program did not tell the condition of a paper which is required.
    untold = {f"dossier:{paper.key}" for paper in entry.dossier if paper.required}
    return {
        f"{part}:{box.key}": "\n".join(
            [
                box.text,
                *(
                    f"{then.get(label, label)}: {text}"
                    for label, text in labelled(box.details)
                    if label != words.LABELS[words.Kind.WHEN] or f"{part}:{box.key}" not in untold
                ),
            ]
        )
        for part, boxes in (("dossier", page.dossier), ("step", page.steps))
        for box in boxes
    }


def test_an_outline_of_the_first_version_is_read_and_shows_only_real_changes(entries: list[Entry]) -> None:
    for entry in entries:
        old = version_1_outline(entry)
        assert changes(old, entry) == []
        reworded = {item: text.replace("Căn cứ: ", "Căn cứ: theo ") for item, text in old.items()}
        assert changes(reworded, entry) == []
    entry = next(each for each in entries if each.id == "TDC-01.2")
    old = {**version_1_outline(entry), "step:cu": "Bước cũ\nAi làm: Sở"}
    old[f"step:{entry.steps[0].key}"] = "Khác"
    assert [(c.kind, c.text) for c in changes(old, entry)] == [
        ("changed", entry.steps[0].action),
        ("removed", "Bước cũ"),
    ]


def test_a_digest_of_the_first_version_is_still_known(entries: list[Entry]) -> None:
    from hashlib import sha256  # noqa: PLC0415

    def of_version_1(statement: Statement, text: str) -> str:
        return sha256(f"{text}\n{statement.cited}".encode()).hexdigest()[:16]

    entry = next(each for each in entries if each.id == "TDC-01.2")
    fee_like = next(s for s in statements_of(entry) if s.key == "authority")
    assert fee_like.is_what_was_seen(of_version_1(fee_like, entry.authority or ""))
    step = next(s for s in statements_of(entry) if s.key.startswith("step:"))
    assert not step.is_what_was_seen(of_version_1(step, "khác hẳn"))


def test_what_a_field_cites_is_told_on_the_page_whatever_the_field(entries: list[Entry]) -> None:
    entry = next(entry for entry in entries if any(each.statement == "time_limit" for each in entry.citations))
    moved = tuple(
        msgspec.structs.replace(each, statement="applicant") if each.statement == "time_limit" else each
        for each in entry.citations
    )
    page = lay_out(msgspec.structs.replace(entry, citations=moved), [], "")
    told = {detail.kind: detail.citations for detail in page.basis}
    assert told[words.Kind.APPLICANT] == tuple(each for each in moved if each.statement == "applicant")
    assert words.Kind.LIMIT_BASIS not in told
