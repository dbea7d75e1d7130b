"""The application: every page under its address, behind the guard."""

import asyncio
import contextlib
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.errors import Code, Failure
from canang.web.failing import NO_PAGE, NOT_NOW, STATUS, NotHere, explain
from canang.web.guard import READING, Door, Guard, TooLarge, is_long, too_large
from canang.web.render import Renderer
from canang.web.routes import ROUTES
from canang.web.visit import Visit, hint_of

if TYPE_CHECKING:
    from canang.web.office.signed import Signed

Answer = TypeVar("Answer")
Page: TypeAlias = Callable[[Visit], Response]

THREADS = 3
"""How many pages are made at once: each keeps a catalogue open, and one person asks for few."""

MOST_FIELDS = 400
"""Fields of a form. The longest, a whole case on one page, has three an item."""


def build(
    desk: Callable[[], Desk],
    *,
    door: Door,
    hosts: Callable[[], frozenset[str]],
    stop: Callable[[], None],
    mcp: bool = False,
) -> Guard:
    """The application for one person.

    Args:
        desk: the desk of a request: a day may pass while the program runs.
        door: who may come in.
        hosts: the names with port under which the server may be spoken to.
        stop: ends the program, once the answer has gone out.
        mcp: also answer assistants, under ``/mcp/``.
    """
    house = House(lambda *_: Admitted(desk()), desk, threads=THREADS, stop=stop, door=door)
    assistants = _assistants(house, hosts()) if mcp else None

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as running:
            if assistants:
                await running.enter_async_context(assistants[0].session_manager.run())
            yield
        house.close()

    mounts = [Mount("/mcp", assistants[1])] if assistants else []
    app = assemble(house, ROUTES, mounts, lifespan)
    return Guard(app, hosts=hosts, door=door, refuse=house.renderer.refusal)


def assemble(
    house: "House",
    routes: Iterable[tuple[str, str, Page]],
    others: Sequence[BaseRoute] = (),
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """The application of a house: its pages, what they look like, and what else answers."""
    made = [Route(path, house.answering(path, page), methods=[method]) for path, method, page in routes]
    static = Mount("/tinh", StaticFiles(packages=[("canang.web", "static")]))
    handlers = {HTTPException: house.no_page, TooLarge: house.too_large}
    app = Starlette(routes=[*made, static, *others], lifespan=lifespan, exception_handlers=handlers)
    app.state.house = house
    return app


def _assistants(house: "House", hosts: frozenset[str]) -> tuple[Any, Starlette]:
    try:
        from canang.mcp.serving import mounted  # noqa: PLC0415  costs more than all the pages
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần cho trợ lý (thiếu {missing.name}).", 'Cài thêm: pip install "canang[mcp]"'
        ) from None
    return mounted(house.desk, house.shelf, sorted(hosts))


_TURNS = 64
"""Locks for all who write: two people with the same one wait for each other now and then."""


class Admitted(msgspec.Struct, frozen=True):
    """Who was let in to a page: at which desk, and on a server, signed in as whom; ``instead`` is another page that is
    shown first."""

    desk: Desk
    signed: "Signed | None" = None
    instead: Page | None = None


Admit: TypeAlias = Callable[[Request, str, FormData], Admitted]
"""Lets a request in to a page by the page's path, with what was posted; called on a thread of the house, and a failure
is told."""


class House:
    """What all requests share."""

    def __init__(
        self,
        admit: Admit,
        desk: Callable[[], Desk],
        *,
        threads: int,
        stop: Callable[[], None] | None = None,
        door: Door | None = None,
        outside: "Callable[[Request], Signed] | None" = None,
    ) -> None:
        """Make ready.

        Args:
            admit: lets a request in.
            desk: for the pages that are shown to whom was not let in.
            threads: how many pages are made at once.
            stop: ends the program, where a person may.
            outside: on a province's server, who asks before it is known who it is.
        """
        self._outsider = outside
        self._admit, self.desk, self.stop, self.door = admit, desk, stop, door
        self.renderer, self.shelf = Renderer(), Shelf()
        self._workers = ThreadPoolExecutor(threads, "trang")
        self._turns = tuple(threading.Lock() for _ in range(_TURNS))

    def close(self) -> None:
        """Finish what was begun."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def answering(self, path: str, page: Page) -> Callable[[Request], object]:
        """A page as Starlette calls it: made on a thread of ours, whatever goes wrong told in words."""

        async def answer(request: Request) -> Response:
            if request.method in READING:
                return await self._made(path, page, request, FormData())
            if is_long(request.headers):
                # A file is taken in only from whom it will be kept.
                refused = await self._on_thread(self._refused, path, request)
                if refused is not None:
                    return refused
            async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
                return await self._made(path, page, request, form)

        return answer

    def _refused(self, path: str, request: Request) -> Response | None:
        """The answer to who is not let in; None where they are."""

        def nothing_yet(_: Visit) -> Response:
            return Response(status_code=204)

        answer = self._safely(path, nothing_yet, request, FormData())
        return None if answer.status_code == 204 else answer

    async def _made(self, path: str, page: Page, request: Request, form: FormData) -> Response:
        return await self._on_thread(self._safely, path, page, request, form)

    async def _on_thread(self, work: Callable[..., Answer], *values: object) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *values)

    def _safely(self, path: str, page: Page, request: Request, form: FormData) -> Response:
        visit = self._outside(request, form)
        try:
            admitted = self._admit(request, path, form)
            visit = self._visit(request, admitted.desk, form, admitted.signed)
            with self._turn(visit):
                return (admitted.instead or page)(visit)
        except Exception as error:
            failure = explain(error)
            if failure.code is Code.UNEXPECTED:
                traceback.print_exception(error, file=sys.stderr)
            return self.told(visit, failure)

    def _turn(self, visit: Visit) -> AbstractContextManager[object]:
        """What one person sends is taken one after the other: of a button pressed twice at once the second finds what
        the first has written."""
        signed = visit.signed
        if visit.request.method in READING or (signed is not None and signed.session is None):
            return contextlib.nullcontext()
        return self._turns[hash(signed.account.id if signed else "") % len(self._turns)]

    def told(self, visit: Visit, failure: Failure) -> Response:
        """A page that says what is wrong and what to do."""
        status = STATUS.get(failure.code, 400)
        try:
            again = visit.kept() if failure.code in NOT_NOW or isinstance(failure, NotHere) else []
            answer = visit.show("error.html", status, failure=failure, hint=hint_of(failure), again=again)
        except Failure:
            answer = self.renderer.refusal(status, str(failure), hint_of(failure))
        if status in {429, 503}:
            answer.headers["retry-after"] = "60"
        return answer

    async def too_large(self, request: Request, _: Exception) -> Response:
        """A body that turned out larger than it said."""
        return too_large(self.renderer.refusal, request.headers, here=self.door is not None)

    async def no_page(self, request: Request, error: Exception) -> Response:
        """An address that is none of ours, or a form that Starlette could not read."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        what = NO_PAGE.get(status, "Không đọc được phần gửi lên. Chưa có gì được ghi từ lần gửi này.")
        code = Code.NOT_FOUND if status == 404 else Code.BAD_INPUT
        failure = Failure(what, "Về trang đầu rồi tìm lại.", code)
        answer = await self._on_thread(self.told, self._outside(request), failure)
        answer.status_code = status
        return answer

    def _outside(self, request: Request, form: FormData | None = None) -> Visit:
        """A request of somebody who may be anybody."""
        signed = self._outsider(request) if self._outsider else None
        return self._visit(request, self.desk(), FormData() if form is None else form, signed)

    def _visit(self, request: Request, desk: Desk, form: FormData, signed: "Signed | None") -> Visit:
        """A request at a desk that keeps what it reads for the next."""
        desk = msgspec.structs.replace(desk, shelf=self.shelf)
        return Visit(request, desk, self.shelf, self.renderer, form, signed)
