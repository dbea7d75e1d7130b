"""A socket to serve on, and an operator's server on it."""

import socket
import sys
from typing import Any

import uvicorn

from canang.errors import Code, Failure

_KEPT_OPEN = 75
"""Seconds for which a connection without a request stays open: longer than a reverse proxy keeps one (nginx: 60), or it
sends a request into a connection that is being closed, and an answer that was typed is told as an error."""


def listen(address: str, port: int) -> socket.socket:
    """A socket that listens; who connects before the program answers waits.

    Args:
        port: 0 is any that is free.

    Raises:
        OSError: the port cannot be had.
        OverflowError: there is no such port.
    """
    # Without its protocol named, asyncio does not set TCP_NODELAY on what comes in: each page waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there the option lets two programs have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        listening.listen(512)
    except (OSError, OverflowError):
        listening.close()
        raise
    return listening


def listen_or_say(address: str, port: int) -> socket.socket:
    """The same for a server that an operator starts.

    Raises:
        Failure: the port cannot be had.
    """
    try:
        return listen(address, port)
    except (OSError, OverflowError):
        raise Failure(f"Không mở được cổng {port} ở {address}.", "Chọn cổng khác bằng --cong.", Code.BUSY) from None


def run_behind_proxy(app: Any, listening: socket.socket, **more: Any) -> None:
    """Serve an application to a reverse proxy until the program is ended.

    Args:
        app: as ASGI has it.
        more: what else uvicorn is to be told.
    """
    settings = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, limit_concurrency=500,
        timeout_graceful_shutdown=5, timeout_keep_alive=_KEPT_OPEN, **more,
    )  # fmt: skip
    uvicorn.Server(settings).run(sockets=[listening])
