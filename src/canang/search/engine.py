"""Words in, graded entries out."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest
from typing import Protocol

import msgspec

from canang.catalog.entries import status_on
from canang.catalog.model import Status
from canang.search.acts import Acts
from canang.search.candidates import Rows, candidates
from canang.search.editions import by_identifier, editions_on
from canang.search.features import answer_features, family_of, order_features
from canang.search.initials import Initials
from canang.search.leaning import Leaning, Leanings, unfitted
from canang.search.model import Models
from canang.search.others import Others
from canang.search.passages import NOTHING, Passages, Said
from canang.search.query import MAX_TERMS, Query, folded_words, variants
from canang.search.ranking import SURE, Held, Match, Ranker, Row
from canang.search.reading import read_queries, reread
from canang.search.results import ANSWER, NEAR, Elsewhere, Result, Wanted, falling, one_for_each_matter, result_of
from canang.search.spelling import Vocabulary

MOST_NEAR = 3
"""So many entries are given that only come near."""

LIKE_ENOUGH = 0.85
"""A word that was guessed comes near only where it is so like the one typed."""

ONE_TERM, SAID_ENOUGH = 0.18, 0.12
"""A query of one word says too little to come near by what people say; of more, so much of it must be said."""

_MOST_READINGS = 5
"""Every candidate is held against so many readings of a query."""

_FROM_PASSAGES, _FROM_LEANINGS = 24, 12
"""So many entries are ranked for what people say of them, and for what the words lean to, whatever their names hold."""


class Leans(Protocol):
    """What tells how a query leans to entries."""

    def towards(self, query: Query) -> dict[str, Leaning]: ...


class Candidate(msgspec.Struct):
    """An entry held against a query: its edition, what is known of it, and what the models make of that; ``called`` is
    whether the query is its name, word for word."""

    edition: sqlite3.Row
    match: Match
    called: bool
    features: dict[str, float]
    order: float = 0.0
    chance: float = 0.0

    @property
    def matter(self) -> str:
        """The task that it is or belongs to."""
        return str(self.edition["task"] or self.edition["entry"])


class Engine:
    """Answers queries on one catalogue; keeps what it has read of the catalogue between them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._meanings = [(row[0], row[1]) for row in connection.execute("SELECT said, means FROM words ORDER BY id")]
        self._vocabulary = Vocabulary(connection, {said for said, _ in self._meanings})
        (self._entries,) = connection.execute("SELECT count(DISTINCT entry) FROM editions").fetchone()
        self._rows = Rows(connection)
        self._passages = Passages(connection, self._vocabulary, self._entries)
        self._initials = Initials(connection)
        self._leanings = Leanings(connection)
        self._acts = Acts(connection)
        self._models = Models(connection)
        self._others = Others(connection)

    def rarity(self, word: str) -> float:
        """How much a word says of what is meant: the more, the fewer entries it stands in."""
        return self._passages.rarity(word)

    def find(self, text: str, day: date, wanted: Wanted, limit: int) -> list[Result]:
        """The entries that answer a query on a day, best first; empty where nothing answers it well."""
        return [result for result in self.graded(text, day, wanted, limit) if result.grade == ANSWER]

    def graded(self, text: str, day: date, wanted: Wanted, limit: int, without: int | None = None) -> list[Result]:
        """The entries that answer a query, then at most three of as many tasks that come nearest; each best first.

        Args:
            limit: how many answers at the most.
            without: the number of an utterance to leave out, as if it had never been written.
        """
        found = by_identifier(self._connection, text, day, wanted)[:limit]
        if found:
            return found
        ranked = self.weigh(text, day, wanted, without)
        answers = [each for each in ranked if self._is_answer(each)]
        results = one_for_each_matter([_result(each, day, ANSWER) for each in answers], self._connection)[:limit]
        near: dict[str, Candidate] = {}
        for each in ranked if answers or not self.elsewhere(text) else ():
            in_force = status_on(each.edition, day) is Status.IN_FORCE
            if each not in answers and in_force and self._comes_near(each):
                near.setdefault(each.matter, each)
        nearest = [_result(each, day, NEAR) for each in list(near.values())[:MOST_NEAR]]
        return falling(results) + falling(nearest)

    def _is_answer(self, found: Candidate) -> bool:
        """Whether an entry is told as an answer: it is likely the one, or the query is what its matter is called.

        Who says the name of a matter and no more (bưu chính) means any of its entries: none of them alone is likely.
        One word alone is such a name only where it is one of the matter's everyday names (chợ).
        """
        if found.called:
            return True
        whole = found.features["terms"] > ONE_TERM or found.features["exact"] == 1.0
        named = whole and found.features["named"] == found.features["nearness"] == 1.0
        typed = not (found.match.guessed or found.match.unmarked or found.features["elsewhere"])
        return (self._models.is_answer(found.chance) and found.match.surest >= SURE) or (named and typed)

    def _comes_near(self, found: Candidate) -> bool:
        """Whether an entry may be told as coming near: it holds a word that was asked for, or people say much of it."""
        said = found.features["asked"] * found.features["likeness"] if found.features["terms"] > ONE_TERM else 0.0
        return self._models.is_near(found.chance) and (found.match.surest >= LIKE_ENOUGH or said >= SAID_ENOUGH)

    def elsewhere(self, text: str) -> Elsewhere | None:
        """Whose matter a query is by its words, where it is plainly another ministry's."""
        return self._others.whose(text)

    def read(self, text: str) -> list[Query]:
        """What a text can mean, likeliest first."""
        return read_queries(text, self._vocabulary, self._initials)

    def readings(self, text: str) -> list[Query]:
        """The same, each also with its everyday words put into terms: as it stands, with all put, then with one."""
        told = zip_longest(*(variants(query, self._meanings) for query in self.read(text)))
        return [each for row in told for each in row if each is not None][:_MOST_READINGS]

    def weigh(
        self,
        text: str,
        day: date,
        wanted: Wanted,
        without: int | None = None,
        leanings: Leans | None = None,
    ) -> list[Candidate]:
        """Every entry worth holding against a query, best first, with what the models make of it.

        Args:
            without: the number of an utterance to leave out, as if it had never been written.
            leanings: what to go by in the place of what the catalogue has of it.
        """
        queries = self.readings(text)
        if not queries or not queries[0].terms:
            return []
        said: dict[str, Said] = {}
        for query in queries[:2]:
            for entry, near in self._passages.nearest(query, without).items():
                if near.likeness > said.get(entry, NOTHING).likeness:
                    said[entry] = near
        spoken = sorted(said, key=lambda entry: -said[entry].likeness)[:_FROM_PASSAGES]
        leaning = (leanings or self._leanings).towards(queries[0])
        spoken += sorted(leaning, key=lambda entry: -leaning[entry].chance)[:_FROM_LEANINGS]
        matches: dict[int, tuple[Match, Query, Row]] = {}
        self._take_better(matches, queries, self._rows.of(self._candidates(queries), spoken))
        named = any(match.nearness == 1.0 for match, _, _ in matches.values())
        if not named and (other := reread(queries[0], self._vocabulary)):
            self._take_better(matches, [other], self._rows.of(self._candidates([other])))
        editions = editions_on(
            self._connection, dict.fromkeys(row.entry for _, _, row in matches.values()), day, wanted
        )
        asked = folded_words(text)
        current = [
            (editions[row.entry], match, query, asked == row.name[:MAX_TERMS])
            for edition, (match, query, row) in matches.items()
            if row.entry in editions and editions[row.entry]["id"] == edition
        ]
        return self._ordered(queries[0], current, said, leaning, day, elsewhere=self.elsewhere(text) is not None)

    def _ordered(
        self,
        query: Query,
        current: list[tuple[sqlite3.Row, Match, Query, bool]],
        said: Mapping[str, Said],
        leaning: Mapping[str, Leaning],
        day: date,
        *,
        elsewhere: bool,
    ) -> list[Candidate]:
        families = self._families(said)
        told = self._acts.told_by(query)
        found = []
        for edition, match, asked, called in current:
            entry, task = edition["entry"], edition["task"]
            own = said.get(entry, NOTHING)
            family = family_of(said, entry, task, families)
            act = self._acts.of(edition["name"])
            is_task = edition["type"] == "task"
            first = is_task or entry.endswith(".1")
            lapsed = status_on(edition, day) is not Status.IN_FORCE
            features = order_features(
                asked,
                match,
                own,
                family,
                leaning.get(entry) or unfitted(match.coverage),
                told,
                act,
                is_task=is_task,
                first=first,
                lapsed=lapsed,
            )
            found.append(Candidate(edition, match, called, features))
        self._compare(found)
        found.sort(key=lambda each: (-each.order, each.edition["type"] == "task", each.edition["entry"]))
        unknown = self._unknown(query)
        for each in found:
            next_ = next((other.order for other in found if other.matter != each.matter), each.order - 3.0)
            more = answer_features(
                each.features,
                query,
                each.match,
                unknown=unknown,
                elsewhere=elsewhere,
                score=each.order,
                best=found[0].order,
                next_=next_,
            )
            each.features = more
            each.chance = self._models.chance(more)
        # Who says a name word for word means what has it, whatever else the words lean to.
        return sorted(found, key=lambda each: not each.called)

    def _compare(self, found: list[Candidate]) -> None:
        """Put beside each entry how it stands to the best, and its place in the order that follows."""
        for name, of in (("top_coverage", "coverage"), ("top_likeness", "likeness")):
            best = max((each.features[of] for each in found), default=0.0)
            for each in found:
                each.features[name] = each.features[of] / best if best else 0.0
        for each in found:
            each.order = self._models.order(each.features)

    def _families(self, said: Mapping[str, Said]) -> dict[str, Said]:
        """For each task the nearest that is said of any of its procedures."""
        best: dict[str, Said] = {}
        crowd: dict[str, float] = {}
        for entry, near in said.items():
            task = entry.partition(".")[0]
            crowd[task] = crowd.get(task, 0.0) + near.crowd
            if near.likeness > best.get(task, NOTHING).likeness:
                best[task] = near
        return {task: msgspec.structs.replace(near, crowd=crowd[task]) for task, near in best.items()}

    def _unknown(self, query: Query) -> float:
        known = [term.word in self._vocabulary.entries for term in query.terms]
        return 1 - sum(known) / len(known)

    def _candidates(self, queries: list[Query]) -> Iterator[int]:
        """The editions whose rows hold something of one of the queries."""
        for query in queries:
            yield from candidates(self._connection, query, self._vocabulary)

    def _take_better(
        self,
        matches: dict[int, tuple[Match, Query, Row]],
        queries: list[Query],
        rows: Mapping[int, Row],
    ) -> None:
        """Put in the place of each edition's match the one of a query of which it holds more."""
        best = {edition: matches[edition][0].held for edition in rows if edition in matches}
        better: dict[int, tuple[Ranker, Query, Held]] = {}
        for query in queries:
            ranker = Ranker(query, self._vocabulary, self._entries)
            for edition, row in rows.items():
                if held := ranker.hold(row, best.get(edition, -1.0)):
                    best[edition], better[edition] = held.held, (ranker, query, held)
        for edition, (ranker, query, held) in better.items():
            matches[edition] = (ranker.match(rows[edition], held), query, rows[edition])

    def suggestions(self, text: str) -> list[str]:
        """Words of the catalogue, as they are written, near those of a query that the catalogue does not have."""
        words = folded_words(text)[:8]
        return self._vocabulary.nearest([word for word in words if not self._vocabulary.knows(word)], 4)

    def written(self, word: str) -> str:
        """How a folded word of a match is mostly written."""
        return self._vocabulary.written(word)


def _result(found: Candidate, day: date, grade: str) -> Result:
    return result_of(found.edition, day, round(found.chance, 5), found.match.matched, grade)
