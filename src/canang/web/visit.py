"""One request as a page sees it: who works, what was asked and typed, and how to answer."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.errors import Failure
from canang.search.results import Wanted
from canang.text.days import read_day
from canang.web.addresses import address
from canang.web.render import Renderer

if TYPE_CHECKING:
    from canang.web.office.signed import Signed

LONGEST_QUESTION = 2_000
"""Characters of a query that are read; nobody asks in more."""

MOST_KEPT = 200_000
"""Characters of a form that are carried to another page."""

PASSWORDS = frozenset({"mat-khau", "lan-nua"})
"""Fields that are never shown again."""

DISPOSITIONS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
"""The formats that are handed out as files, with their media types."""


class Visit(msgspec.Struct):
    """One request. ``form`` is what was posted; empty for a page that is only read. ``signed`` is who is signed in on a
    province's server; None on a person's own machine."""

    request: Request
    desk: Desk
    shelf: Shelf
    renderer: Renderer
    form: FormData
    signed: "Signed | None" = None

    @property
    def visitor(self) -> "Signed":
        """Who asks for a page that only a province's server has."""
        assert self.signed is not None
        return self.signed

    def place(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """What was asked for in the address behind ``?``; empty where nothing was."""
        return self.request.query_params.get(name, "").strip()[:LONGEST_QUESTION]

    def typed(self, name: str) -> str:
        """What was typed into a field; empty where nothing was."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def kept(self) -> list[tuple[str, str]]:
        """What was typed into all fields, to be given back where it could not be kept; nothing of a form with a
        password, or one too long to carry."""
        fields = [(name, value) for name, value in self.form.multi_items() if isinstance(value, str)]
        secret = any(name in PASSWORDS for name, _ in fields)
        return [] if secret or sum(len(name) + len(value) for name, value in fields) > MOST_KEPT else fields

    def uploaded(self, name: str) -> UploadFile | None:
        """A file that was chosen in a field; None where none was."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    @property
    def wants_json(self) -> bool:
        """Whether a program asks, which reads JSON and no pages."""
        accepted = self.request.headers.get("accept", "")
        return "application/json" in accepted and "text/html" not in accepted

    @property
    def day(self) -> date:
        """The day to answer for: the one asked for, else today.

        Raises:
            BadDay: it is none.
        """
        asked = self.asked("ngay")
        return read_day(asked) if asked else self.desk.today

    @property
    def other_day(self) -> bool:
        """Whether another day than today was asked for."""
        return bool(self.asked("ngay")) and self.day != self.desk.today

    @property
    def wanted(self) -> Wanted:
        """What else must hold of a search's results; a value that is none of ours asks nothing."""
        level = self.asked("cap")
        return Wanted(self.asked("linh-vuc").upper() or None, level if level in {"xa", "tinh", "bo"} else None, None)

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page."""
        context["signed"] = self.signed
        return self.renderer.page(template, self.desk, self.request.url.path, status, context)

    def go(self, *parts: str, **query: str) -> Response:
        """Send the browser to another page, so that loading it again posts nothing twice."""
        return RedirectResponse(address(*parts, **query), 303)

    def hand_out(self, content: bytes, name: str) -> Response:
        """A file to keep, by its name's ending; Vietnamese letters of the name survive (RFC 6266)."""
        plain = "".join(
            letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name
        )
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        media = DISPOSITIONS.get(name.rpartition(".")[2], "application/octet-stream")
        return Response(content, media_type=media, headers={"content-disposition": disposition})

    def wrong(self, template: str, problems: Mapping[str, str], **context: Any) -> Response:
        """A form once more, with what is wrong by its fields and what was typed still in it."""
        return self.show(template, 400, problems=dict(problems), typed=self.form, **context)

    def failed(self, failure: Failure, template: str, field: str, **context: Any) -> Response:
        """A form once more, with what the desk said of a field."""
        return self.wrong(template, {field: " ".join(filter(None, (str(failure), hint_of(failure))))}, **context)


def hint_of(failure: Failure) -> str:
    """What a failure advises, where it does not speak of commands: a browser has none."""
    return "" if "canang " in failure.hint or "--" in failure.hint else failure.hint
