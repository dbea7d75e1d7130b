"""The application of a province's server: the same pages, each in the register of who asks; and what machines send."""

import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette

from canang.desk.desk import Desk
from canang.server.oidc import Provider
from canang.server.province import Province
from canang.web.app import House, assemble
from canang.web.guard import Guard
from canang.web.office import overseeing, people, signing
from canang.web.office.entrance import Entrance
from canang.web.office.settings import Settings, secret_of
from canang.web.pages import data
from canang.web.routes import ROUTES
from canang.web.sync import build_sync

THREADS = 8
"""How many pages are made at once: more only wait for the processor."""

AT_ONCE = 3 * THREADS
"""Connections to the database: a page holds two at most, a machine's request one."""

PAGES = (
    *(route for route in ROUTES if route not in data.ROUTES),
    *signing.ROUTES,
    *people.ROUTES,
    *overseeing.ROUTES,
)
"""Every page of a server. Its data, and its end, are its operator's."""


def build_office(
    desk: Callable[[], Desk], province: Province, settings: Settings, *, secret: str | None = None
) -> Guard:
    """The application.

    Args:
        desk: the server's own: the handbook, and the folder of what is kept.
        secret: of the identity provider, where it is not to be read from the file that is set.
    """
    provider = None
    if settings.dang_nhap:
        provider = Provider(
            settings.dang_nhap.may_cap,
            settings.dang_nhap.ma_ung_dung,
            secret or secret_of(settings.dang_nhap),
            f"{settings.dia_chi.rstrip('/')}/vao/ve",
            settings.dang_nhap.ten,
        )
    entrance = Entrance(desk, province, provider, secure=settings.secure)
    house = House(entrance.admit, desk, threads=THREADS, outside=entrance.outsider)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        house.close()

    app = assemble(house, PAGES, build_sync(province, desk().home).routes, lifespan)
    hosts = frozenset({settings.host})
    return Guard(app, hosts=lambda: hosts, refuse=house.renderer.refusal, secure=settings.secure)
