"""What an import understood and what it did not: by part over all records, and record by record."""

from collections import Counter
from typing import Any

import msgspec

from canang.exchange.draft import PARTS, Draft


class Trouble(msgspec.Struct, frozen=True):
    """One thing in one record that somebody should look at. ``entry`` is None where no entry came of it."""

    place: str
    entry: str | None
    name: str | None
    part: str
    message: str


class PartCount(msgspec.Struct):
    """How many records state a part, how many of them were understood, and how many without any doubt."""

    stated: int = 0
    recovered: int = 0
    clean: int = 0


class Report(msgspec.Struct):
    """The outcome of reading a file. ``added``, ``changed`` and ``same`` compare it with what was there before."""

    file: str
    records: int = 0
    entries: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    parts: dict[str, PartCount] = {}
    troubles: list[Trouble] = []

    def count(self, draft: Draft, entry: str | None) -> None:
        """Take one record into account."""
        self.records += 1
        self.entries += entry is not None
        doubted = {finding.part for finding in draft.findings}
        for part in PARTS:
            if part in draft.stated or draft.recovered(part):
                counted = self.parts.setdefault(part, PartCount())
                counted.stated += 1
                counted.recovered += draft.recovered(part)
                counted.clean += draft.recovered(part) and part not in doubted
        self.troubles += [
            Trouble(draft.place, entry, draft.name, finding.part, finding.message) for finding in draft.findings
        ]

    def by_message(self) -> list[tuple[str, str, int]]:
        """The kinds of trouble, most frequent first: part, message, how often."""
        counted = Counter((trouble.part, _kind(trouble.message)) for trouble in self.troubles)
        return [(part, message, number) for (part, message), number in counted.most_common()]

    def as_object(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "file": self.file,
            "records": self.records,
            "entries": self.entries,
            "added": self.added,
            "changed": self.changed,
            "same": self.same,
            "parts": {name: msgspec.to_builtins(counted) for name, counted in self.parts.items()},
            "troubles": [msgspec.to_builtins(trouble) for trouble in self.troubles],
        }


def _kind(message: str) -> str:
    """A message without what is particular to its record."""
    head, quote, rest = message.partition("“")
    return f"{head}“…”{rest.partition('”')[2]}" if quote else message
