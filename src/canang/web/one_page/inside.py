"""The program within the page: the pages of ``canang web``, asked by a script in place of a server.

Runs in the browser, under Pyodide; it needs nothing of a browser itself. What is kept lies in a folder, which the
script beside it takes into the browser's own store.
"""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import compile_path

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.errors import Code, Failure
from canang.text.days import today_in_vietnam
from canang.web.failing import NO_PAGE, STATUS, explain
from canang.web.one_page import own
from canang.web.pages import asking, case_forms, cases, difficulties, finding, law, practice, readiness, reading
from canang.web.render import Renderer
from canang.web.visit import Visit, hint_of

PAGES = (
    *finding.ROUTES,
    *reading.ROUTES,
    *law.ROUTES,
    *asking.ROUTES,
    *own.ROUTES,
    *cases.ROUTES,
    *case_forms.ROUTES,
    *difficulties.ROUTES,
    *readiness.ROUTES,
    *practice.ROUTES,
)
"""Every page that needs neither a server nor what cannot be had in a browser."""

_ROUTES = [(*compile_path(path), method, page) for path, method, page in PAGES]
_MOST_TURNS = 5

Field: TypeAlias = tuple[str, str] | tuple[str, str, bytes]


class Said(msgspec.Struct, frozen=True):
    """The answer to a request, redirections followed: its address and status, a page, or a file to keep by name."""

    address: str
    status: int
    media: str
    content: bytes
    name: str | None


class _Desk(Desk):
    """The desk in a browser, where nobody is logged in: the user is who said so, or nobody."""

    @property
    def who(self) -> str | None:
        """The name that was given on the page; None where none was."""
        return self.variables.get("CANANG_NGUOI")


class Inside:
    """The program in one page."""

    def __init__(self, catalog: Path, home: Path, today: Callable[[], date] = today_in_vietnam) -> None:
        """The program over a catalogue.

        Args:
            home: the folder of the user's own data.
        """
        self._catalog, self._home, self._today = catalog, home, today
        self._renderer, self._shelf = Renderer(one_page=True), Shelf()

    @property
    def desk(self) -> Desk:
        """The desk as it is at this moment."""
        who = own.who(self._home)
        variables = {"CANANG_HOME": str(self._home)} | ({"CANANG_NGUOI": who} if who else {})
        return _Desk(self._today(), variables, self._catalog, shelf=self._shelf)

    def answer(self, method: str, address: str, fields: Iterable[Field] = ()) -> Said:
        """Answer a request as a server would.

        Args:
            address: the path with what is asked behind ``?``.
            fields: what a form posts, in its order: names with what was typed, or with a file's name and content.
        """
        form = FormData([(name, _posted(*value)) for name, *value in fields])
        for _ in range(_MOST_TURNS):
            answer = self._answer(method, address, form)
            if answer.status_code not in {302, 303, 307}:
                break
            method, address, form = "GET", answer.headers["location"], FormData()
        content = Path(answer.path).read_bytes() if isinstance(answer, FileResponse) else bytes(answer.body)
        return Said(address, answer.status_code, answer.media_type or "", content, _name_of(answer))

    def _answer(self, method: str, address: str, form: FormData) -> Response:
        asked = urlsplit(address)
        path = unquote(asked.path)
        scope: dict[str, Any] = {
            "type": "http", "method": method, "path": path, "query_string": asked.query.encode(), "headers": [],
            "path_params": {}, "scheme": "http", "server": ("localhost", 80), "root_path": "",
        }  # fmt: skip
        page, scope["path_params"], status = _found(method, path)
        visit = Visit(Request(scope), self.desk, self._shelf, self._renderer, form)
        if page is None:
            code = Code.NOT_FOUND if status == 404 else Code.BAD_INPUT
            answer = self._told(visit, Failure(NO_PAGE[status], "Về trang đầu rồi tìm lại.", code))
            answer.status_code = status
            return answer
        try:
            return page(visit)
        except Exception as error:
            return self._told(visit, explain(error))

    def _told(self, visit: Visit, failure: Failure) -> Response:
        status = STATUS.get(failure.code, 400)
        try:
            return visit.show("error.html", status, failure=failure, hint=hint_of(failure))
        except Failure:
            return self._renderer.refusal(status, str(failure), hint_of(failure))


def _found(method: str, path: str) -> tuple[Callable[[Visit], Response] | None, dict[str, Any], int]:
    """The page of a path with the parts of its address, or the status that says why there is none."""
    status = 404
    for pattern, _, convertors, own_method, page in _ROUTES:
        if matched := pattern.match(path):
            if method == own_method:
                return page, {name: convertors[name].convert(part) for name, part in matched.groupdict().items()}, 200
            status = 405
    return None, {}, status


def _posted(value: str, content: "bytes | memoryview | None" = None) -> "str | UploadFile":
    return value if content is None else UploadFile(BytesIO(content), size=len(content), filename=value)


def _name_of(answer: Response) -> str | None:
    """The name under which a file is handed out; None for a page."""
    said = answer.headers.get("content-disposition", "")
    _, encoded, name = said.partition("filename*=")
    if encoded:
        return unquote(name.partition("''")[2])
    return said.partition('filename="')[2].rstrip('"') or None
