"""The pages of the folder: each its file, its template, and what it shows."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

import msgspec

from canang.catalog.lasting import Lapse
from canang.catalog.model import Citation, Status
from canang.desk.asking import Asked
from canang.desk.reading import Reading
from canang.text.days import show_day
from canang.web.linked import linked_data
from canang.web.site.gathered import Gathered
from canang.web.site.index import alphabet
from canang.web.site.links import Links
from canang.web.templating import templates

POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'"
)
"""What a page may load: its own files. Opened from a disk it has no origin, and browsers differ on what ``'self'`` is
then; ``file:`` says it for all of them, and allows nothing more to a page that comes from a server."""


class Page(msgspec.Struct, frozen=True):
    """A page: its file within the folder, its template, what the template is given, and what it says that ends.

    ``lapses`` is None for a page that says nothing of the law.
    """

    file: str
    template: str
    context: dict[str, Any]
    lapses: tuple[Lapse, ...] | None


class Pages:
    """Makes the pages of a folder."""

    def __init__(self, gathered: Gathered, links: Links, made: date) -> None:
        """The pages of what was gathered.

        Args:
            made: the day on which they are made.
        """
        self._gathered, self._links, self._made = gathered, links, made
        self._environment = templates("site/base.html")

    def render(self, page: Page) -> bytes:
        """A page as HTML."""
        known = {
            "address": self._links.seen_from(page.file),
            "policy": POLICY,
            "made": self._made,
            "today": self._gathered.day,
            "day": self._gathered.day,
            "other_day": False,
            "noted": f"Lưu ý, tính đến {show_day(self._gathered.day)}",
            "query": "",
            "problems": {},
            "typed": {},
            "data": self._gathered.data,
            "lapses": page.lapses,
        }
        return self._environment.get_template(page.template).render(known | page.context).encode()

    def every(self) -> list[Page]:
        """All pages."""
        return [*self._lists(), *self._fields(), *map(self._entry, self._gathered.read), *self._documents()]

    def _page(self, parts: Iterable[str], template: str, lapses: tuple[Lapse, ...] | None, **context: Any) -> Page:
        return Page(self._links.file(*parts), f"site/{template}", context, lapses)

    def _lists(self) -> Iterator[Page]:
        known = self._gathered
        of_law = known.lapses.of_documents()
        tasks = [each for each in known.listed if each.type == "task"]
        counted = msgspec.structs.replace(known.known, **{
            name: sum(each.type == type_ and each.status is Status.IN_FORCE for each in known.listed)
            for name, type_ in (("tasks", "task"), ("procedures", "procedure"))
        })  # fmt: skip
        law = [ending for ending in known.endings if ending.kind != "entry"]
        yield self._page((), "home.html", of_law, known=counted, endings=law, trouble=None)
        yield self._page(
            ("danh-sach",), "entries.html", of_law, listed=tasks or known.listed, fields=counted.fields,
            heading="Các nhiệm vụ" if tasks else "Các thủ tục",
        )  # fmt: skip
        yield self._page(("tim",), "index.html", of_law, letters=alphabet(known))
        documents = [each.document for each in known.documents]
        yield self._page(("van-ban",), "documents.html", of_law, documents=documents, asked="")
        found = Asked(known.questions, None, known.hotline)
        cited: list[Citation] = [citation for each in known.questions for citation in each.citations]
        yield self._page(("hoi-dap",), "questions.html", known.lapses.of_citations(cited), found=found, asked="")
        days = [(end, ((), tuple(group))) for end, group in groupby(known.endings, key=lambda ending: ending.day)]
        yield self._page(("lich",), "calendar.html", of_law, days=days, calendar=None)
        yield self._page(("lien-he",), "contacts.html", None, hotline=known.hotline, contacts=known.contacts)
        yield self._page(("huong-dan",), "guide.html", None, known=counted)

    def _fields(self) -> Iterator[Page]:
        known = self._gathered
        for field, name in known.known.fields.items():
            listed = [each for each in known.listed if each.field == field]
            yield self._page(
                ("danh-sach", field), "entries.html", known.lapses.of_documents(), listed=listed,
                fields=known.known.fields, heading=name,
            )  # fmt: skip

    def _entry(self, reading: Reading) -> Page:
        known, entry = self._gathered, reading.entry
        return self._page(
            ("thu-tuc", entry.id),
            "entry.html",
            known.lapses.of_entry(entry),
            entry=entry,
            sheet=reading.sheet,
            documents=list(dict.fromkeys(citation.document for citation in entry.every_citation)),
            blanks=known.blanks.get(entry.id, ()),
            questions=known.asked_about(reading),
            linked=linked_data(entry),
        )

    def _documents(self) -> Iterator[Page]:
        for each in self._gathered.documents:
            number = each.document.number
            lapses = self._gathered.lapses.of_document(number)
            yield self._page(("van-ban", number), "document.html", lapses, found=[each])
