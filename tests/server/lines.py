"""A line between a machine and a server that is cut somewhere."""

import socket
from contextlib import suppress


def carry(source: socket.socket, target: socket.socket, left: int, at_once: int = 4096) -> None:
    """Bytes from one end to the other, so many and no more; then both ends are cut.

    Args:
        at_once: bytes that are taken at a time.
    """
    try:
        while left > 0 and (data := source.recv(min(at_once, left))):
            target.sendall(data)
            left -= len(data)
    except OSError:
        pass
    finally:
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
