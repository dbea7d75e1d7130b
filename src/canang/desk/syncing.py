"""Keeping the register of this machine the same as the office's on the province's server, whenever there is a network.

What was written goes out in batches, each event with an answer of its own; what is new comes in. A cut at any point
loses nothing and doubles nothing: what was not answered is sent again, and known there.
"""

import hashlib
import http.client
import io
import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from canang.cases.events import Event
from canang.cases.ledger import Ledger
from canang.cases.protocol import BATCH, VERSION, Answer, Batch, Fetched
from canang.cases.state import Attachment
from canang.cases.verdicts import TWO_WITH_ONE_ID, Gap, Outcome, Verdict
from canang.catalog.overview import meta
from canang.desk.attachments import LARGEST_KEPT, find_file, keep_content, kept_file, name_of_file
from canang.desk.desk import Desk
from canang.desk.membership import Membership, keep_membership, membership_of
from canang.desk.travelling import attachment_of, told_of
from canang.errors import Code, Failure

_CURSOR = "may-chu"
_MISSING = "may-chu-tep"
"""Under this key are remembered the attached files that are still to be fetched."""

_PATIENCE = 30.0
_AGAIN = (1.0, 2.0, 4.0)
"""Seconds between two tries where the server asks for a moment; a failover is over within them."""

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_T = TypeVar("_T")


class Synced(msgspec.Struct, frozen=True):
    """What came of it: events sent and fetched, still waiting and refused; ``problems`` in words; names of cases in
    which people now contradict each other; what the server is missing of this machine."""

    sent: int
    fetched: int
    waiting: int
    refused: int
    problems: tuple[str, ...]
    conflicts: tuple[str, ...]
    gaps: tuple[Gap, ...]


class _Server(msgspec.Struct, frozen=True):
    """Who is asked; ``data_version`` is told, so that the province sees who works with old data."""

    joined: Membership
    data_version: str = ""


class NotReached(Failure):
    """The server was not reached; everything stays here and goes out the next time."""

    code = Code.BUSY

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Chưa nối được máy chủ: {why}.", "Những gì đã ghi còn nguyên ở máy này. Có mạng thì chạy lại."
        )


class _Soon(NotReached):
    """The server is there and asks for a moment: its database changes over to another machine."""

    def __init__(self, message: str, hint: str) -> None:
        Failure.__init__(self, message, f"Những gì đã ghi còn nguyên ở máy này. {hint}".strip())


def join(desk: Desk, address: str, token: str) -> str:
    """Note the server of this machine, once it has let the machine in.

    Returns:
        The address as it was kept.

    Raises:
        Failure: the address is none, is not protected (HTTP beyond this machine), or the server refuses the token.
    """
    parts = urlsplit(address if "://" in address else f"https://{address}")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Failure(f"Không đọc được địa chỉ “{address[:80]}”.", "Viết như https://canang.tinh.gov.vn")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise Failure("Địa chỉ http:// không che mã nối trên đường truyền.", "Dùng địa chỉ https:// của máy chủ.")
    joined = Membership(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token.strip())
    _ask(_Server(joined), "GET", "/dong-bo/nhan?sau=")
    keep_membership(desk, joined)
    return joined.address


def sync(desk: Desk) -> Synced:
    """Send what waits and fetch what is new.

    Raises:
        NotReached: the server does not answer; what was done until then stands.
        Failure: this machine belongs to no server, or the server lets it in no more.
    """
    joined = membership_of(desk)
    if joined is None:
        raise Failure("Máy này chưa nối với máy chủ nào.", "Xin mã nối ở tỉnh, rồi: canang ho-so noi ĐỊA-CHỈ MÃ")
    server = _Server(joined, _data_version(desk))
    with desk.register() as register:
        fetched, problems = _fetch(desk, server, register)
        verdicts, gaps = _send(desk, server, register)
        more, others = _fetch(desk, server, register)
        disputed = register.disputed()
        refused = register.refused()
        waiting = sum(register.unsent().values()) - len(refused)
    return Synced(
        sent=sum(verdict.outcome is Outcome.ADDED for verdict in verdicts),
        fetched=fetched + more,
        waiting=waiting,
        refused=len(refused),
        problems=tuple(dict.fromkeys([*problems, *others, *told_of(verdicts)])),
        conflicts=tuple(disputed.values()),
        gaps=tuple(gaps),
    )


def _data_version(desk: Desk) -> str:
    try:
        with desk.catalog() as connection:
            return meta(connection)["version"]
    except Failure:  # a damaged catalogue must not keep what was written from going out
        return ""


def _send(desk: Desk, server: _Server, register: Ledger) -> tuple[list[Verdict], list[Gap]]:
    told: list[Verdict] = []
    gaps: list[Gap] = []
    tried: set[str] = set()
    while True:
        # What the server takes later stays in the outbox: behind it may wait what it takes now.
        batch = [event for event in register.outbox(BATCH + len(tried)) if event.id not in tried][:BATCH]
        if not batch:
            return told, gaps
        for event in batch:
            _send_file(desk, server, event)
        sent = Batch(register.device or batch[0].device, tuple(batch))
        answer = _decoded(_ask(server, "POST", "/dong-bo/gui", msgspec.json.encode(sent)), Answer)
        if any(verdict.reason == TWO_WITH_ONE_ID for verdict in answer.verdicts):
            if TWO_WITH_ONE_ID in tried:
                raise Failure("Máy chủ vẫn thấy hai máy chung một số.", "Báo người quản trị của tỉnh.", Code.REFUSED)
            register.settle(verdict for verdict in answer.verdicts if verdict.arrived)
            register.renew_device()
            tried = {TWO_WITH_ONE_ID}
            continue
        register.settle(answer.verdicts)
        told += answer.verdicts
        gaps = list(answer.gaps)
        tried |= {verdict.id for verdict in answer.verdicts if verdict.outcome is Outcome.LATER}


def _fetch(desk: Desk, server: _Server, register: Ledger) -> tuple[int, list[str]]:
    added, problems = 0, []
    while True:
        cursor = register.recall(_CURSOR) or ""
        found = _decoded(_ask(server, "GET", f"/dong-bo/nhan?sau={quote(cursor)}"), Fetched)
        if found.anew:
            register.await_all()
        verdicts = register.take(found.events, desk.now(), sent=True)
        problems += told_of([v for v in verdicts if v.outcome is not Outcome.ADDED])
        added += sum(verdict.outcome is Outcome.ADDED for verdict in verdicts)
        problems += _fetch_files(desk, server, register, found.events)
        register.remember(_CURSOR, found.cursor)
        if not found.more:
            return added, problems


def _send_file(desk: Desk, server: _Server, event: Event) -> None:
    if event.kind != "attach":
        return
    attachment = attachment_of(event)
    path = find_file(desk.register_home, attachment)
    if path is None or attachment.size > LARGEST_KEPT:
        return
    _ask(server, "PUT", f"/dong-bo/tep/{attachment.sha256}", path.read_bytes())


def _fetch_files(desk: Desk, server: _Server, register: Ledger, events: Sequence[Event]) -> list[str]:
    """Fetch what the events show; what the server does not have (whole) yet is asked for again the next time."""
    wanted = msgspec.json.decode(register.recall(_MISSING) or "[]", type=list[Attachment])
    before = len(wanted)
    wanted += [attachment_of(event) for event in events if event.kind == "attach"]
    problems, missing = [], []
    for attachment in wanted:
        if kept_file(desk.register_home, attachment.sha256):
            continue
        try:
            content = _ask(server, "GET", f"/dong-bo/tep/{attachment.sha256}")
            if hashlib.sha256(content).hexdigest() != attachment.sha256:
                raise Failure("nội dung ở máy chủ không đúng mã của tệp")
            keep_content(desk.register_home, name_of_file(attachment), io.BytesIO(content))
        except NotReached:
            raise
        except Failure as failure:
            missing.append(attachment)
            problems.append(f"tệp {name_of_file(attachment)[:60]}: {failure}")
    if missing or before:
        register.remember(_MISSING, msgspec.json.encode(missing).decode())
    return problems


def _ask(server: _Server, method: str, path: str, body: bytes | None = None) -> bytes:
    headers = {"authorization": f"Bearer {server.joined.token}", "x-canang": str(VERSION)}
    if server.data_version:
        headers["x-du-lieu"] = server.data_version
    request = urllib.request.Request(f"{server.joined.address}{path}", body, headers, method=method)
    for waited in _AGAIN:
        try:
            return _asked(request)
        except _Soon:
            time.sleep(waited)
    return _asked(request)


def _asked(request: urllib.request.Request) -> bytes:
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            content: bytes = answer.read()
            return content
    except urllib.error.HTTPError as refused:
        failure = _failure(refused.code, refused.read(100_000))
        if refused.code == 503 and refused.headers.get("retry-after"):
            raise _Soon(str(failure), failure.hint) from None
        raise failure from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        raise NotReached(_why(getattr(error, "reason", error))) from None
    except ValueError:
        raise Failure("Mã nối có ký tự không dùng được.", "Chép lại mã nối, không thừa dấu.") from None


def _why(reason: object) -> str:
    """Why nobody answered, in words."""
    match reason:
        case TimeoutError():
            return "hết giờ chờ"
        case socket.gaierror():
            return "không tìm thấy máy chủ có tên này, hoặc đang không có mạng"
        case ConnectionRefusedError():
            return "máy ấy có, nhưng không có gì trả lời ở cổng này"
        case ssl.SSLError():
            return "chứng thư HTTPS của máy chủ không tin được"
        case _:
            return "mạng bị đứt"


def _failure(status: int, body: bytes) -> Failure:
    try:
        said = json.loads(body)["error"]
        return Failure(str(said["message"]), str(said["hint"] or ""), Code(said["code"]))
    except (ValueError, KeyError, TypeError):
        return NotReached(f"máy chủ trả lời {status}")


def _decoded(content: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError:
        raise NotReached("câu trả lời không phải của cẩm nang") from None
