"""What is checked before a page is asked for: under which name, from where, with how much; and what every answer says.

Other sites that a person visits must not reach the pages (DNS rebinding, forged forms). On one machine a door stands
there too: the pages are for the one browser that the command opened. OWASP ASVS 5.0, 3.3–3.5 and 14.3.
"""

import hmac
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import TypeAlias
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "canang"
ENTRANCE, NEW_KEY, LEAVING = "/vao", "/khoa-moi", "/dung"
"""Where a key is swapped for the cookie; where a second start asks for another key; where the program is ended."""

LARGEST_FORM = 1_000_000
"""Bytes of a form. The longest note that anybody typed is a few pages."""

LARGEST_UPLOAD = 50_000_000
"""Bytes of a form with a file: a scanned dossier of some hundred pages."""

Refuse: TypeAlias = Callable[[int, str, str], Response]
"""Makes the page for a status, what is wrong, and what to do."""

_PUBLIC = ("/tinh/", "/api/", "/mcp")
"""The look of the pages, and the facts of the law: nothing of a person, and nothing that writes."""

_MACHINES = "/dong-bo/"
"""Where machines sync, each with a token: their bodies have bounds of their own."""
READING = frozenset({"GET", "HEAD"})
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class TooLarge(Exception):
    """A body is larger than may come in; found while it comes."""


class Door:
    """The keys of one run: each opens once, and leaves the browser that used it with the run's secret as a cookie."""

    def __init__(self) -> None:
        self.secret = secrets.token_urlsafe(32)
        self.starter = secrets.token_urlsafe(32)
        self._keys: set[str] = set()

    def new_key(self) -> str:
        """A key that opens once."""
        key = secrets.token_urlsafe(24)
        self._keys.add(key)
        return key

    def use(self, key: str) -> bool:
        """Whether a key opens; it does not a second time."""
        if key in self._keys:
            self._keys.discard(key)
            return True
        return False

    def is_own(self, authorization: str) -> bool:
        """Whether another start of the command asks, which has read this run's secret in its private file."""
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.starter}".encode())

    def knows(self, headers: Headers) -> bool:
        """Whether the browser has come in by a key of this run."""
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return morsel is not None and hmac.compare_digest(morsel.value.encode(), self.secret.encode())

    def admit(self, scope: Scope, headers: Headers, refuse: Refuse) -> Response | None:
        """The answer to who goes no further; None where somebody may come in."""
        path, method = scope["path"], scope["method"]
        if path == ENTRANCE and method in READING:
            key = parse_qs(scope["query_string"].decode("latin-1")).get("khoa", [""])[0]
            if method == "GET" and self.use(key):
                welcome = RedirectResponse("/", 303)
                welcome.set_cookie(COOKIE, self.secret, httponly=True, samesite="strict", path="/")
                return welcome
            if self.knows(headers):
                return RedirectResponse("/", 303)
        if path == NEW_KEY or self.knows(headers):
            return None
        return refuse(
            403,
            "Trang này chỉ mở cho trình duyệt mà cẩm nang đã mở trên máy bạn; lần mở trước đã hết.",
            "Chạy lại lệnh canang web (hoặc bấm lại biểu tượng Cẩm nang). Những gì đã lưu còn nguyên.",
        )


def most_of(headers: Headers) -> int:
    """How many bytes a request may bring, by what it says that it brings."""
    return LARGEST_UPLOAD if headers.get("content-type", "").startswith("multipart/") else LARGEST_FORM


def is_long(headers: Headers) -> bool:
    """Whether a request brings more than a form without files may hold, or does not say how much."""
    multipart = headers.get("content-type", "").startswith("multipart/")
    return multipart and not 0 < _said_length(headers) <= LARGEST_FORM


def too_large(refuse: Refuse, headers: Headers, *, here: bool) -> Response:
    """The answer to a request that brings more.

    Args:
        here: the files of who asks lie on this machine.
    """
    return refuse(
        413,
        f"Phần gửi lên lớn hơn {most_of(headers) // 1_000_000} MB nên không nhận. Chưa có gì được ghi từ lần gửi này.",
        "Chọn tệp nhỏ hơn" + (", hoặc ghi đường dẫn của tệp trên máy này thay cho tải lên." if here else "."),
    )


class Guard:
    """Stands before the pages."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Callable[[], frozenset[str]],
        refuse: Refuse,
        door: Door | None = None,
        secure: bool = False,
    ) -> None:
        """Guard an application.

        Args:
            hosts: the names with port under which the server may be spoken to.
            refuse: makes the page for who may not come in.
            door: who may come in at all; None where the application asks for itself.
            secure: people speak HTTPS to it, and always will.
        """
        self._app, self._hosts, self._door, self._refuse = app, hosts, door, refuse
        self._scheme = "https" if secure else "http"
        self._headers = _HEADERS | ({"strict-transport-security": "max-age=31536000"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    answered[name] = value
                if not path.startswith(_PUBLIC):
                    answered["cache-control"] = "no-store"
            await send(message)

        answer = self._stopped(scope, headers)
        if answer is not None:
            await answer(scope, receive, send_guarded)
            return
        if path.startswith(_MACHINES):
            await self._app(scope, receive, send_guarded)
            return
        most = most_of(headers)
        if _said_length(headers) > most:
            await too_large(self._refuse, headers, here=self._door is not None)(scope, receive, send_guarded)
            return
        await self._app(scope, _measured(receive, most), send_guarded)

    def _stopped(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that goes no further; None where it does."""
        path, method = scope["path"], scope["method"]
        if headers.get("host", "") not in self._hosts():
            return self._refuse(
                421,
                "Cẩm nang không được hỏi bằng địa chỉ này.",
                "Mở bằng địa chỉ mà canang web đã in ra."
                if self._door
                else "Mở bằng đúng địa chỉ mà tỉnh đã cho. Người quản trị: dia-chi trong tệp cấu hình.",
            )
        if method not in READING and not self._same_site(headers):
            return self._refuse(
                403, "Yêu cầu này đến từ một trang khác nên không nhận.", "Làm lại ngay trên trang này."
            )
        if self._door is None or path.startswith(_PUBLIC):
            return None
        return self._door.admit(scope, headers, self._refuse)

    def _same_site(self, headers: Headers) -> bool:
        """Whether a form comes from our own pages: by ``Sec-Fetch-Site``, else ``Origin``; a program sends neither."""
        fetched_from = headers.get("sec-fetch-site")
        if fetched_from is not None:
            return fetched_from in {"same-origin", "none"}
        origin = headers.get("origin")
        return origin is None or origin in {f"{self._scheme}://{host}" for host in self._hosts()}


def _said_length(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _measured(receive: Receive, most: int) -> Receive:
    came = 0

    async def measured() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise TooLarge
        return message

    return measured
