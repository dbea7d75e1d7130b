"""The application: every page under its address, behind the guard."""

import asyncio
import contextlib
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.errors import Code, Failure
from canang.web.failing import NO_PAGE, STATUS, explain
from canang.web.guard import Door, Guard, TooLarge, too_large
from canang.web.render import Renderer
from canang.web.routes import ROUTES
from canang.web.visit import Visit, hint_of

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
    house = _House(desk, stop, door)

    assistants = _assistants(house, hosts()) if mcp else None

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as running:
            if assistants:
                await running.enter_async_context(assistants[0].session_manager.run())
            yield
        house.workers.shutdown(wait=True, cancel_futures=True)

    routes = [Route(path, house.answering(page), methods=[method]) for path, method, page in ROUTES]
    static = Mount("/tinh", StaticFiles(packages=[("canang.web", "static")]))
    handlers = {HTTPException: house.no_page, TooLarge: house.too_large}
    mounts = [static, *([Mount("/mcp", assistants[1])] if assistants else [])]
    app = Starlette(routes=[*routes, *mounts], lifespan=lifespan, exception_handlers=handlers)
    app.state.house = house
    return Guard(app, hosts=hosts, door=door, refuse=house.renderer.refusal)


def _assistants(house: "_House", hosts: frozenset[str]) -> tuple[Any, Starlette]:
    try:
        from canang.mcp.serving import mounted  # noqa: PLC0415  costs more than all the pages
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần cho trợ lý (thiếu {missing.name}).", 'Cài thêm: pip install "canang[mcp]"'
        ) from None
    return mounted(house.desk, house.shelf, sorted(hosts))


class _House:
    """What all requests share."""

    def __init__(self, desk: Callable[[], Desk], stop: Callable[[], None], door: Door) -> None:
        self.desk, self.stop, self.door = desk, stop, door
        self.renderer, self.shelf = Renderer(), Shelf()
        self.workers = ThreadPoolExecutor(THREADS, "trang")

    def answering(self, page: Page) -> Callable[[Request], object]:
        """A page as Starlette calls it: made on a thread of ours, whatever goes wrong told in words."""

        async def answer(request: Request) -> Response:
            if request.method in {"GET", "HEAD"}:
                return await self._made(page, request, FormData())
            async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
                return await self._made(page, request, form)

        return answer

    async def _made(self, page: Page, request: Request, form: FormData) -> Response:
        visit = Visit(request, self.desk(), self.shelf, self.renderer, form)
        return await asyncio.get_running_loop().run_in_executor(self.workers, self._safely, page, visit)

    def _safely(self, page: Page, visit: Visit) -> Response:
        try:
            return page(visit)
        except Exception as error:
            failure = explain(error)
            if failure.code is Code.UNEXPECTED:
                traceback.print_exception(error, file=sys.stderr)
            return self.told(visit, failure)

    def told(self, visit: Visit, failure: Failure) -> Response:
        """A page that says what is wrong and what to do."""
        status = STATUS.get(failure.code, 400)
        try:
            return visit.show("error.html", status, failure=failure, hint=hint_of(failure))
        except Failure:
            return self.renderer.refusal(status, str(failure), hint_of(failure))

    async def too_large(self, request: Request, _: Exception) -> Response:
        """A body that turned out larger than it said."""
        return too_large(self.renderer.refusal, request.headers)

    async def no_page(self, request: Request, error: Exception) -> Response:
        """An address that is none of ours, or a form that Starlette could not read."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        what = NO_PAGE.get(status, "Không đọc được phần gửi lên. Chưa có gì được ghi từ lần gửi này.")
        code = Code.NOT_FOUND if status == 404 else Code.BAD_INPUT
        visit = Visit(request, self.desk(), self.shelf, self.renderer, FormData())
        answer = await asyncio.get_running_loop().run_in_executor(
            self.workers, self.told, visit, Failure(what, "Về trang đầu rồi tìm lại.", code)
        )
        answer.status_code = status
        return answer
