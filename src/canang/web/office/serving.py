"""Serving a province."""

from collections.abc import Callable

from canang.desk.desk import Desk
from canang.server.moving import forward
from canang.server.province import Province
from canang.web.listening import listen_or_say, run_behind_proxy
from canang.web.office.app import AT_ONCE, build_office
from canang.web.office.settings import Settings


def serve_office(
    desk: Callable[[], Desk],
    province: Province,
    settings: Settings | None,
    *,
    listen_at: str,
    port: int,
    ready: Callable[[str, int], None],
) -> None:
    """Serve until the program is ended.

    Args:
        desk: the server's own.
        settings: None is a trial on this machine alone.
        listen_at: the address to listen at; a reverse proxy on this machine asks 127.0.0.1.
        ready: told the address that people type, and the port, once it listens.

    Raises:
        Failure: the port cannot be had, the settings cannot be, or the database does not answer.
    """
    province.keep_connections(AT_ONCE)
    for office in province.offices():  # also: a database that does not answer is told now, not at the first page
        forward(province, office, desk().now())
    with listen_or_say(listen_at, port) as listening:
        taken: int = listening.getsockname()[1]
        settings = settings or Settings(f"http://127.0.0.1:{taken}")
        app = build_office(desk, province, settings)
        ready(settings.dia_chi, taken)
        try:
            run_behind_proxy(
                app, listening, lifespan="on", proxy_headers=True, forwarded_allow_ips=list(settings.sau),
                h11_max_incomplete_event_size=64_000,
            )  # fmt: skip
        finally:
            province.close()
