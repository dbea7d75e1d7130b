"""Words to questions: few enough to be held one by one against what was typed."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from canang.catalog.companions import Question
from canang.search.index import spelled

_NAMING, _ABOUT, _BODY = 1.0, 0.6, 0.35
"""What a word counts that stands in the question or its everyday words, in the names of what it is about, and in the
answer."""
_ENOUGH = 0.45
"""The share of the weight of the typed words that a question must hold to be an answer."""
_ENOUGH_OF_TWO = 0.6
"""The same of one or two words, of which half is another matter: “x quang” is not “cáp quang”."""


def find_questions(text: str, questions: Sequence[Question], meanings: Iterable[tuple[str, str]]) -> list[Question]:
    """The questions that hold most of the words, rare ones counting more, best first.

    Args:
        meanings: everyday words and what they mean, both folded.
    """
    folded = [_parts(question) for question in questions]
    often = Counter(word for parts in folded for word in set().union(*parts))
    wanted = list(dict.fromkeys(spelled(text)))
    plain = f" {' '.join(wanted)} "
    said = {meant: saying for saying, meant in meanings if f" {saying} " in plain}
    weights = {word: math.log(1 + len(questions) / (1 + often[word])) for word in wanted}
    total = sum(weights.values())
    enough = _ENOUGH if len(wanted) > 2 else _ENOUGH_OF_TWO
    scored = []
    for question, (naming, about, body) in zip(questions, folded, strict=True):
        meant = {word for meaning, saying in said.items() if meaning in " ".join(spelled(question.question))
                 for word in saying.split()}  # fmt: skip
        places = ((naming | meant, _NAMING), (about, _ABOUT), (body, _BODY))
        got = sum(
            weight * next((counts for words, counts in places if word in words), 0.0)
            for word, weight in weights.items()
        )
        if total and got / total >= enough:
            scored.append((-got / total, question.id, question))
    return [question for _, _, question in sorted(scored, key=lambda item: item[:2])]


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
