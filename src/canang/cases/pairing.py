"""Which paper of an inspection belongs to which of its steps: what the step makes, or what it looks at.

The rules list the papers of a file apart from the steps, and say the same thing twice: the decision to inspect is a
paper and the result of a step. Whoever walks by the steps ticks it once, where it is made or shown.
"""

import re

import msgspec

from canang.catalog.model import DossierItem, Entry, Step
from canang.text.fold import words

_ALIKE = 0.6
"""How much of a paper's name a step has to say for the step to be the one that looks at it."""

_LITTLE = frozenset({"va", "hoac", "cua", "cac", "tung", "co", "duoc", "theo", "nhung"})


class Pair(msgspec.Struct, frozen=True):
    """The key of the step that a paper belongs to, and whether the step makes it."""

    step: str
    made: bool


def pairs_of(entry: Entry) -> dict[str, Pair]:
    """The step of each paper that has one, by the paper's key."""
    found = {}
    for paper in entry.dossier:
        pair = _made(paper, entry.steps) or _shown(paper, entry.steps)
        if pair:
            found[paper.key] = pair
    return found


def _made(paper: DossierItem, steps: tuple[Step, ...]) -> Pair | None:
    """By the key, the form, then the words in which the step says what comes out of it."""
    same = next((step for step in steps if step.key == paper.key), None)
    if same:
        return Pair(same.key, bool(same.output))
    if paper.form:
        formed = next((step for step in steps if paper.form in step.forms), None)
        if formed:
            return Pair(formed.key, made=True)
    name = words(paper.name)
    for step in steps:
        # Two words alone (“Biên bản”) begin the names of many papers.
        if any(len(said) > 2 and said[:2] == name[:2] and set(said) <= set(name) for said in _outcomes(step)):
            return Pair(step.key, made=True)
    return None


def _shown(paper: DossierItem, steps: tuple[Step, ...]) -> Pair | None:
    """The step that says most of the paper's name, where one says enough of it."""
    name = set(words(re.split(r"[:(;]", paper.name)[0])) - _LITTLE
    if not name or not steps:
        return None
    share, _, key = max((len(name & set(words(step.action))) / len(name), -step.order, step.key) for step in steps)
    return Pair(key, made=False) if share >= _ALIKE else None


def _outcomes(step: Step) -> list[list[str]]:
    return [words(part) for part in re.split(r"[;,]", step.output or "")]
