"""Running on this machine: a port, one running program a folder, the browser opened with a key that opens once."""

import contextlib
import errno
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import msgspec
import uvicorn

from canang.desk.desk import Desk
from canang.desk.membership import membership_of
from canang.desk.syncing import sync
from canang.errors import Code, Failure
from canang.files import private_folder, write_whole
from canang.web.app import build
from canang.web.guard import ENTRANCE, NEW_KEY, Door
from canang.web.listening import listen

ADDRESS = "127.0.0.1"
USUAL_PORT = 8756
"""Tried first, so that the address in the browser stays the same from day to day; where it is taken, any free one."""

FILE = "web.json"
"""The private file in the user's folder by which a second start finds the running program."""

_BETWEEN_SYNCS = 60.0
"""Seconds between two exchanges with the province's server, where this machine belongs to one."""

_PATIENCE = 2.0
"""Seconds that a running program has to answer a second start."""


class Running(msgspec.Struct, frozen=True):
    """A program that serves already: where, and what it asks of another start."""

    port: int
    starter: str


class Told(msgspec.Struct, frozen=True):
    """What the command says: the address to open, and whether a program that ran already was asked for it."""

    address: str
    already: bool


def serve(
    desk: Callable[[], Desk],
    *,
    port: int | None,
    tell: Callable[[Told], None],
    opener: Callable[[str], object] | None,
    mcp: bool = False,
) -> None:
    """Serve the pages until the program is ended from the terminal or from a page.

    Args:
        desk: the desk of a request.
        port: None is the usual one, or any that is free.
        tell: told the address once the pages can be asked for.
        opener: opens an address in the browser; None opens nothing.
        mcp: also answer assistants.

    Raises:
        Failure: the port asked for cannot be had.
    """
    home = desk().home
    if port is None and (address := _of_running(home)):
        tell(Told(address, already=True))
        if opener:
            opener(address)
        return
    listening = _listen(port)
    taken: int = listening.getsockname()[1]
    door = Door()
    hosts = frozenset(f"{name}:{taken}" for name in (ADDRESS, "localhost"))
    server: _Server

    def stop() -> None:
        server.should_exit = True

    app = build(desk, door=door, hosts=lambda: hosts, stop=stop, mcp=mcp)
    address = f"http://{ADDRESS}:{taken}{ENTRANCE}?khoa={door.new_key()}"

    def ready() -> None:
        _note(home, Running(taken, door.starter))
        tell(Told(address, already=False))
        if opener:
            opener(address)

    settings = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="on", timeout_graceful_shutdown=3,
        limit_concurrency=100, h11_max_incomplete_event_size=64_000,
    )  # fmt: skip
    server = _Server(settings, ready)
    ended = threading.Event()
    threading.Thread(target=_keep_synced, args=(desk, ended), daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        ended.set()
        listening.close()
        _forget(home, taken)


def _keep_synced(desk: Callable[[], Desk], ended: threading.Event) -> None:
    """While the pages are open, what was written goes to the province's server and what is new comes, by itself."""
    while not ended.wait(_BETWEEN_SYNCS):
        # Without a network nothing is lost: the list says what has not gone out, and the command says why.
        with contextlib.suppress(Failure, OSError):
            if membership_of(desk()):
                sync(desk())


class _Server(uvicorn.Server):
    """Says when it can be asked."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(port: int | None) -> socket.socket:
    wanted = [port] if port is not None else [USUAL_PORT, 0]
    for each in wanted:
        try:
            return listen(ADDRESS, each)
        except OverflowError:
            raise Failure(f"Không có cổng {each}.", "Chọn số từ 1024 đến 65535, hoặc bỏ --cong.") from None
        except OSError as error:
            if each == wanted[-1]:
                in_use = error.errno == errno.EADDRINUSE
                why = "đang có chương trình khác dùng" if in_use else "máy này không cho mở"
                raise Failure(f"Cổng {each} {why}.", "Chọn cổng khác, hoặc bỏ --cong.", Code.BUSY) from None
    raise AssertionError("one of the ports was bound, or the last one failed")


def _of_running(home: Path) -> str | None:
    """An address of a program that already serves this folder, with a key that opens once; None where none does."""
    try:
        running = msgspec.json.decode((home / FILE).read_bytes(), type=Running)
        request = urllib.request.Request(
            f"http://{ADDRESS}:{running.port}{NEW_KEY}",
            data=b"",
            headers={"authorization": f"Bearer {running.starter}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_PATIENCE) as answer:
            key = answer.read(200).decode("ascii")
    except (OSError, urllib.error.URLError, msgspec.DecodeError, ValueError):
        return None
    return f"http://{ADDRESS}:{running.port}{ENTRANCE}?khoa={key}"


def _note(home: Path, running: Running) -> None:
    with contextlib.suppress(OSError):  # a folder that cannot be written: a second start is a second program
        private_folder(home)
        write_whole(home / FILE, json.dumps(msgspec.to_builtins(running)).encode(), private=True)


def _forget(home: Path, port: int) -> None:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        if msgspec.json.decode((home / FILE).read_bytes(), type=Running).port == port:
            (home / FILE).unlink()
