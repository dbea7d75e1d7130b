"""One contract for every store: what the register in a file does, the register in PostgreSQL does the same."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from canang.cases.difficulties import difficulties_of
from canang.cases.events import UNDOABLE, Event, new_id
from canang.cases.ledger import Ledger, UnknownCase
from canang.cases.register import Register
from canang.cases.verdicts import TWO_WITH_ONE_ID, Gap, Outcome
from canang.errors import Failure

NOW = datetime(2026, 11, 2, 8, 0).astimezone()
A = "Cửa hàng số 5"


@pytest.fixture(params=["tệp", "máy chủ"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """Two stores of one kind: two machines, or two offices."""
    with ExitStack() as stack:
        if request.param == "tệp":
            yield (
                stack.enter_context(closing(Register(tmp_path / "a"))),
                stack.enter_context(closing(Register(tmp_path / "b"))),
            )
        else:
            database = request.getfixturevalue("database")
            yield (
                stack.enter_context(database.register("Xã An Bình")),
                stack.enter_context(database.register("Xã Bình Minh")),
            )


def answer(store: Ledger, item: str, state: str = "done", note: str | None = None, name: str = A) -> Event:
    return store.record(name, "answer", item, {"state": state, "note": note}, now=NOW, who="An")


def test_cases_are_opened_once_found_and_listed_newest_first(stores: tuple[Ledger, Ledger]) -> None:
    store, other = stores
    first = store.open(A, "TDC-01.2", "1", NOW, "An")
    assert store.open(A, "BC-01.1", "2", NOW).id == first.id
    for name in ("B", 'O\'Neil "quý 4"', "; DROP TABLE cases; --", "🛢️ 100% ? %s"):
        store.open(name, "TDC-01.2", "1", NOW)
    assert store.names()[-1] == A
    assert len(store.names()) == 5
    assert store.entries()[A] == "TDC-01.2"
    assert store.keys()[A] == first.id
    assert store.find("không có") is None
    assert [case.name for case in store.all_cases()] == store.names()
    assert other.names() == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for the whole machine")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_days_are_vietnamese_on_a_machine_of_any_zone(
    stores: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        store, _ = stores
        store.open(A, "TDC-01.2", "1", datetime(2026, 11, 1, 23, 30, tzinfo=UTC), "An")
        store.open("B", "TDC-01.2", "1", datetime(2026, 11, 2, 16, 59, tzinfo=UTC), "An")
        assert [case.received for case in store.all_cases()] == [date(2026, 11, 2)] * 2
        answer(store, "step:a")
        case = store.find(A, NOW.date())
        assert case is not None and case.opened_at.isoformat() == "2026-11-02T06:30:00+07:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_recorded_is_what_the_case_says(stores: tuple[Ledger, Ledger]) -> None:
    store, _ = stores
    store.open(A, "TDC-01.2", "1", NOW, "An")
    first = answer(store, "step:a")
    answer(store, "step:a", "not-met", "cột 2 sai")
    answer(store, "step:b", "later")
    store.record(A, "undo", "step:b", {"of": store.events(A)[-1].id, "kind": "answer"}, now=NOW)
    store.record(A, "close", None, {"day": "2026-11-05", "reason": "xong"}, now=NOW + timedelta(days=3))
    case = store.find(A)
    assert case is not None
    assert {item: (said.state, said.note) for item, said in case.answers.items()} == {
        "step:a": ("not-met", "cột 2 sai")
    }
    assert (case.closed, case.closed_on, case.why) == (True, date(2026, 11, 5), "xong")
    assert case.people == ("An",)
    assert first.seen == ()
    assert store.events(A)[2].seen == (first.id,)
    then = store.find(A, date(2026, 11, 2))
    assert then is not None
    assert not then.closed
    with pytest.raises(UnknownCase):
        store.record("B", "note", "step:a", {"note": "x"}, now=NOW)


def test_names_are_changed_and_kept_apart(stores: tuple[Ledger, Ledger]) -> None:
    store, other = stores
    store.open(A, "TDC-01.2", "1", NOW)
    store.open("B", "TDC-01.2", "1", NOW)
    with pytest.raises(Failure, match="Đã có hồ sơ"):
        store.rename(A, "B", now=NOW)
    store.rename(A, "C", now=NOW)
    assert set(store.names()) == {"B", "C"}
    other.open("B", "TDC-01.1", "1", NOW)  # a name is alone within its office, not beyond it
    other.take([each for each in store.log() if each.kind == "open" and each.data["name"] == "B"], NOW, sent=True)
    assert set(other.names()) == {"B", "B (2)"}


def test_difficulties_are_numbered_and_answered(stores: tuple[Ledger, Ledger]) -> None:
    store, other = stores
    first = store.note_difficulty("TDC-01.2", "step-a", "nguon-luc", 2, "thiếu bình chuẩn", "1", NOW, "An")
    second = store.note_difficulty("TDC-01.2", None, "quy-dinh", 3, "không rõ", "1", NOW)
    assert store.answer_difficulty(first, "Sở cho mượn", NOW, "Sở")
    assert not store.answer_difficulty(10**30, "x", NOW)
    assert not other.answer_difficulty(first, "x", NOW)
    told = [(one.id, one.text, one.answer, one.who) for one in store.difficulties()]
    assert told == [(first, "thiếu bình chuẩn", "Sở cho mượn", "An"), (second, "không rõ", None, None)]
    assert other.difficulties() == []


def test_events_of_elsewhere_are_taken_once_and_checked(stores: tuple[Ledger, Ledger], tmp_path: Path) -> None:
    store, _ = stores
    with closing(Register(tmp_path / "laptop")) as laptop:
        laptop.open(A, "TDC-01.2", "1", NOW, "Bình")
        said = [answer(laptop, f"step:{n}") for n in range(3)]
        log = laptop.log()
        twin = msgspec.structs.replace(said[0], id=new_id())
        bad = msgspec.structs.replace(said[0], id=new_id(), number=99, data={"state": 1})
        orphan = msgspec.structs.replace(said[0], id=new_id(), number=100, case=new_id())
        got = store.take([*log[:2], log[3], twin, bad, orphan, log[1]], NOW, sent=True)
        assert [verdict.outcome for verdict in got] == [
            Outcome.ADDED, Outcome.ADDED, Outcome.ADDED, Outcome.REFUSED, Outcome.REFUSED, Outcome.LATER, Outcome.KNOWN,
        ]  # fmt: skip
        assert got[3].reason == TWO_WITH_ONE_ID
        assert store.gaps() == [Gap(laptop.device, 3, 3)]
        assert store.outbox(500) == []
        answer(store, "step:0", "not-met", "thấy khác")
        assert [verdict.outcome for verdict in laptop.take(store.log(), NOW, sent=True)] == [
            Outcome.KNOWN, Outcome.KNOWN, Outcome.KNOWN, Outcome.ADDED,
        ]  # fmt: skip
        case = laptop.find(A)
        assert case is not None
        assert case.answers["step:0"].note == "thấy khác"
        assert case.conflicts == {}


def test_what_is_remembered_is_of_this_store_alone(stores: tuple[Ledger, Ledger]) -> None:
    store, other = stores
    store.remember("x", "1")
    store.remember("x", "2")
    assert (store.recall("x"), store.recall("y"), other.recall("x")) == ("2", None, None)


def test_a_refused_write_leaves_nothing_half_done(
    stores: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = stores
    store.open(A, "TDC-01.2", "1", NOW)
    with monkeypatch.context() as broken:
        broken.setattr(type(store), "_settle_names", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.open("B", "TDC-01.2", "1", NOW)
    assert store.names() == [A]
    assert answer(store, "step:a").number == store.log()[0].number + 1


def folded(store: Ledger) -> list[object]:
    """Every case as its own log says, and what is missing, counted from the log."""
    numbers: dict[str, set[int]] = {}
    for event in store.log():
        numbers.setdefault(event.device, set()).add(event.number)
    missing = {
        (device, number) for device, have in numbers.items() for number in range(1, max(have)) if number not in have
    }
    numbers_of = dict(store._all("SELECT event, id FROM difficulties"))
    met = difficulties_of(store.log(), numbers_of)
    return [[store.find(name) for name in store.names()], missing, met]


def listed(store: Ledger) -> list[object]:
    """The same as lists have it, which read no log."""
    cases = store.all_cases()
    assert store.open_cases() == [case for case in cases if not case.closed]
    assert store.disputed() == {case.id: case.name for case in cases if case.conflicts}
    assert store.closed_counts() == Counter(case.entry for case in cases if case.closed)
    missing = {(gap.device, number) for gap in store.gaps() for number in range(gap.first, gap.last + 1)}
    return [cases, missing, store.difficulties()]


@pytest.mark.parametrize("seed", range(4))
def test_lists_say_what_the_logs_say_in_whatever_order_events_arrive(
    stores: tuple[Ledger, Ledger], tmp_path: Path, seed: int
) -> None:
    """Three machines write without a network, closing, taking back, renaming, contradicting; a fourth gets it all
    late, mixed and with pieces missing at first."""
    store, _ = stores
    chance = random.Random(seed)
    with ExitStack() as stack:
        machines = [stack.enter_context(closing(Register(tmp_path / f"m{n}"))) for n in range(3)]
        for turn in range(60):
            one = chance.choice(machines)
            name = chance.choice([A, "B", "C"])
            key = one.keys().get(name)
            if key is None:
                one.open(name, chance.choice(["TDC-01.2", "BC-01.1"]), "1", NOW, f"m{turn}")
            else:
                last = [event for event in one.events(name) if event.kind in UNDOABLE]
                kind, item, data = chance.choice(
                    [
                        ("answer", "step:a", {"state": chance.choice(["done", "not-met"]), "note": None}),
                        ("answer", "step:b", {"state": "later", "note": f"{turn}"}),
                        ("received", None, {"day": f"2026-10-{chance.randrange(10, 29)}"}),
                        ("received", None, {"day": f"2026-10-{chance.randrange(10, 29)}"}),
                        ("pause", None, {"day": "2026-11-01"}),
                        ("close", None, {"day": "2026-11-05", "reason": "xong"}),
                        ("reopen", None, {"day": "2026-11-06"}),
                        ("hand-over", None, {"to": f"người {turn}"}),
                        ("rename", None, {"from": name, "to": chance.choice(["B", "D"])}),
                        *([("undo", last[-1].item, {"of": last[-1].id, "kind": last[-1].kind})] if last else []),
                    ]
                )
                with suppress(msgspec.ValidationError):
                    one.record(name, kind, item, data, now=NOW + timedelta(minutes=turn), who=f"m{turn % 4}")
            if chance.random() < 0.1:
                one.note_difficulty("TDC-01.2", None, "nguon-luc", 2, f"thiếu {turn}", "1", NOW)
                one.answer_difficulty(1, f"có rồi {turn}", NOW)
                other = chance.choice(machines)
                other.take(one.log(), NOW, sent=False)
            assert listed(one) == folded(one)
        every = {event.id: event for machine in machines for event in machine.log()}
        while every:
            some = chance.sample(list(every.values()), min(len(every), chance.randrange(1, 40)))
            told = store.take(some, NOW, sent=True)
            assert listed(store) == folded(store)
            for verdict in told:
                if verdict.outcome in {Outcome.ADDED, Outcome.KNOWN, Outcome.REFUSED}:
                    del every[verdict.id]
    assert store.closed_counts() or store.open_cases()


def test_a_state_that_another_program_made_is_not_believed(stores: tuple[Ledger, Ledger]) -> None:
    store, _ = stores
    store.open(A, "TDC-01.2", "1", NOW)
    answer(store, "step:a")
    store.note_difficulty("TDC-01.2", None, "nguon-luc", 2, "thiếu bình chuẩn", "1", NOW)
    before = listed(store)
    with store._writing():
        store._run("UPDATE states SET state = '{}', made_by = 'khác', disputed = 1")
        store._run("UPDATE difficulties SET said = '{}', made_by = 'khác'")
    assert listed(store) == before
    store.fold_all()
    assert not store._all("SELECT 1 FROM states WHERE made_by = 'khác'")
    assert listed(store) == before
