"""Letting requests in: who is signed in, whether they ask too often, whether they may, and in which office they are."""

from collections.abc import Callable
from typing import NoReturn

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from canang.desk.desk import Desk
from canang.desk.province import in_office
from canang.errors import Code, Failure
from canang.server.oidc import Provider
from canang.server.province import Province
from canang.server.sessions import refuse, session_of
from canang.web.app import Admitted
from canang.web.failing import NotHere
from canang.web.guard import READING
from canang.web.office.cookies import SESSION, cookie_of
from canang.web.office.rates import OF_ACCOUNT, OF_ADDRESS, OF_SIGNING_IN, Rates
from canang.web.office.rights import SIGNING_IN, in_register, is_public, may
from canang.web.office.signed import Signed
from canang.web.office.signing import sign_in_first
from canang.web.render import OF
from canang.web.visit import Visit


class NotYours(Failure):
    """Who sees the province wrote into another office's register."""

    code = Code.REFUSED

    def __init__(self) -> None:
        super().__init__(
            "Chưa lưu: ở sổ của cơ quan khác, bạn chỉ xem, chuyển hồ sơ, trả lời vướng mắc.",
            "Việc của sổ mình thì bấm “Về sổ của mình” rồi làm.",
        )


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

    def outsider(self, request: Request) -> Signed:
        """Somebody of whom nothing is known, or who was not let in."""
        return Signed(self._province, self._provider, None, _place(request), self._secure)

    def admit(self, request: Request, path: str, form: FormData) -> Admitted:
        """Let a request in to a page, or send it to sign in.

        Args:
            path: of the page, as the application knows it.
            form: what was posted.

        Raises:
            Failure: they ask too often, may not ask for this, or the form was made for another office's register.
        """
        place = _place(request)
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
        if request.method not in READING and in_register(path):
            self._check_whose(signed, form.get(OF))
        if not may(signed, request.method, path):
            refuse(self._province, session, f"{request.method} {request.url.path}", place)
            if signed.away and signed.oversees and in_register(path):
                raise NotYours
            raise Failure("Tài khoản của bạn không có việc này.", "Cần thì hỏi người quản trị.", Code.REFUSED)
        if signed.register is None:
            return Admitted(outside.by(session.account.person), signed)
        desk = self._desk().by(session.account.person)
        read_only = request.method in READING
        desk = in_office(desk, self._province, signed.register, account=session.account.id, read_only=read_only)
        return Admitted(desk, signed)

    def _check_whose(self, signed: Signed, made_for: object) -> None:
        """A tab knows nothing of what another tab has chosen since: its form goes where it was made for, or nowhere."""
        here = signed.register
        if here is None or made_for in (None, here.id):
            return
        there = next((each.name for each in self._province.offices(merged=True) if each.id == made_for), "")
        if there and signed.oversees:
            hint = f"Mở một cửa sổ nữa, vào sổ của {there} ở trang Cả tỉnh, rồi về cửa sổ này bấm Gửi lại."
        else:
            hint = "Mở lại trang từ đầu rồi làm lại."
        raise NotHere(
            f"Chưa lưu: trang này mở từ sổ của {there or 'cơ quan khác'}, còn bạn nay đang ở sổ của {here.name}.", hint
        )


def _place(request: Request) -> str:
    return request.client.host if request.client else ""


def _to_accounts(_: Visit) -> Response:
    return RedirectResponse("/nguoi", 303)


def _no_register() -> NoReturn:
    raise Failure("Ở đây không xem được hồ sơ.", "Đăng nhập bằng tài khoản của cơ quan.", Code.REFUSED)
