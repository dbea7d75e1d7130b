"""What the typed words can mean: as they stand, as keystrokes, without their spaces, short, or misspelt."""

from itertools import pairwise

from canang.search.index import spelled
from canang.search.initials import LONGEST, SHORTEST, Initials
from canang.search.query import Query, Term, abbreviations, plain_terms, tones_left_out, typed_words, without_asking
from canang.search.spelling import Vocabulary
from canang.text.fold import fold
from canang.text.keystrokes import from_telex, from_vni
from canang.text.spacing import segment
from canang.text.syllables import is_syllable, must_have_a_tone, sounded, without_tone

_MOST_READINGS = 3
"""So many readings of a query with initials are tried."""

_LONGEST = 60
"""A longer run of letters is no word and no words run together."""

_OTHER_MATTER = 0.85
"""How sure a word is that stands for a whole syllable which the catalogue does not have."""

_SYLLABLE = 7
"""No syllable has more letters: a longer run of them is several words."""


def read_queries(text: str, vocabulary: Vocabulary, initials: Initials) -> list[Query]:
    """Take a query apart and read each word against the words of the catalogue, likeliest reading first; more than one
    where initials can stand for several terms. Any text is accepted."""
    capitals = abbreviations(text)
    written = typed_words(text)
    toneless = _toneless(written, vocabulary)
    choices: list[list[list[Term]]] = []
    for place, word in enumerate(written):
        plain = _terms(word, vocabulary)
        if place in toneless:
            plain = [Term(term.word) for term in plain]
        short = _initials(written, place, capitals, vocabulary, initials) if _may_be_short(plain, word) else []
        choices.append(short or [plain])
    readings = [[terms[0] for terms in choices]]
    for place, terms in enumerate(choices):
        readings += [[*readings[0][:place], other, *readings[0][place + 1 :]] for other in terms[1:2]]
    queries = [_settled([term for part in reading for term in part], capitals, vocabulary) for reading in readings]
    return list({query.phrase: query for query in reversed(queries[:_MOST_READINGS])}.values())[::-1]


def _toneless(written: list[str], vocabulary: Vocabulary) -> set[int]:
    """The places of the words that were typed with the marks of their vowels and without that of their tone (câp, dâu):
    of their marks nothing can be told.

    Such a word is known by what it is: no word ends in c, ch, p or t without a tone; the catalogue has it with another
    tone alone, beside a word that stands beside it here. Where no word of the query has a tone, all such words lack it.
    """
    marked = {place for place, word in enumerate(written) if word != fold(word)}
    if tones_left_out(written):
        return marked
    without = {place for place in marked if not without_tone(written[place])[1] and is_syllable(written[place])}
    found = {place for place in without if _lacks_a_tone(written, place, vocabulary)}
    return marked if found and without == marked else found


def _lacks_a_tone(written: list[str], place: int, vocabulary: Vocabulary) -> bool:
    word = written[place]
    if must_have_a_tone(word):
        return True
    folded = spelled(word)[0]
    if not vocabulary.knows(folded) or vocabulary.standing(folded, sounded(word)):
        return False
    # A typed word of nothing but signs folds to none.
    before, after = spelled(" ".join(written[:place]))[-1:], spelled(" ".join(written[place + 1 :]))[:1]
    return vocabulary.beside(folded, *(each[0] if each else None for each in (before, after))) > 0


def _may_be_short(plain: list[Term], written: str) -> bool:
    return len(plain) == 1 and not plain[0].typed and SHORTEST <= len(written) <= LONGEST


def _initials(
    written: list[str], place: int, capitals: frozenset[str], vocabulary: Vocabulary, initials: Initials
) -> list[list[Term]]:
    """The terms that a typed word can be the initials of, likeliest first; none where it is no initials: it stands in
    small letters and could be a syllable, or has a meaning of its own."""
    word = written[place]
    folded = fold(word)
    if vocabulary.means(folded) or not (folded in capitals or not (is_syllable(word) or vocabulary.knows(folded))):
        return []
    before = fold(written[place - 1]) if place else None
    after = fold(written[place + 1]) if place + 1 < len(written) else None

    def worth(reading: tuple[str, int]) -> tuple[int, int]:
        words = spelled(reading[0])
        beside = bool(before and vocabulary.together(before, words[0]))
        return beside + bool(after and vocabulary.together(words[-1], after)), reading[1]

    ordered = sorted(initials.readings(word), key=worth, reverse=True)
    return [
        [Term(spelled(part)[0], weight=0.95, typed=word, sound=sounded(part)) for part in term.split()]
        for term, _ in ordered
    ]


def _settled(terms: list[Term], capitals: frozenset[str], vocabulary: Vocabulary) -> Query:
    """The query of these terms, without what asks and names nothing, and what is not known read as what it may be."""
    kept = list(without_asking(terms, capitals))
    for place, term in enumerate(kept):
        if not vocabulary.knows(term.word):
            kept[place : place + 1] = _known_instead(kept, place, vocabulary)
    return Query(tuple(kept))


def reread(query: Query, vocabulary: Vocabulary) -> Query | None:
    """The query with each word that stands beside nothing here, though the catalogue has it, put right.

    For a query that no entry answers word by word: a slip of the finger often makes another word. None where there
    is nothing to put right.
    """
    terms = list(query.terms)
    for place, term in enumerate(terms):
        keys = term.typed if term.weight == 1.0 else None
        if ((term.typed or term.sound) and not keys) or len(term.word) < 2 or term.word.isdigit() or len(terms) < 2:
            continue
        before, after = _neighbour(terms, place - 1, vocabulary), _neighbour(terms, place + 1, vocabulary)
        if vocabulary.beside(term.word, before, after):
            continue
        found, likeness = vocabulary.likest(spelled(keys)[0] if keys else term.word, before, after, least=0.6)
        if found and found != term.word and vocabulary.beside(found, before, after):
            terms[place] = Term(found, weight=likeness, typed=keys or term.word)
    changed = tuple(terms)
    return Query(changed) if changed != query.terms else None


def _terms(written: str, vocabulary: Vocabulary) -> list[Term]:
    """One typed word, read in the first way that gives words which the catalogue has; else as it stands."""
    plain = plain_terms(written)
    if len(plain) != 1 or vocabulary.knows(plain[0].word) or len(written) > _LONGEST:
        return plain
    word = plain[0].word
    if written.isascii() and (meant := from_telex(written) or from_vni(written)):
        read = spelled(meant)[0]
        if vocabulary.knows(read):
            return [Term(read, typed=written, sound=sounded(meant))]
    parts = segment(word, vocabulary.entries, vocabulary.together) if len(word) >= 4 and not is_syllable(word) else None
    if parts and (len(word) > _SYLLABLE or all(vocabulary.together(a, b) for a, b in pairwise(parts))):
        return [Term(part, weight=0.98, typed=written) for part in parts]
    return plain


def _known_instead(terms: list[Term], place: int, vocabulary: Vocabulary) -> list[Term]:
    """What stands for a word that the catalogue does not have: itself, where nothing does."""
    term = terms[place]
    word = term.word
    if not 2 <= len(word) <= _LONGEST or word.isdigit() or term.typed:
        return [term]
    if len(word) >= 3 and place == len(terms) - 1 and is_syllable(word) and vocabulary.begins(word):
        return [Term(word, sound=term.sound, unfinished=True)]
    before, after = _neighbour(terms, place - 1, vocabulary), _neighbour(terms, place + 1, vocabulary)
    whole = is_syllable(term.typed or word)
    if whole and term.sound:
        return [term]
    found, likeness = vocabulary.likest(word, before, after) if len(word) >= 3 or before or after else ("", 0.0)
    # A syllable that is none of ours is more often a word of another matter than a slip.
    likeness *= _OTHER_MATTER if whole else 1.0
    if not (found and vocabulary.beside(found, before, after)) and (short := vocabulary.short_for(word)):
        return [Term(part, weight=0.95, typed=word) for part in short]
    return [Term(found, weight=likeness, typed=word)] if found else [term]


def _neighbour(terms: list[Term], place: int, vocabulary: Vocabulary) -> str | None:
    if not 0 <= place < len(terms):
        return None
    return terms[place].word if vocabulary.knows(terms[place].word) else None
