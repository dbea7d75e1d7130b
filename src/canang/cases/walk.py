"""Walking a case: what there is to do, in order, and where one stands. Knows no screen and stores nothing."""

import msgspec

from canang.catalog.model import Entry


class Item(msgspec.Struct, frozen=True):
    """One thing to tick: ``part`` is ``dossier`` or ``step``; ``key`` is the same whatever else changes; ``text`` is
    the paper's name or what is to be done."""

    part: str
    key: str
    text: str

    @property
    def id(self) -> str:
        """The key by which answers are kept."""
        return f"{self.part}:{self.key}"


class Answer(msgspec.Struct, frozen=True):
    """What was said of an item: ``done`` or ``not-applicable``, with a note."""

    state: str
    note: str | None = None


def items_of(entry: Entry) -> tuple[Item, ...]:
    """What there is to do for an entry, from the first paper of the file to the last step."""
    papers = [Item("dossier", paper.key, paper.name) for paper in entry.dossier]
    return (*papers, *(Item("step", step.key, step.action) for step in entry.steps))


class Walk(msgspec.Struct):
    """The items of an entry, the answers so far, and the place one is at."""

    items: tuple[Item, ...]
    answers: dict[str, Answer] = {}
    position: int = 0

    @property
    def current(self) -> Item | None:
        """The item one is at; None behind the last."""
        return self.items[self.position] if self.position < len(self.items) else None

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The items that have no answer yet."""
        return tuple(item for item in self.items if item.id not in self.answers)

    def answer(self, answer: Answer) -> None:
        """Answer the current item and go on; going back later keeps it."""
        assert self.current is not None
        self.answers[self.current.id] = answer
        self.position += 1

    def skip(self) -> None:
        """Go on without an answer."""
        self.position = min(self.position + 1, len(self.items))

    def back(self) -> None:
        """Go to the item before; no answer is lost."""
        self.position = max(self.position - 1, 0)

    def resume(self) -> None:
        """Go to the first item without an answer."""
        self.position = next((i for i, item in enumerate(self.items) if item.id not in self.answers), len(self.items))
