"""Running the server: on the streams of the process, as assistants start it, or mounted in the pages' server."""

from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.mcp.server import build


def serve(desk: Callable[[], Desk]) -> None:
    """Serve on the process's own input and output until the client leaves."""
    build(desk, Shelf().search).run(transport="stdio")


def mounted(desk: Callable[[], Desk], shelf: Shelf, hosts: list[str]) -> tuple[MCPServer[Any], Starlette]:
    """The server as an application to mount, and the server whose sessions must run while it is.

    Args:
        hosts: the names with port under which it may be spoken to.
    """
    server = build(desk, shelf.search)
    security = TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts])
    return server, server.streamable_http_app(
        streamable_http_path="/", stateless_http=True, json_response=True, transport_security=security
    )
