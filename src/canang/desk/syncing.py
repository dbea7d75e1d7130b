"""Keeping the register of this machine the same as the office's on the province's server, whenever there is a network.

What was written goes out in batches, each event with an answer of its own; what is new comes in. A cut at any point
loses nothing and doubles nothing: what was not answered is sent again, and known there.
"""

import http.client
import io
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from canang.cases.events import Event
from canang.cases.store import Store
from canang.cases.verdicts import TWO_WITH_ONE_ID, Gap, Outcome, Verdict
from canang.catalog.overview import meta
from canang.desk.attachments import LARGEST_KEPT, find_file, keep_content, kept_file, name_of_file
from canang.desk.desk import Desk
from canang.desk.travelling import attachment_of, told_of
from canang.errors import Code, Failure
from canang.files import private_folder, write_whole

FILE = "may-chu.json"
"""The private file in the user's folder that says to which server this machine belongs, and by which token."""

BATCH, PROTOCOL = 500, 1
"""Events that go at once, and the version of what is spoken; the server has the same (``server.exchange``)."""

_CURSOR = "may-chu"
_PATIENCE = 30.0
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_T = TypeVar("_T")


class Joined(msgspec.Struct, frozen=True):
    """The server that this machine belongs to; ``data_version`` is told it, so that the province sees who works with
    old data."""

    address: str
    token: str
    data_version: str = ""


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


class _Answer(msgspec.Struct):
    verdicts: list[Verdict]
    gaps: list[Gap] = []


class _Fetched(msgspec.Struct):
    events: list[Event]
    cursor: str
    more: bool
    anew: bool = False


class NotReached(Failure):
    """The server was not reached; everything stays here and goes out the next time."""

    code = Code.BUSY

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Chưa nối được máy chủ: {why}.", "Những gì đã ghi còn nguyên ở máy này. Có mạng thì chạy lại."
        )


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
    joined = Joined(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token.strip())
    _ask(desk, joined, "GET", "/dong-bo/nhan?sau=")
    private_folder(desk.home)
    write_whole(desk.home / FILE, msgspec.json.encode(joined), private=True)
    return joined.address


def server_of(desk: Desk) -> Joined | None:
    """The server of this machine; None where it belongs to none, or the file cannot be read."""
    try:
        return msgspec.json.decode((desk.home / FILE).read_bytes(), type=Joined)
    except (OSError, msgspec.DecodeError):
        return None


def sync(desk: Desk) -> Synced:
    """Send what waits and fetch what is new.

    Raises:
        NotReached: the server does not answer; what was done until then stands.
        Failure: this machine belongs to no server, or the server lets it in no more.
    """
    joined = server_of(desk)
    if joined is None:
        raise Failure("Máy này chưa nối với máy chủ nào.", "Xin mã nối ở tỉnh, rồi: canang ho-so noi ĐỊA-CHỈ MÃ")
    joined = msgspec.structs.replace(joined, data_version=_data_version(desk))
    with desk.register() as register:
        fetched, problems = _fetch(desk, joined, register)
        verdicts, gaps = _send(desk, joined, register)
        more, others = _fetch(desk, joined, register)
        cases = register.all_cases()
        refused = register.refused()
        waiting = sum(register.unsent().values()) - len(refused)
    return Synced(
        sent=sum(verdict.outcome is Outcome.ADDED for verdict in verdicts),
        fetched=fetched + more,
        waiting=waiting,
        refused=len(refused),
        problems=tuple(dict.fromkeys([*problems, *others, *told_of(verdicts)])),
        conflicts=tuple(case.name for case in cases if case.conflicts),
        gaps=tuple(gaps),
    )


def _data_version(desk: Desk) -> str:
    try:
        with desk.catalog() as connection:
            return meta(connection)["version"]
    except Failure:  # a damaged catalogue must not keep what was written from going out
        return ""


def _send(desk: Desk, joined: Joined, register: Store) -> tuple[list[Verdict], list[Gap]]:
    told: list[Verdict] = []
    gaps: list[Gap] = []
    tried: set[str] = set()
    while True:
        # What the server takes later stays in the outbox: behind it may wait what it takes now.
        batch = [event for event in register.outbox(BATCH + len(tried)) if event.id not in tried][:BATCH]
        if not batch:
            return told, gaps
        for event in batch:
            _send_file(desk, joined, event)
        sent = {"device": register.device or batch[0].device, "events": batch}
        answer = _decoded(_ask(desk, joined, "POST", "/dong-bo/gui", msgspec.json.encode(sent)), _Answer)
        if any(verdict.reason == TWO_WITH_ONE_ID for verdict in answer.verdicts):
            if TWO_WITH_ONE_ID in tried:
                raise Failure("Máy chủ vẫn thấy hai máy chung một số.", "Báo người quản trị của tỉnh.", Code.REFUSED)
            register.settle(verdict for verdict in answer.verdicts if verdict.arrived)
            register.renew_device()
            tried = {TWO_WITH_ONE_ID}
            continue
        register.settle(answer.verdicts)
        told += answer.verdicts
        gaps = answer.gaps
        tried |= {verdict.id for verdict in answer.verdicts if verdict.outcome is Outcome.LATER}


def _fetch(desk: Desk, joined: Joined, register: Store) -> tuple[int, list[str]]:
    added, problems = 0, []
    while True:
        cursor = register.recall(_CURSOR) or ""
        found = _decoded(_ask(desk, joined, "GET", f"/dong-bo/nhan?sau={quote(cursor)}"), _Fetched)
        if found.anew:
            register.await_all()
        verdicts = register.take(found.events, desk.now(), sent=True)
        problems += told_of([v for v in verdicts if v.outcome is not Outcome.ADDED])
        added += sum(verdict.outcome is Outcome.ADDED for verdict in verdicts)
        problems += _fetch_files(desk, joined, found.events)
        register.remember(_CURSOR, found.cursor)
        if not found.more:
            return added, problems


def _send_file(desk: Desk, joined: Joined, event: Event) -> None:
    if event.kind != "attach":
        return
    attachment = attachment_of(event)
    path = find_file(desk.home, attachment)
    if path is None or attachment.size > LARGEST_KEPT:
        return
    _ask(desk, joined, "PUT", f"/dong-bo/tep/{attachment.sha256}", path.read_bytes())


def _fetch_files(desk: Desk, joined: Joined, events: Sequence[Event]) -> list[str]:
    problems = []
    for attachment in (attachment_of(event) for event in events if event.kind == "attach"):
        if kept_file(desk.home, attachment.sha256):
            continue
        try:
            content = _ask(desk, joined, "GET", f"/dong-bo/tep/{attachment.sha256}")
            keep_content(desk.home, name_of_file(attachment), io.BytesIO(content))
        except NotReached:
            raise
        except Failure as failure:
            problems.append(f"tệp {name_of_file(attachment)[:60]}: {failure}")
    return problems


def _ask(desk: Desk, joined: Joined, method: str, path: str, body: bytes | None = None) -> bytes:
    headers = {"authorization": f"Bearer {joined.token}", "x-canang": str(PROTOCOL)}
    if joined.data_version:
        headers["x-du-lieu"] = joined.data_version
    request = urllib.request.Request(f"{joined.address}{path}", body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            content: bytes = answer.read()
            return content
    except urllib.error.HTTPError as refused:
        raise _failure(refused.code, refused.read(100_000)) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason: Any = getattr(error, "reason", error)
        raise NotReached("hết giờ chờ" if isinstance(reason, TimeoutError) else str(reason)[:120]) from None
    except ValueError:
        raise Failure("Mã nối có ký tự không dùng được.", "Chép lại mã nối, không thừa dấu.") from None


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
