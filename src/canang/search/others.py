"""Whose matter a query is where it is another ministry's: told by words that mean nothing else."""

import sqlite3
from collections.abc import Sequence

from canang.search.query import Term, plain_terms, tones_left_out, typed_words
from canang.search.results import Elsewhere
from canang.text.fold import fold, marked_words
from canang.text.syllables import sounded


class Others:
    """What people say of the matters of other ministries, as the catalogue has it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        cursor = connection.cursor()
        cursor.row_factory = None  # plain tuples
        self._said = [said for (said,) in cursor.execute("SELECT said FROM elsewhere ORDER BY length(said) DESC, id")]
        # All in one go: to fold seven hundred phrases one by one takes as long as half a search.
        self._plain = _plain("\n".join(self._said)).split("\n")

    def whose(self, text: str) -> Elsewhere | None:
        """Whose matter a text tells of; of several the one that is told in most letters.

        Marks that were typed must be those of the words: “có phiếu” is not “cổ phiếu”, nor “thì thực hiện” “thị thực”.
        """
        written = typed_words(text)
        marks = not tones_left_out(written)
        asked = [term for word in written for term in plain_terms(word, marks=marks)]
        heard = _plain(" ".join(term.word for term in asked))
        for plain, said in zip(self._plain, self._said, strict=False):
            if plain in heard and _stands_in(_terms(said), asked):
                of_it = "SELECT field, ministry FROM elsewhere WHERE said = ? ORDER BY id LIMIT 1"
                return Elsewhere(*self._connection.execute(of_it, (said,)).fetchone())
        return None


def _plain(text: str) -> str:
    """For a first look: without marks, i and y alike, as in “kí” and “ký”."""
    return fold(text).replace("y", "i")


def _terms(said: str) -> list[Term]:
    """The words of a phrase, each with its sound; without, where the whole phrase is written without marks."""
    if said == fold(said):
        return [term for word in marked_words(said) for term in plain_terms(word)]
    return [Term(term.word, sound=sounded(word)) for word in marked_words(said) for term in plain_terms(word)]


def _stands_in(terms: Sequence[Term], asked: Sequence[Term]) -> bool:
    starts = range(len(asked) - len(terms) + 1)
    return any(all(map(_agree, terms, asked[start : start + len(terms)])) for start in starts)


def _agree(said: Term, typed: Term) -> bool:
    same = said.word == typed.word
    return same and (not said.sound or not typed.sound or _heard(said.sound) == _heard(typed.sound))


def _heard(sound: str) -> str:
    """A sound with hỏi for ngã, which many write for one another."""
    return f"{sound[:-1]}3" if sound.endswith("4") else sound
