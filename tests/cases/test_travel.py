"""Events between machines: each once, none lost, in one order everywhere; what contradicts stands side by side."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from canang.cases.events import Event, new_id
from canang.cases.register import FILE, Register
from canang.cases.verdicts import TWO_WITH_ONE_ID, Gap, Outcome, Verdict

NOW = datetime(2026, 11, 2, 8, 0).astimezone()
NAME = "Cửa hàng số 5"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Register, Register]]:
    """Two machines with one case, opened on the first."""
    with closing(Register(tmp_path / "a")) as one, closing(Register(tmp_path / "b")) as other:
        one.open(NAME, "TDC-01.2", "1", NOW, "An")
        give(one, other)
        yield one, other


def give(one: Register, other: Register) -> list[str]:
    """All that one has to the other; what became of each."""
    return [verdict.outcome for verdict in other.take(one.log(), NOW, sent=False)]


def answer(register: Register, state: str, who: str, item: str = "step:a", note: str | None = None) -> Event:
    return register.record(NAME, "answer", item, {"state": state, "note": note}, now=NOW, who=who)


def stands(register: Register, name: str = NAME) -> dict[str, Any]:
    case = register.find(name)
    assert case is not None
    plain: dict[str, Any] = msgspec.to_builtins(case)
    return plain


def test_each_event_is_taken_once(pair: tuple[Register, Register]) -> None:
    one, other = pair
    answer(one, "done", "An")
    assert give(one, other) == [Outcome.KNOWN, Outcome.ADDED]
    assert give(one, other) == [Outcome.KNOWN] * 2
    assert stands(other) == stands(one)


def test_answers_that_did_not_know_each_other_both_stand_until_somebody_settles_it(
    pair: tuple[Register, Register],
) -> None:
    one, other = pair
    answer(one, "done", "An")
    answer(other, "not-met", "Bình", note="cột 2 sai")
    give(one, other)
    give(other, one)
    assert stands(one) == stands(other)
    case = one.find(NAME)
    assert case is not None
    assert [(said.who, said.answer and said.answer.state) for said in case.conflicts["step:a"]] in (
        [("An", "done"), ("Bình", "not-met")],
        [("Bình", "not-met"), ("An", "done")],
    )
    answer(one, "not-met", "An", note="cột 2 sai thật")
    give(one, other)
    for register in pair:
        case = register.find(NAME)
        assert case is not None
        assert case.conflicts == {}
        assert case.answers["step:a"].note == "cột 2 sai thật"
        assert len(register.events(NAME)) == 4  # the log keeps all


def test_who_has_seen_an_answer_may_change_it(pair: tuple[Register, Register]) -> None:
    one, other = pair
    answer(one, "done", "An")
    give(one, other)
    answer(other, "not-met", "Bình", note="x")
    give(other, one)
    assert stands(one)["conflicts"] == {}
    assert stands(one)["answers"]["step:a"]["state"] == "not-met"


def test_two_who_say_the_same_agree(pair: tuple[Register, Register]) -> None:
    one, other = pair
    answer(one, "done", "An")
    answer(other, "done", "Bình")
    give(one, other)
    assert stands(other)["conflicts"] == {}


def test_what_was_taken_back_does_not_come_back_through_who_had_not_seen_that(
    pair: tuple[Register, Register],
) -> None:
    one, other = pair
    first = answer(one, "done", "An")
    give(one, other)
    one.record(NAME, "undo", "step:a", {"of": first.id, "kind": "answer"}, now=NOW)
    answer(one, "later", "An")
    answer(other, "not-applicable", "Bình", note="không có")
    give(one, other)
    said = stands(other)["conflicts"]["step:a"]
    assert {each["answer"]["state"] for each in said} == {"later", "not-applicable"}


def test_two_days_of_receipt_are_told(pair: tuple[Register, Register]) -> None:
    one, other = pair
    for register, day in zip(pair, ("2026-11-03", "2026-11-04"), strict=True):
        register.record(NAME, "received", None, {"day": day, "reason": ""}, now=NOW)
    give(one, other)
    assert {said["day"] for said in stands(other)["conflicts"]["received"]} == {"2026-11-03", "2026-11-04"}


def test_two_cases_of_one_name_have_a_number_behind_it_the_same_everywhere(tmp_path: Path) -> None:
    with closing(Register(tmp_path / "a")) as one, closing(Register(tmp_path / "b")) as other:
        one.open("Trạm", "TDC-01.2", "1", NOW)
        other.open("Trạm", "TDC-01.1", "1", NOW)
        give(one, other)
        give(other, one)
        assert one.keys() == dict(reversed(other.keys().items())) or one.keys() == other.keys()
        assert set(one.names()) == {"Trạm", "Trạm (2)"}
        one.rename("Trạm (2)", "Trạm Đông", now=NOW)
        give(one, other)
        assert set(other.names()) == {"Trạm", "Trạm Đông"}


def test_a_folder_that_was_copied_is_another_machine(tmp_path: Path) -> None:
    with closing(Register(tmp_path / "a")) as one:
        one.open(NAME, "TDC-01.2", "1", NOW)
        one.back_up(tmp_path / "ban.sqlite")
    (tmp_path / "b").mkdir()
    (tmp_path / "ban.sqlite").rename(tmp_path / "b" / FILE)
    with closing(Register(tmp_path / "a")) as one, closing(Register(tmp_path / "b")) as other:
        answer(one, "done", "An")
        answer(other, "later", "Bình")
        assert one.device != other.device
        assert give(one, other) == [Outcome.KNOWN, Outcome.ADDED]
        assert other.gaps() == []


def test_two_machines_with_one_id_are_told_and_cured(pair: tuple[Register, Register]) -> None:
    one, other = pair
    answer(one, "done", "An")
    stolen = msgspec.structs.replace(one.log()[-1], id=new_id(), item="step:b")
    give(one, other)
    [verdict] = other.take([stolen], NOW, sent=False)
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, TWO_WITH_ONE_ID)
    before = one.device
    assert one.renew_device() == 2
    assert one.device != before
    assert [event.number for event in one.log()] == [1, 2]
    answer(one, "later", "An")
    assert one.log()[-1].number == 3


def test_what_is_missing_of_a_machine_is_told_by_number(pair: tuple[Register, Register]) -> None:
    one, other = pair
    for number in range(6):
        answer(one, "done", "An", f"step:{number}")
    log = one.log()
    other.take([log[1], log[2], log[6]], NOW, sent=False)
    assert other.gaps() == [Gap(one.device, 4, 6)]
    give(one, other)
    assert other.gaps() == []


def test_what_is_sent_leaves_the_outbox_and_what_is_refused_is_kept_and_told(pair: tuple[Register, Register]) -> None:
    one, _ = pair
    answer(one, "done", "An")
    opened, said = one.outbox(500)
    one.settle([Verdict(opened.id, Outcome.ADDED), Verdict(said.id, Outcome.REFUSED, "không có quyền")])
    assert one.outbox(500) == []
    assert [(event.id, why) for event, why in one.refused()] == [(said.id, "không có quyền")]
    assert sum(one.unsent().values()) == 1
    assert stands(one)["answers"]["step:a"]["state"] == "done"
    assert one.send_again() == 1
    assert [event.id for event in one.outbox(500)] == [said.id]


HOSTILE: list[tuple[str, dict[str, Any]]] = [
    ("mã", {"id": "x"}),
    ("mã", {"case": "../../x"}),
    ("mã", {"device": str(uuid.uuid4()).upper()}),
    ("số thứ tự", {"number": 0}),
    ("số thứ tự", {"number": 2**60}),
    ("số thứ tự", {"clock": -1}),
    ("múi giờ", {"at": datetime(2026, 11, 2)}),
    ("dài quá", {"data": {"state": "done", "note": "x" * 10_000_000}}),
    ("quá dài", {"who": "x" * 10_000}),
    ("dạng", {"data": {"state": 5}}),
    ("dạng", {"data": {}}),
    ("câu trả lời", {"data": {"state": "bay"}}),
    ("mục nào", {"item": None}),
    ("hồ sơ nào", {"case": None}),
    ("dạng", {"kind": "received", "data": {"day": "hôm qua"}}),
    ("tên hồ sơ", {"kind": "rename", "data": {"to": "  "}}),
    ("tệp đính kèm", {"kind": "attach", "data": {"path": "a", "sha256": "../x", "size": 1}}),
    ("vướng mắc", {"kind": "difficulty", "data": {}}),
]


@pytest.mark.parametrize(("reason", "change"), HOSTILE)
def test_what_cannot_be_is_refused_in_words_and_the_rest_goes_on(
    pair: tuple[Register, Register], reason: str, change: dict[str, Any]
) -> None:
    one, other = pair
    good = answer(one, "done", "An")
    bad = msgspec.structs.replace(good, **{"id": new_id(), "number": 3, **change})
    refused, added = other.take([bad, good], NOW, sent=False)
    assert refused.outcome is Outcome.REFUSED
    assert refused.reason is not None
    assert reason in refused.reason
    assert added.outcome is Outcome.ADDED


def test_a_clock_a_year_ahead_is_told_and_its_event_kept(pair: tuple[Register, Register]) -> None:
    one, other = pair
    one.record(NAME, "note", "step:a", {"note": "x"}, now=NOW + timedelta(days=365))
    [_, verdict] = other.take(one.log(), NOW, sent=False)
    assert verdict.outcome is Outcome.ADDED
    assert verdict.reason is not None
    assert "365 ngày" in verdict.reason
    assert answer(other, "done", "Bình").at == NOW  # the other machine's clock is not ours


def test_escape_codes_of_another_machine_do_not_come_in(pair: tuple[Register, Register]) -> None:
    one, other = pair
    bad = msgspec.structs.replace(
        answer(one, "not-met", "An"), data={"state": "not-met", "note": "a\x1b[2Jb"}, who="A\x07n"
    )
    other.take([bad], NOW, sent=False)
    kept = other.events(NAME)[-1]
    assert (kept.data["note"], kept.who) == ("ab", "An")


@pytest.mark.parametrize("place", ["/dev/zero", r"\\may-la\chung\giay.pdf", "C:/Users/An/giay.pdf", "../../giay.pdf"])
def test_a_place_on_another_machine_is_not_looked_at_here(pair: tuple[Register, Register], place: str) -> None:
    one, other = pair
    said = {"path": place, "sha256": "0" * 64, "size": 1}
    one.record(NAME, "attach", "step:a", said, now=NOW)
    give(one, other)
    [attachment] = stands(other)["attachments"]
    assert attachment["path"] == ("zero" if "zero" in place else "giay.pdf")


def test_an_event_before_its_case_waits(pair: tuple[Register, Register], tmp_path: Path) -> None:
    one, _ = pair
    said = answer(one, "done", "An")
    with closing(Register(tmp_path / "c")) as third:
        [verdict] = third.take([said], NOW, sent=False)
        assert verdict.outcome is Outcome.LATER
        give(one, third)
        assert stands(third)["answers"]["step:a"]["state"] == "done"


def test_a_kind_that_this_program_does_not_know_is_kept_and_passed_on(pair: tuple[Register, Register]) -> None:
    one, other = pair
    new = msgspec.structs.replace(answer(one, "done", "An"), id=new_id(), number=9, kind="ky-so", data={"x": [1]})
    assert other.take([new], NOW, sent=False)[0].outcome is Outcome.ADDED
    assert other.outbox(500)[-1] == new
    assert stands(other)["answers"] == {}


class Machines(RuleBasedStateMachine):
    """Three machines, any work on each, any exchanges between: in the end all show the same."""

    @initialize()
    def start(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.machines = [self.stack.enter_context(closing(Register(folder / str(n)))) for n in range(3)]

    @rule(n=st.integers(0, 2), name=st.sampled_from("AB"))
    def open(self, n: int, name: str) -> None:
        self.machines[n].open(name, "TDC-01.2", "1", NOW, str(n))

    @rule(
        n=st.integers(0, 2),
        which=st.integers(0, 3),
        item=st.sampled_from("xy"),
        state=st.sampled_from(["done", "later"]),
    )
    def answer(self, n: int, which: int, item: str, state: str) -> None:
        names = self.machines[n].names()
        if names:
            name = names[which % len(names)]
            self.machines[n].record(name, "answer", item, {"state": state, "note": None}, now=NOW, who=str(n))

    @rule(n=st.integers(0, 2), which=st.integers(0, 3))
    def undo(self, n: int, which: int) -> None:
        names = self.machines[n].names()
        log = self.machines[n].events(names[which % len(names)]) if names else []
        if log and log[-1].kind == "answer":
            said = {"of": log[-1].id, "kind": "answer"}
            self.machines[n].record(names[which % len(names)], "undo", log[-1].item, said, now=NOW)

    @rule(n=st.integers(0, 2), which=st.integers(0, 3), new=st.sampled_from("ABC"))
    def rename(self, n: int, which: int, new: str) -> None:
        names = self.machines[n].names()
        if names and new not in names:
            self.machines[n].rename(names[which % len(names)], new, now=NOW)

    @rule(giver=st.integers(0, 2), taker=st.integers(0, 2))
    def exchange(self, giver: int, taker: int) -> None:
        give(self.machines[giver], self.machines[taker])

    def teardown(self) -> None:
        for source in self.machines:
            for target in self.machines:
                give(source, target)
        for source in self.machines:
            for target in self.machines:
                give(source, target)
        shown = [{key: stands(machine, name) for name, key in machine.keys().items()} for machine in self.machines]
        assert shown[0] == shown[1] == shown[2]
        assert all(machine.gaps() == [] for machine in self.machines)
        self.stack.close()


TestMachines = Machines.TestCase
TestMachines.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
