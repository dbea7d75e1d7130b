"""Letting requests in: who is signed in, whether they ask too often, whether they may, and in which office they are."""

from collections.abc import Callable
from typing import NoReturn

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from canang.desk.desk import Desk
from canang.desk.province import in_office
from canang.errors import Code, Failure
from canang.server.oidc import Provider
from canang.server.province import Province
from canang.server.sessions import refuse, session_of
from canang.web.app import Admitted
from canang.web.guard import READING
from canang.web.office.cookies import SESSION, cookie_of
from canang.web.office.rates import OF_ACCOUNT, OF_ADDRESS, OF_SIGNING_IN, Rates
from canang.web.office.rights import SIGNING_IN, is_public, may
from canang.web.office.signed import Signed
from canang.web.office.signing import sign_in_first
from canang.web.visit import Visit


class Entrance:
    """The way in to a province's server."""

    def __init__(
        self, desk: Callable[[], Desk], province: Province, provider: Provider | None, *, secure: bool
    ) -> None:
        """Make ready.

        Args:
            desk: the server's own desk: the handbook, and no register.
            provider: where the province's officials sign in; None where there are local accounts alone.
            secure: people speak HTTPS.
        """
        self._desk, self._province, self._provider, self._secure = desk, province, provider, secure
        self._rates = Rates()

    def admit(self, request: Request, path: str) -> Admitted:
        """Let a request in to a page, or send it to sign in.

        Args:
            path: of the page, as the application knows it.

        Raises:
            Failure: they ask too often, or may not ask for this.
        """
        place = request.client.host if request.client else ""
        token = cookie_of(request, SESSION, secure=self._secure)
        session = session_of(self._province, token) if token else None
        signed = Signed(self._province, self._provider, session, place, self._secure)
        outside = msgspec.structs.replace(self._desk(), store=_no_register)
        if session is None:
            signing_in = path in SIGNING_IN and request.method not in READING
            self._rates.count(OF_SIGNING_IN if signing_in else OF_ADDRESS, place)
            return Admitted(outside, signed, None if is_public(path) else sign_in_first)
        self._rates.count(OF_ACCOUNT, session.account.id)
        if path == "/" and signed.manages:
            return Admitted(outside, signed, _to_accounts)
        if not may(signed, request.method, path):
            refuse(self._province, session, f"{request.method} {request.url.path}", place)
            raise Failure("Tài khoản của bạn không có việc này.", "Cần thì hỏi người quản trị.", Code.REFUSED)
        if signed.register is None:
            return Admitted(outside.by(session.account.person), signed)
        desk = self._desk().by(session.account.person)
        read_only = request.method in READING
        desk = in_office(desk, self._province, signed.register, account=session.account.id, read_only=read_only)
        return Admitted(desk, signed)


def _to_accounts(_: Visit) -> Response:
    return RedirectResponse("/nguoi", 303)


def _no_register() -> NoReturn:
    raise Failure("Ở đây không xem được hồ sơ.", "Đăng nhập bằng tài khoản của cơ quan.", Code.REFUSED)
