"""The shape of the index inside the catalogue: what the builder writes and the engine reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from canang.text.fold import marked_words, words
from canang.text.syllables import same_spelling, sounded

COLUMNS: Mapping[str, float] = {
    "name": 1.0,
    "words": 1.0,
    "task_name": 0.8,
    "people": 0.6,
    "body": 0.5,
    "documents": 0.5,
}
"""The folded columns of an edition's row, and how much a word found there counts against one in the name."""

NAMING = ("name", "words", "task_name")
"""The columns that say what a matter is called: their neighbouring words are indexed too, and their marks kept."""

BETWEEN = "|"
"""What stands between two texts of one column; no word, and nothing that FTS5 sees."""

PAIRS = "pairs"
"""One more indexed column: the neighbouring words of the naming columns, each pair written as one word."""

MARKED = ("marked", "marked_rest")
"""Two columns kept but not searched: the words of the naming columns, and of the others, as they sound."""


def spelled(text: str) -> list[str]:
    """The folded words of a text in the one spelling that the index knows (i for y)."""
    # Only a word that ends in y has another spelling; asking here spares a call for all others.
    return [same_spelling(word) if word[-1] == "y" else word for word in words(text)]


def pair(first: str, second: str) -> str:
    """Two neighbouring words as the index writes them."""
    return first + second


class IndexedWords:
    """In how many entries each folded word, each sound and each pair of neighbours stands; how words are written."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.sounds: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self._entry: object = None
        self._counted: tuple[set[str], set[str], set[str]] = (set(), set(), set())

    def index_row(
        self, entry: object, texts: Mapping[str, Iterable[str | None]], utterances: Iterable[str] = ()
    ) -> dict[str, str]:
        """The row of one edition: every column of ``COLUMNS``, then ``PAIRS``, then those of ``MARKED``.

        Args:
            entry: whose edition it is. The editions of an entry come one after another, and what stands in several of
                them counts once: what a matter was called before does not make its words common.
            texts: for each column the texts that go into it; None is left out.
            utterances: what people say of the entry: its words are known, and stand in no column.
        """
        marked = {column: [marked_words(text) for text in texts.get(column, ()) if text] for column in COLUMNS}
        plain = {column: [_spelled_words(found) for found in marked[column]] for column in COLUMNS}
        row = {column: f" {BETWEEN} ".join(map(" ".join, plain[column])) for column in COLUMNS}
        pairs = dict.fromkeys(pair(a, b) for column in NAMING for text in plain[column] for a, b in pairwise(text))
        naming, rest = self._sounds(marked, naming=True), self._sounds(marked, naming=False)
        sounds = (" ".join(sorted(naming)), " ".join(sorted(rest - naming)))
        if entry != self._entry:
            self._entry, self._counted = entry, (set(), set(), set())
        spoken = [marked_words(text) for text in utterances]
        own = {word for column in COLUMNS for text in plain[column] for word in text}
        own |= {word for text in spoken for word in _spelled_words(text)}
        naming |= self._sounds({"words": spoken}, naming=True)
        for count, before, new in zip(
            (self.words, self.pairs, self.sounds), self._counted, (own, set(pairs), naming | rest), strict=True
        ):
            count.update(new - before)
            before.update(new)
        return {**row, PAIRS: " ".join(pairs), **dict(zip(MARKED, sounds, strict=True))}

    def written(self) -> dict[str, str]:
        """How each folded word is mostly written, marks and all."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for form, often in self.forms.items():
            for word in _spelled_word(form):
                found[word][form] += often
        return {word: min(forms, key=lambda form: (-forms[form], form)) for word, forms in found.items()}

    def _sounds(self, marked: Mapping[str, list[list[str]]], *, naming: bool) -> set[str]:
        found: set[str] = set()
        for column, texts in marked.items():
            if (column in NAMING) is naming:
                for text in texts:
                    found.update(text)
                    self.forms.update(text)
        return {sounded(word) for word in found}


def _spelled_words(marked: list[str]) -> list[str]:
    """The words of a text as ``spelled`` gives them, from its words with their marks, each of which is folded once."""
    return [word for each in marked for word in _spelled_word(each)]


@lru_cache(maxsize=65536)
def _spelled_word(marked: str) -> tuple[str, ...]:
    return tuple(spelled(marked))
