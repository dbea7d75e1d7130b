"""What the user typed, taken apart into words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from canang.search.index import pair, spelled
from canang.text.fold import fold, marked_words
from canang.text.legacy import to_unicode
from canang.text.syllables import must_have_a_tone, sounded, without_tone

MAX_TERMS = 48
"""More words than this say nothing more; the rest of a pasted page is left out."""

_ASKING = (
    "ai nào gì sao đâu thế làm của và cho ở tại để được là có phải khi trong với như các những một về thì bao lâu "
    "muốn tôi cần xin hỏi hay bị bởi này đó không nhiều nhiêu mấy ra sau trước đến từ theo vào".split()
)
"""Words of a question that name no matter."""

_MARKED_ASKING = "đi rồi chưa".split()
"""More of them, which without their marks would be words of matters."""

_QUESTION = "ai nào gì sao lâu muốn tôi hỏi nhiều nhiêu".split()
"""Words that make a query a question; without one of them its little words are part of a name."""

_MARKED_QUESTION = "đâu mấy".split()

_LAST = ["không"]
"""What makes a question where it stands last: “có phải khai báo không”."""

_MARKED_LAST = "chưa nhỉ ạ".split()

_NAME = re.compile(r"\b([^\W\d_])['’](?=[^\W\d_]{3})")
"""What joins the two parts of a name (O'Brien, K'Bang, R'lấp): neither is a word of its own."""

_CAPITALS = re.compile(r"\w{2,}")

_ALSO_OF_MATTERS = "trước sau từ đến".split()
"""Words of a question that are words of matters too; ``_FOLDED_ALSO`` are so only where no mark tells them apart."""

_FOLDED_ALSO = frozenset({"may", "do", "dau"})


class Term(msgspec.Struct, frozen=True):
    """A folded word to look for.

    ``weight`` is how sure it is (1: as typed), ``typed`` what stood there if it was read as something else, ``sound``
    the word as it sounds if it was typed with marks, ``unfinished`` whether it only begins words that are known.
    """

    word: str
    weight: float = 1.0
    typed: str | None = None
    sound: str | None = None
    unfinished: bool = False


class Query(msgspec.Struct, frozen=True):
    """A query ready to be run: its terms in the order in which they were typed."""

    terms: tuple[Term, ...]

    @property
    def phrase(self) -> str:
        """The folded words in one line."""
        return " ".join(term.word for term in self.terms)

    @property
    def pairs(self) -> list[str]:
        """The neighbouring words, as the index writes them."""
        return [pair(a.word, b.word) for a, b in pairwise(self.terms)]


def typed_words(text: str) -> list[str]:
    """The words of a query as typed, in Unicode whatever code they came in; at most ``MAX_TERMS``.

    >>> typed_words("ai cấp phép máy X-quang?")
    ['ai', 'cấp', 'phép', 'máy', 'x', 'quang']
    """
    return marked_words(_shown(text))[:MAX_TERMS]


def folded_words(text: str) -> list[str]:
    """The same, folded and spelled as the index has them."""
    return [word for typed in typed_words(text) for word in spelled(typed)]


def abbreviations(text: str) -> frozenset[str]:
    """The folded words that stand in capitals among small letters: "AI" in "thử nghiệm AI" asks for nobody."""
    shown = _shown(text)
    capitals = (word for word in _CAPITALS.findall(shown) if word.isupper())
    return frozenset() if shown.isupper() else frozenset(fold(word) for word in capitals)


def _shown(text: str) -> str:
    # The soft hyphen is a letter of TCVN3, so what does not show goes only after the code is known.
    readable = to_unicode(text[:4000])
    seen = "".join(char for char in readable if unicodedata.category(char) not in {"Cf", "Cc"} or char.isspace())
    return _NAME.sub(r"\1", seen)


def tones_left_out(written: Sequence[str]) -> bool:
    """Whether typed words have the marks of their vowels and none of a tone, though one of them cannot be without.

    >>> tones_left_out(["câp", "phep", "tân", "sô"]), tones_left_out(["tem", "thư"]), tones_left_out(["cap", "phep"])
    (True, False, False)
    """
    marked = any(word != fold(word) for word in written)
    return marked and any(map(must_have_a_tone, written)) and not any(without_tone(word)[1] for word in written)


def plain_terms(written: str, *, marks: bool = True) -> list[Term]:
    """The terms of one typed word, taken as it stands; more than one where it holds what is no letter of ours.

    Args:
        marks: whether its marks tell which word it is.
    """
    sound = sounded(written) if marks and written != fold(written) else None
    return [Term(word, sound=sound) for word in spelled(written)]


class _Words:
    """A list of words to find a term in: by its sound where it was typed with marks, so that “hội” is not “hỏi”."""

    def __init__(self, words: Iterable[str], marked: Iterable[str] = ()) -> None:
        listed = list(words)
        self._folded = frozenset(fold(word) for word in listed)
        self._sounds = frozenset(sounded(word) for word in (*listed, *marked))

    def hold(self, term: Term) -> bool:
        return term.sound in self._sounds if term.sound else term.word in self._folded


_asking, _question = _Words(_ASKING, _MARKED_ASKING), _Words(_QUESTION, _MARKED_QUESTION)
_last, _also_of_matters = _Words(_LAST, _MARKED_LAST), _Words(_ALSO_OF_MATTERS)


def without_asking(terms: Iterable[Term], named: frozenset[str] = frozenset()) -> tuple[Term, ...]:
    """Without the words of a question that name no matter, if it is one; all, where nothing else is left.

    Args:
        named: folded words that are none of a question's, whatever they look like.
    """
    kept = list(terms)
    if not kept or not (_last.hold(kept[-1]) or any(_question.hold(term) and term.word not in named for term in kept)):
        return tuple(kept)
    asked = [term for term in kept if term.typed or term.word in named or not _asks(term)]
    return tuple(asked or kept)


def _asks(term: Term) -> bool:
    of_a_matter = _also_of_matters.hold(term) or (not term.sound and term.word in _FOLDED_ALSO)
    return _asking.hold(term) and not of_a_matter


def variants(query: Query, meanings: list[tuple[str, str]]) -> list[Query]:
    """The query itself, the query with all the everyday words that it holds put into the terms of the rules, and
    with each of them alone.

    Args:
        meanings: pairs of a folded everyday word and a folded term.
    """
    padded = f" {query.phrase} "
    held = sorted((pair for pair in meanings if f" {pair[0]} " in padded), key=lambda pair: -len(pair[0]))[:6]
    typed = {term.word: term for term in query.terms}

    def put(chosen: list[tuple[str, str]]) -> Query:
        phrase = padded
        for said, means in chosen:
            phrase = phrase.replace(f" {said} ", f" {means} ")
        return Query(tuple(typed.get(word, Term(word)) for word in phrase.split()))

    found = [query, put(held), *(put([one]) for one in held)] if held else [query]
    return list({variant.phrase: variant for variant in reversed(found)}.values())[::-1]
