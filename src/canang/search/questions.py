"""Words to questions: few enough to be held one by one against what was typed."""

import math
from collections.abc import Callable, Iterable, Sequence

from canang.catalog.companions import Question
from canang.search.index import spelled
from canang.search.query import Query

_NAMING, _ABOUT, _BODY = 1.0, 0.6, 0.35
"""What a word counts that stands in the question or its everyday words, in the names of what it is about, and in the
answer."""
_ENOUGH = 0.45
"""The share of the weight of the typed words that a question must hold to be an answer."""
_ENOUGH_OF_TWO = 0.6
"""The same of one or two words, of which half is another matter: “x quang” is not “cáp quang”."""


def find_questions(
    readings: Iterable[Query], questions: Sequence[Question], rarity: Callable[[str], float]
) -> list[Question]:
    """The questions that hold most of the words, rare ones counting more, best first.

    Args:
        readings: what was typed, as the search of entries reads it (``Engine.readings``); the best one counts.
        rarity: how much a word says of what is meant (``Engine.rarity``).
    """
    places = [(question, list(zip(_parts(question), (_NAMING, _ABOUT, _BODY), strict=True))) for question in questions]
    best: dict[str, tuple[float, Question]] = {}
    for query in readings:
        weights = {term.word: rarity(term.word) * term.weight for term in query.terms}
        total = sum(weights.values())
        enough = _ENOUGH if len(weights) > 2 else _ENOUGH_OF_TWO
        for question, parts in places:
            held = sum(
                weight * next((counts for words, counts in parts if word in words), 0.0)
                for word, weight in weights.items()
            )
            if total and held / total >= max(enough, best.get(question.id, (0.0, question))[0]):
                best[question.id] = held / total, question
    return [question for _, question in sorted(best.values(), key=lambda found: (-found[0], found[1].id))]


ENOUGH_LIKE = 0.6
"""The likeness from which on a question answers by itself. Of 170 questions asked for entries, none comes so near one
that is about something else."""


_TELLING = 3
"""Words that must be shared: two name a matter (“cây xăng”), they ask nothing."""


def likest(
    text: str, questions: Iterable[tuple[str, Sequence[str]]], rarity: Callable[[str], float]
) -> tuple[str, float] | None:
    """The question that comes nearest to what was typed, by its nearest wording; None where nothing is shared.

    Args:
        questions: ids, each with the question and the other ways in which it is asked.
        rarity: how much a word, folded and spelled one way, says of what is meant.

    Returns:
        Its id, and the geometric mean of the weighted share of the typed words that the wording holds and of that of
        the wording that was typed, in 0..1.
    """
    asked = set(spelled(text))
    whole = sum(map(rarity, asked))
    best: tuple[str, float] | None = None
    for id_, wordings in questions:
        for said in (set(spelled(wording)) for wording in wordings):
            if len(asked & said) < _TELLING:
                continue
            shared = sum(map(rarity, asked & said))
            likeness = math.sqrt(shared / whole * shared / sum(map(rarity, said)))
            if likeness > (best[1] if best else 0.0):
                best = id_, likeness
    return best


def _parts(question: Question) -> tuple[set[str], set[str], set[str]]:
    """The folded words of the question, of the names of the entries it is about, and of its answer."""
    texts = (
        (question.question, *question.words),
        tuple(name for entry in question.entries for name in entry),
        (question.answer,),
    )
    naming, about, body = ({word for text in part for word in spelled(text)} for part in texts)
    return naming, about, body
