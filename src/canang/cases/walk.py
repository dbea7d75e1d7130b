"""Walking a case: what there is to do, in order, and where one stands. Knows no screen and stores nothing."""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum

import msgspec

from canang.cases.pairing import pairs_of
from canang.catalog.model import DossierItem, Entry, Step


class State(StrEnum):
    """What can be said of an item; logs keep these words, none changes its meaning."""

    DONE = "done"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    LATER = "later"


CHOSEN = frozenset({State.DONE, State.NOT_MET})
"""What was said of a step that was taken."""

SETTLED = CHOSEN | {State.NOT_APPLICABLE}
"""After these nothing is left to do."""


class Answer(msgspec.Struct, frozen=True):
    """What was said of an item, a word of ``State``; ``note`` is what was found, or why.

    Answers of before 0.3 to which a working note was added keep it here, with the state ``done``.
    """

    state: str
    note: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One thing to answer.

    ``part`` is ``dossier``, ``step``, or ``unknown`` for what the handbook has no source for; ``key`` is the same
    whatever else changes; ``text`` is the paper's name or what is to be done; ``condition`` says when it applies.
    ``papers`` are those that a step of an inspection makes (``made``) or looks at. ``excludes`` are the ids of the
    steps that are not done where this one is.
    """

    part: str
    key: str
    text: str
    condition: str | None = None
    made: bool = False
    papers: "tuple[Item, ...]" = ()
    excludes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The key by which answers are kept."""
        return f"{self.part}:{self.key}"


def items_of(entry: Entry) -> tuple[Item, ...]:
    """What there is to do for an entry: its papers, what the handbook does not know, its steps.

    An inspection goes by its steps, each with its papers; only those that belong to none stand by themselves.
    """
    excludes = _exclusions(entry.steps)
    of_step: dict[str, list[Item]] = {}
    alone = []
    pairs = pairs_of(entry) if entry.procedure_type == "kiem-tra" else {}
    for paper in entry.dossier:
        pair = pairs.get(paper.key)
        item = _paper(paper, made=pair is not None and pair.made)
        if pair:
            of_step.setdefault(pair.step, []).append(item)
        else:
            alone.append(item)
    steps = (
        Item(
            "step",
            step.key,
            step.action,
            step.condition,
            papers=tuple(of_step.get(step.key, ())),
            excludes=excludes.get(step.key, ()),
        )
        for step in entry.steps
    )
    return (*alone, *_unknown(entry), *steps)


def every_item(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items and, behind each, its papers."""
    for item in items:
        yield item
        yield from item.papers


def closed_by(item: Item, answers: Mapping[str, Answer]) -> str | None:
    """The id of the step that was taken instead of this one; None where this one can be taken, or was."""
    own = answers.get(item.id)
    if own and own.state in CHOSEN:
        return None
    return next((other for other in item.excludes if other in answers and answers[other].state in CHOSEN), None)


def said_of(paper: Item, step: Item, answers: Mapping[str, Answer]) -> Answer | None:
    """What is known of a step's paper: what was said of itself, else what the step says of it.

    A step that was done made its papers, and had those before it that are always there.
    """
    own, whole = answers.get(paper.id), answers.get(step.id)
    if own or whole is None or whole.state == State.LATER:
        return own
    if whole.state == State.NOT_APPLICABLE or ((paper.made or not paper.condition) and whole.state == State.DONE):
        return Answer(whole.state)
    return None


class Progress(msgspec.Struct, frozen=True):
    """How far a case is. ``settled`` items have nothing left to do, those closed by another step among them; ``left``
    have; of these ``later`` were put off and ``to_look_up`` are what the handbook does not know. ``not_met`` are the
    items and papers that failed. ``clashes`` are steps that exclude each other and yet were all taken; ``gone`` are
    ids that were answered and that the entry no longer has; ``disputed`` are items and papers that two people answered
    otherwise, neither knowing of the other."""

    total: int
    settled: tuple[Item, ...]
    left: tuple[Item, ...]
    later: tuple[Item, ...]
    to_look_up: tuple[Item, ...]
    not_met: tuple[Item, ...]
    clashes: tuple[Item, ...]
    gone: tuple[str, ...]
    disputed: tuple[Item, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is left, no steps contradict each other, and no answers."""
        return not (self.left or self.clashes or self.disputed)


def progress_of(
    items: tuple[Item, ...], answers: Mapping[str, Answer], disputed: Container[str] = frozenset()
) -> Progress:
    """How far the answers go.

    Args:
        disputed: ids of items of which several answers stand beside each other.
    """
    every = {item.id: item for item in every_item(items)}
    states = {id_: answers[id_].state for id_ in every if id_ in answers}
    at_odds = tuple(item for id_, item in every.items() if id_ in disputed)
    settled: list[Item] = []
    left: list[Item] = []
    for item in items:
        over = item.id not in disputed and (states.get(item.id) in SETTLED or closed_by(item, answers))
        (settled if over else left).append(item)
    return Progress(
        total=len(items),
        settled=tuple(settled),
        left=tuple(left),
        later=tuple(item for item in left if states.get(item.id) == State.LATER),
        to_look_up=tuple(item for item in left if item.part == "unknown"),
        not_met=tuple(item for id_, item in every.items() if states.get(id_) == State.NOT_MET),
        clashes=tuple(
            item
            for item in items
            if states.get(item.id) in CHOSEN and any(states.get(other) in CHOSEN for other in item.excludes)
        ),
        gone=tuple(item for item in answers if item not in every),
        disputed=at_odds,
    )


class Walk(msgspec.Struct):
    """The items of an entry, the answers so far, and the place one is at."""

    items: tuple[Item, ...]
    answers: dict[str, Answer] = {}
    position: int = 0
    disputed: frozenset[str] = frozenset()

    @property
    def current(self) -> Item | None:
        """The item one is at; None behind the last."""
        return self.items[self.position] if self.position < len(self.items) else None

    @property
    def progress(self) -> Progress:
        """How far one is."""
        return progress_of(self.items, self.answers, self.disputed)

    def answer(self, answer: Answer) -> None:
        """Answer the current item and go on; going back later keeps it."""
        assert self.current is not None
        self.answers[self.current.id] = answer
        self.disputed -= {self.current.id}
        self.on()

    def on(self) -> None:
        """Go to the next item that another step does not close."""
        self.position += 1
        while (item := self.current) is not None and closed_by(item, self.answers):
            self.position += 1

    def back(self) -> None:
        """Go to the item before that another step does not close; no answer is lost."""
        position = self.position - 1
        while position >= 0 and closed_by(self.items[position], self.answers):
            position -= 1
        self.position = max(position, 0) if position >= 0 else self.position

    def resume(self) -> None:
        """Go to the first item of which nothing was said; else to the first put off, or that contradicts another."""
        progress = self.progress
        fresh = next((item for item in progress.left if item.id not in self.answers), None)
        at_odds = (item for item in self.items if any(part in progress.disputed for part in every_item((item,))))
        first = next(at_odds, None) or fresh or next(iter((*progress.left, *progress.clashes)), None)
        self.position = self.items.index(first) if first else len(self.items)


def _paper(paper: DossierItem, *, made: bool) -> Item:
    condition = paper.condition or (None if paper.required else "không bắt buộc")
    return Item("dossier", paper.key, paper.name, condition, made)


_UNKNOWN = {
    "dossier": "Thành phần hồ sơ: cẩm nang chưa có nguồn. Tra văn bản hoặc hỏi Sở, rồi ghi lại",
    "fee": "Phí, lệ phí: cẩm nang chưa có nguồn. Tra văn bản hoặc hỏi Sở, rồi ghi lại",
    "time_limit": "Thời hạn giải quyết: cẩm nang chưa có nguồn. Tra văn bản hoặc hỏi Sở, rồi ghi lại",
}
"""What an applicant's procedure must have, and how it is asked for where the handbook does not know it."""


def _unknown(entry: Entry) -> tuple[Item, ...]:
    if entry.procedure_type != "tthc":
        return ()
    known = {
        "dossier": bool(entry.dossier),
        "fee": entry.fee is not None,
        "time_limit": entry.time_limit is not None or any(step.time_limit for step in entry.steps),
    }
    return tuple(Item("unknown", key, text) for key, text in _UNKNOWN.items() if not known[key])


def _exclusions(steps: tuple[Step, ...]) -> dict[str, tuple[str, ...]]:
    """The ids that each step excludes, by its key: those of the other branches of its choice.

    ``and`` binds closer than ``or``: of A, B (or), C (and) either A is done, or both B and C.
    """
    choices: list[list[list[str]]] = []
    for step in steps:
        if step.logic == "or" and choices:
            choices[-1].append([step.key])
        elif step.logic == "and" and choices:
            choices[-1][-1].append(step.key)
        else:
            choices.append([[step.key]])
    return {
        key: tuple(f"step:{other}" for others in choice if others is not branch for other in others)
        for choice in choices
        if len(choice) > 1
        for branch in choice
        for key in branch
    }
