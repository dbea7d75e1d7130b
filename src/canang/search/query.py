"""What the user typed, taken apart into terms that can be looked for."""

import msgspec

from canang.text.fold import marked_words, words

MAX_TERMS = 32
"""More words than this say nothing more; the rest of a pasted page is left out."""

_ASKING = frozenset(
    "ai nao gi sao dau the lam cua va cho o tai de duoc la co phai khi trong voi nhu cac nhung mot ve thi bao lau muon "
    "toi can xin hoi hay bi boi nay do khong nhieu may ra sau truoc den tu theo vao".split()
)
"""Words of a question that name no matter. ``may`` and ``do`` are also words of matters: see ``read_query``."""

_BOTH = frozenset({"may", "do", "dau", "truoc", "sau"})


class Term(msgspec.Struct, frozen=True):
    """A folded word to look for, and how much it counts.

    ``typed`` is what stood there if it was corrected, ``marked`` the word with its marks if it had any.
    """

    word: str
    weight: float = 1.0
    typed: str | None = None
    marked: str | None = None


class Query(msgspec.Struct, frozen=True):
    """A query ready to be run: its terms in the order in which they were typed."""

    terms: tuple[Term, ...]

    @property
    def phrase(self) -> str:
        """The folded words in one line."""
        return " ".join(term.word for term in self.terms)


def read_query(text: str) -> Query:
    """Take a query apart. Any text is accepted; one without letters or digits gives no terms.

    >>> [term.word for term in read_query("ai cấp phép máy X-quang?").terms]
    ['cap', 'phep', 'may', 'x', 'quang']
    """
    found: dict[str, Term] = {}
    for written in marked_words(text[:4000]):
        for word in words(written):
            found.setdefault(word, Term(word, marked=written if word != written else None))
    asked = [term for term in found.values() if term.word not in _ASKING or term.word in _BOTH]
    return Query(tuple((asked or list(found.values()))[:MAX_TERMS]))


def variants(query: Query, meanings: list[tuple[str, str]]) -> list[Query]:
    """The query itself, then the query with each everyday word it holds put into the terms of the rules.

    Args:
        meanings: pairs of a folded everyday word and a folded term.
    """
    found = [query]
    padded = f" {query.phrase} "
    for said, means in meanings:
        if f" {said} " in padded:
            phrase = padded.replace(f" {said} ", f" {means} ").split()
            typed = {term.word: term for term in query.terms if term.word not in said.split()}
            found.append(Query(tuple(typed.get(word, Term(word)) for word in dict.fromkeys(phrase))))
    return found[:8]
