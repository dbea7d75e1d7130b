"""Which paper of an inspection belongs to which of its steps: what the step makes, or what it looks at.

The rules list the papers of a file apart from the steps, and say the same thing twice: the decision to inspect is a
paper and the result of a step. Whoever walks by the steps ticks it once, where the seed says that it is made or shown.
"""

import msgspec

from canang.catalog.model import Entry


class Pair(msgspec.Struct, frozen=True):
    """The key of the step that a paper belongs to, and whether the step makes it."""

    step: str
    made: bool


def pairs_of(entry: Entry) -> dict[str, Pair]:
    """The step of each paper that has one, by the paper's key; a paper of a layer may name a step that is not there."""
    steps = {step.key for step in entry.steps}
    named = {paper.key: (paper.made_at or paper.shown_at, paper.made_at is not None) for paper in entry.dossier}
    return {key: Pair(step, made) for key, (step, made) in named.items() if step in steps}
