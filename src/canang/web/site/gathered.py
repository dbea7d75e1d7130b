"""What the folder shows, read once: the entries that were chosen, the law that they rest on, and what is asked about
them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from canang.catalog.companions import Contact, Question
from canang.catalog.lasting import Lapses
from canang.catalog.overview import Filters, Listed
from canang.catalog.validity import ENDS_SOON
from canang.desk.asking import ask, contacts
from canang.desk.desk import Desk
from canang.desk.law import DocumentRead, ends_within, lapses, read_all_documents
from canang.desk.overview import Overview, Spoken, list_of, overview, spoken
from canang.desk.reading import Reading, look_around, read_entries
from canang.sheet.resting import Ending
from canang.text.fold import natural
from canang.web.templating import data_of


class Gathered(msgspec.Struct, frozen=True):
    """The handbook of a folder. ``blanks`` are the codes of the forms to fill in of each entry that has any; ``data``
    says which data it is."""

    day: date
    read: tuple[Reading, ...]
    listed: tuple[Listed, ...]
    blanks: dict[str, tuple[str, ...]]
    documents: tuple[DocumentRead, ...]
    questions: tuple[Question, ...]
    hotline: str
    contacts: tuple[Contact, ...]
    endings: tuple[Ending, ...]
    lapses: Lapses
    known: Overview
    spoken: Spoken
    data: dict[str, Any]

    @property
    def ids(self) -> set[str]:
        """The entries of the folder."""
        return {each.entry.id for each in self.read}

    def asked_about(self, reading: Reading) -> tuple[Question, ...]:
        """The questions about an entry: of a procedure also its task's, of a task also its procedures'."""
        entry = reading.entry
        family = {entry.id, entry.task, *(procedure.id for procedure in entry.procedures)}
        return tuple(each for each in self.questions if family & {id_ for id_, _ in each.entries})


def gather(desk: Desk, ids: Iterable[str], day: date) -> Gathered:
    """What a folder of these entries shows, as it stands on the day.

    Raises:
        CatalogUnusable: missing, damaged, or of another version.
    """
    wanted = set(ids)
    read = read_entries(desk, sorted(wanted, key=natural), day)
    asked = ask(desk, "", day)
    known = overview(desk, day)
    listed = [each for type_ in ("task", "procedure") for each in list_of(desk, Filters(), day, type_)]
    chosen = sorted((each for each in listed if each.id in wanted), key=lambda each: natural(each.id))
    fields = {each.field for each in chosen}
    data = data_of(desk)
    assert data is not None
    return Gathered(
        day=day,
        read=tuple(read),
        listed=tuple(chosen),
        blanks={each.entry.id: forms for each in read if (forms := look_around(desk, each.entry).blanks)},
        documents=tuple(read_all_documents(desk, day)),
        questions=tuple(
            each for each in asked.questions if not each.entries or wanted & {id_ for id_, _ in each.entries}
        ),
        hotline=asked.hotline,
        contacts=tuple(contacts(desk)[1]),
        endings=tuple(ends_within(desk, day, ENDS_SOON.days)),
        lapses=lapses(desk, day),
        known=msgspec.structs.replace(
            known, fields={id_: name for id_, name in known.fields.items() if id_ in fields}, practices=()
        ),
        spoken=spoken(desk),
        data=data,
    )
