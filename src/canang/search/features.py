"""What is known of an entry against a query, as numbers that a fitted model weighs."""

import math
from collections.abc import Mapping

from canang.search.acts import OTHER
from canang.search.leaning import Leaning
from canang.search.passages import NOTHING, Said
from canang.search.query import Query
from canang.search.ranking import Match

ORDER = (
    "coverage", "named", "nearness", "run", "share", "own", "likeness", "asked", "said", "together", "votes", "family",
    "act", "act_best", "task", "coverage_likeness", "named_asked", "short_share", "long_likeness", "body",
    "first", "first_quiet", "granting_quiet", "lapsed", "crowd", "crowd_long", "family_crowd", "top_coverage",
    "top_likeness", "exact", "exact_quiet", "run_quiet", "lean", "lean_chance", "lean_best", "lean_task", "lean_long",
)  # fmt: skip
"""Of one entry, by which entries are put in order."""

ANSWER = (
    *ORDER, "terms", "unknown", "missed", "unmarked", "guessed", "elsewhere", "margin", "short_coverage",
    "long_coverage", "best",
)  # fmt: skip
"""Of one entry among the others, by which it is told whether it is an answer."""

QUIET = frozenset({"grant", "other"})
"""Acts that need no word: who names a matter and says no more asks how to get it."""

SHORT = 3
"""A query of no more words names its matter; a longer one tells of it."""


def order_features(
    query: Query,
    match: Match,
    said: Said,
    family: Said,
    leaning: Leaning,
    acts: Mapping[str, float],
    act: str,
    *,
    is_task: bool,
    first: bool,
    lapsed: bool,
) -> dict[str, float]:
    """The features of one entry.

    Args:
        match: how its row of the index answers.
        said: how near its own passages come.
        family: how near those of its task, or of the task's procedures, come.
        leaning: how the query leans to it.
        acts: what the query tells of.
        act: what the entry's name tells of.
        lapsed: whether it does not stand on the day asked for.
        first: whether it is the first procedure of its task, which the others follow.
    """
    terms = len(query.terms)
    told = acts.get(act, 0.0)
    other = max((weight for name, weight in acts.items() if name != act), default=0.0)
    acts_matter = act != OTHER or bool(acts)
    long = math.log1p(terms) / 2
    loudest = max((weight for name, weight in acts.items() if name not in QUIET), default=0.0)
    quiet = 1 - math.tanh(max(0.0, loudest) / 2)
    exact = float(match.share >= 1.0)
    return {
        "coverage": match.coverage,
        "named": match.named,
        "nearness": match.nearness,
        "run": min(match.run, 5) / 5,
        "share": match.share,
        "own": match.own,
        "likeness": said.likeness,
        "asked": said.asked,
        "said": said.said,
        "together": said.together,
        "votes": said.votes,
        "family": family.likeness,
        "act": max(-4.0, min(4.0, told)) / 4 if acts_matter else 0.0,
        "act_best": max(-4.0, min(4.0, told - other)) / 4 if acts_matter else 0.0,
        "task": float(is_task),
        "coverage_likeness": match.coverage * said.likeness,
        "named_asked": match.named * said.asked,
        "short_share": match.share * (terms <= SHORT),
        "long_likeness": said.likeness * long,
        "body": match.coverage - match.named,
        "first": float(first),
        "first_quiet": first * quiet,
        "granting_quiet": (act in QUIET) * quiet,
        "lapsed": float(lapsed),
        "crowd": said.crowd,
        "crowd_long": said.crowd * long,
        "family_crowd": family.crowd,
        "top_coverage": 0.0,
        "top_likeness": 0.0,
        "exact": exact,
        "exact_quiet": exact * (act in QUIET) * quiet,
        "run_quiet": match.nearness * (act in QUIET) * quiet,
        "lean": leaning.lean,
        "lean_chance": leaning.chance,
        "lean_best": leaning.best,
        "lean_task": leaning.task,
        "lean_long": leaning.lean * long,
    }


def answer_features(
    of_order: Mapping[str, float],
    query: Query,
    match: Match,
    *,
    unknown: float,
    elsewhere: bool,
    score: float,
    best: float,
    next_: float,
) -> dict[str, float]:
    """The features of one entry among the others.

    Args:
        unknown: the share of the query's words that the catalogue does not have.
        elsewhere: whether the query is in words of another ministry's matters.
        score: the entry's score; ``best`` the highest of all; ``next_`` the highest of another matter.
    """
    terms = len(query.terms)
    return {
        **of_order,
        "terms": math.log1p(terms) / 4,
        "unknown": unknown,
        "missed": match.missed,
        "unmarked": match.unmarked,
        "guessed": match.guessed,
        "elsewhere": float(elsewhere),
        "margin": max(-3.0, min(3.0, score - next_)) / 3,
        "short_coverage": match.coverage * (terms <= SHORT),
        "long_coverage": match.coverage * (terms > 6),
        "best": max(-3.0, score - best) / 3,
    }


def family_of(said: Mapping[str, Said], entry: str, task: str | None, siblings: Mapping[str, Said]) -> Said:
    """The nearest that people say of an entry's task, or of what else belongs to it."""
    near = [siblings.get(task or entry, NOTHING), said.get(task or "", NOTHING)]
    return max(near, key=lambda each: each.likeness)
