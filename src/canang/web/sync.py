"""The server of a province for machines that work offline: they send what was written and fetch what is new.

No pages and no cookies: each request carries the machine's token. Meant to stand behind a reverse proxy that speaks
TLS; it listens on this machine alone unless told otherwise. OWASP ASVS 5.0, 4.1, 8.2 and 14.3.
"""

import asyncio
import hashlib
import io
import re
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from canang.cases.protocol import VERSION, Batch
from canang.desk.attachments import LARGEST_KEPT, keep_content, kept_file
from canang.desk.province import office_folder
from canang.errors import Code, Failure, error_envelope
from canang.server.exchange import fetch, take
from canang.server.machines import Machine, Unknown, machine_by
from canang.server.moving import forward
from canang.server.province import Province
from canang.web.listening import listen_or_say, run_behind_proxy

LARGEST_BATCH = 60_000_000
"""Bytes of a batch: five hundred events, each at its longest, are refused one by one and not as a whole."""

THREADS = 8
_DIGEST = re.compile(r"[0-9a-f]{64}")
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
}
_STATUS = {Code.REFUSED: 401, Code.NOT_FOUND: 404, Code.DATA_VERSION: 409, Code.BUSY: 503, Code.DISK_FULL: 507}


def build_sync(province: Province, home: Path) -> Starlette:
    """The application.

    Args:
        home: where attached files are kept, by office.
    """
    house = _House(province, home)
    return Starlette(
        routes=[
            Route("/dong-bo/gui", house.answering(house.send), methods=["POST"]),
            Route("/dong-bo/nhan", house.answering(house.receive), methods=["GET"]),
            Route("/dong-bo/tep/{ma}", house.answering(house.has_file), methods=["GET"]),
            Route("/dong-bo/tep/{ma}", house.answering(house.keep_file), methods=["PUT"]),
        ]
    )


class _House:
    """What all requests share."""

    def __init__(self, province: Province, home: Path) -> None:
        self._province, self._home = province, home
        self._workers = ThreadPoolExecutor(THREADS, "dong-bo")

    def answering(self, work: Callable[[Request, bytes, "psycopg.Connection[Any]", Machine], Response]) -> Any:
        """A request that was let in and read, answered on a thread of ours; whatever goes wrong told in words."""

        async def answer(request: Request) -> Response:
            most = LARGEST_KEPT if request.method == "PUT" else LARGEST_BATCH
            body = bytearray()
            try:
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > most:
                        return _told(Failure(f"Phần gửi lên lớn hơn {most // 1_000_000} MB nên không nhận."), 413)
            except ClientDisconnect:  # its line was cut; nobody waits for an answer
                return Response(status_code=400)
            made = asyncio.get_running_loop().run_in_executor(self._workers, self._safely, work, request, bytes(body))
            return await made

        return answer

    def _safely(
        self,
        work: Callable[[Request, bytes, "psycopg.Connection[Any]", Machine], Response],
        request: Request,
        body: bytes,
    ) -> Response:
        try:
            _check_protocol(request)
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            with self._province.connected() as connection:
                machine = machine_by(connection, token, request.headers.get("x-du-lieu"))
                answer = work(request, body, connection, machine)
        except Failure as failure:
            return _told(failure)
        except Exception as error:
            traceback.print_exception(error, file=sys.stderr)
            return _told(Failure("Máy chủ gặp lỗi chưa lường trước.", "Báo người quản trị.", Code.UNEXPECTED), 500)
        answer.headers.update(_HEADERS)
        return answer

    def send(self, _: Request, body: bytes, connection: "psycopg.Connection[Any]", machine: Machine) -> Response:
        """Take a batch in."""
        try:
            batch = msgspec.json.decode(body, type=Batch)
        except (msgspec.DecodeError, RecursionError):
            raise Failure("Không đọc được phần gửi lên.", "Cập nhật canang rồi gửi lại.", Code.BAD_INPUT) from None
        now = datetime.now(UTC)
        answer = take(connection, machine, batch, now)
        # What an office writes into a case that has gone to another follows it.
        forward(self._province, machine.office, now, {event.case for event in batch.events if event.case})
        return _json(answer)

    def receive(self, request: Request, _: bytes, connection: "psycopg.Connection[Any]", machine: Machine) -> Response:
        """What is new behind a cursor."""
        return _json(fetch(connection, machine, request.query_params.get("sau", "")[:100]))

    def has_file(self, request: Request, _: bytes, __: "psycopg.Connection[Any]", machine: Machine) -> Response:
        """An attached file of the office."""
        path = kept_file(self._folder(machine), _named(request))
        if path is None:
            raise Failure("Máy chủ chưa có tệp này.", code=Code.NOT_FOUND)
        return FileResponse(path, media_type="application/octet-stream")

    def keep_file(self, request: Request, body: bytes, _: "psycopg.Connection[Any]", machine: Machine) -> Response:
        """Keep an attached file, if it is what its digest says."""
        digest = _named(request)
        if hashlib.sha256(body).hexdigest() != digest:
            raise Failure("Nội dung tệp không đúng mã của nó.", "Gửi lại tệp ấy.", Code.BAD_INPUT)
        keep_content(self._folder(machine), digest[:16], io.BytesIO(body))
        return Response(status_code=204)

    def _folder(self, machine: Machine) -> Path:
        return office_folder(self._home, machine.office.id)


def _named(request: Request) -> str:
    digest = str(request.path_params["ma"])
    if not _DIGEST.fullmatch(digest):
        raise Failure("Mã tệp không đúng dạng.", code=Code.NOT_FOUND)
    return digest


def _check_protocol(request: Request) -> None:
    asked = request.headers.get("x-canang", "")
    if asked != str(VERSION):
        newer = asked.isdigit() and int(asked) > VERSION
        raise Failure(
            "Máy chủ cũ hơn máy này." if newer else "Máy chủ mới hơn máy này.",
            "Người quản trị cập nhật canang trên máy chủ." if newer else "Cập nhật canang trên máy này.",
            Code.DATA_VERSION,
        )


def _json(value: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _told(failure: Failure, status: int | None = None) -> Response:
    code = status or (401 if isinstance(failure, Unknown) else _STATUS.get(failure.code, 400))
    headers = _HEADERS | ({"retry-after": "2"} if code == 503 else {})
    return Response(msgspec.json.encode(error_envelope(failure)), code, media_type="application/json", headers=headers)


def serve_sync(province: Province, home: Path, address: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until the program is ended.

    Args:
        address: where to listen; a reverse proxy on this machine asks 127.0.0.1.
        ready: told the port once it listens.

    Raises:
        Failure: the port cannot be had.
    """
    with listen_or_say(address, port) as listening:
        ready(listening.getsockname()[1])
        run_behind_proxy(build_sync(province, home), listening, lifespan="off")
