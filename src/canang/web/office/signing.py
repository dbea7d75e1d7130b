"""Signing in and out, using an invitation, and one's own account."""

import contextlib
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from canang.errors import Code, Failure
from canang.server.accounts import change_password
from canang.server.invitations import accept, invited
from canang.server.sessions import Session, proved, sign_in, sign_out
from canang.web.failing import STATUS
from canang.web.guard import READING
from canang.web.office.cookies import BROWSER, SESSION, cookie_of, give, take_away
from canang.web.render import OF
from canang.web.visit import Visit


def sign_in_first(visit: Visit) -> Response:
    """What who is not signed in gets in place of a page; what was typed into a form is not lost."""
    url = visit.request.url
    if visit.request.method in READING:
        if visit.wants_json:
            raise Failure("Chưa đăng nhập.", "Đăng nhập bằng trình duyệt.", Code.REFUSED)
        back = url.path + (f"?{url.query}" if url.query else "")
        return visit.go("vao", tiep="" if back == "/" else back)
    kept = visit.kept()
    if all(name == OF for name, _ in kept):
        return _form(visit, _page_of(visit, url.path), "", over=True, status=401)
    return _form(visit, url.path, json.dumps(kept, ensure_ascii=False), over=True, status=401)


def form(visit: Visit) -> Response:
    """The form to sign in; who is signed in goes on."""
    onward = own_path(visit.asked("tiep"))
    if visit.visitor.session:
        return RedirectResponse(onward, 303)
    return _form(visit, onward)


def came(visit: Visit) -> Response:
    """Sign in by login and password, and go on to where one was."""
    signed, onward, kept = visit.visitor, own_path(visit.typed("tiep")), visit.typed("giu")
    try:
        session = sign_in(signed.province, visit.typed("ten"), _password(visit, "mat-khau"), signed.place)
    except Failure as failure:
        return _form(visit, onward, kept, problem=failure, status=STATUS.get(failure.code, 400))
    return _welcome(visit, session, onward, kept)


def to_provider(visit: Visit) -> Response:
    """Off to the province's own sign-in; an invitation comes along, so that the account is tied."""
    signed = visit.visitor
    if signed.provider is None:
        raise Failure("Máy chủ này chỉ có tài khoản riêng.", "Đăng nhập bằng tên và mật khẩu.", Code.NOT_FOUND)
    browser = secrets.token_urlsafe(32)
    target = signed.provider.begin(signed.province, browser, visit.typed("ma") or None)
    # A redirection after a form may not leave the site (CSP, form-action); a page that goes on by itself may.
    answer = visit.show("office/onward.html", target=target, provider=signed.provider)
    give(answer, BROWSER, browser, secure=signed.secure)
    return answer


def from_provider(visit: Visit) -> Response:
    """Back from the province's own sign-in."""
    signed = visit.visitor
    if signed.provider is None:
        raise Failure("Không có trang này.", code=Code.NOT_FOUND)
    browser = cookie_of(visit.request, BROWSER, secure=signed.secure)
    said = {name: visit.asked(name) for name in ("code", "state", "iss", "error") if visit.asked(name)}
    try:
        session = signed.provider.finish(signed.province, browser, said, signed.place)
    except Failure as failure:
        return _form(visit, "/", problem=failure, status=403)
    answer = _welcome(visit, session, "/", "")
    take_away(answer, BROWSER, secure=signed.secure)
    return answer


def invitation(visit: Visit) -> Response:
    """The form to use an invitation: first its code, then how one signs in from now on."""
    return visit.show("office/invited.html", account=None, code="", provider=visit.visitor.provider)


def accepted(visit: Visit) -> Response:
    """Use an invitation with a login and a password."""
    signed, code = visit.visitor, "".join(visit.typed("ma").split())
    try:
        with signed.province.connected() as connection:
            account = invited(connection, code)
    except Failure as failure:
        if "ten" in visit.form:  # pressed twice: the account is there already, with this very password
            with contextlib.suppress(Failure):
                session = sign_in(signed.province, visit.typed("ten"), _password(visit, "mat-khau"), signed.place)
                return _welcome(visit, session, "/", "")
        return visit.failed(failure, "office/invited.html", "ma", account=None, code="", provider=signed.provider)
    known: dict[str, Any] = {"account": account, "code": code, "provider": signed.provider}
    if "ten" not in visit.form:
        return visit.show("office/invited.html", **known)
    if _password(visit, "mat-khau") != _password(visit, "lan-nua"):
        return visit.wrong("office/invited.html", {"lan-nua": "Hai lần gõ mật khẩu không giống nhau."}, **known)
    try:
        accept(signed.province, code, visit.typed("ten"), _password(visit, "mat-khau"), signed.place)
        session = sign_in(signed.province, visit.typed("ten"), _password(visit, "mat-khau"), signed.place)
    except Failure as failure:
        field = "mat-khau" if "khẩu" in str(failure) else "ten"
        return visit.failed(failure, "office/invited.html", field, **known)
    return _welcome(visit, session, "/", "")


def left(visit: Visit) -> Response:
    """Sign out."""
    signed = visit.visitor
    if signed.session:
        sign_out(signed.province, signed.session)
    answer = visit.go("vao")
    take_away(answer, SESSION, secure=signed.secure)
    return answer


def own(visit: Visit) -> Response:
    """One's own account."""
    return visit.show("office/own.html", account=visit.visitor.account)


def own_changed(visit: Visit) -> Response:
    """Another password; every browser has to sign in anew."""
    signed = visit.visitor
    account, new = signed.account, _password(visit, "moi")
    try:
        with proved(signed.province, account.login or "", _password(visit, "mat-khau"), signed.place):
            pass
    except Failure as failure:
        return visit.failed(failure, "office/own.html", "mat-khau", account=account)
    if new != _password(visit, "lan-nua"):
        problem = {"lan-nua": "Hai lần gõ mật khẩu mới không giống nhau."}
        return visit.wrong("office/own.html", problem, account=account)
    try:
        change_password(signed.province, account, new)
    except Failure as failure:
        return visit.failed(failure, "office/own.html", "moi", account=account)
    return visit.go("vao", da="doi")


def own_path(text: str) -> str:
    """The path within this site that somebody may be sent on to; the first page where it is none."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    within = text.startswith("/") and not text.startswith("//") and "\\" not in text and not parts.netloc
    return text if within and text.isprintable() and not text.startswith(("/vao", "/ra")) else "/"


def _welcome(visit: Visit, session: Session, onward: str, kept: str) -> Response:
    """The session as a cookie, and the way on: a page, or the form that was typed before."""
    answer: Response = RedirectResponse(onward, 303)
    if kept:
        known: dict[str, Any] = {"onward": onward, "page": _page_of(visit, onward), "person": session.account.person}
        answer = visit.show("office/resume.html", fields=_fields(kept), **known)
    signed = visit.visitor
    if signed.session:  # one browser, one session: what it had before does not live on
        sign_out(signed.province, signed.session)
    give(answer, SESSION, session.token, secure=signed.secure)
    return answer


def _page_of(visit: Visit, path: str) -> str:
    """The page with the button that was pressed: the nearest address above that can be read."""
    asked, scope = path.partition("?")[0], visit.request.scope
    while asked:
        read = {**scope, "path": asked, "method": "GET"}
        if any(route.matches(read)[0] is Match.FULL for route in visit.request.app.routes):
            return asked
        asked = asked.rpartition("/")[0]
    return "/"


def _fields(kept: str) -> list[tuple[str, str]]:
    """The fields that came back with the form; what is none of ours is dropped."""
    try:
        read = json.loads(kept)
    except (ValueError, RecursionError):
        return []
    pairs = read if isinstance(read, list) else []
    return [
        (_letters(pair[0]), _letters(pair[1]))
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
    ]


def _letters(text: str) -> str:
    """A text without halves of letters, which no page can show."""
    return text.encode("utf-8", "replace").decode()


def _form(
    visit: Visit, onward: str, kept: str = "", *, problem: Failure | None = None, over: bool = False, status: int = 200
) -> Response:
    known: dict[str, Any] = {
        "onward": onward, "kept": kept, "over": over, "provider": visit.visitor.provider,
        "changed": visit.asked("da") == "doi", "login": visit.typed("ten") if "mat-khau" in visit.form else "",
    }  # fmt: skip
    problems = {"ten": f"{problem} {problem.hint}"} if problem else {}
    return visit.show("office/sign_in.html", status, problems=problems, **known)


def _password(visit: Visit, field: str) -> str:
    """A password exactly as it was typed."""
    value = visit.form.get(field, "")
    return value if isinstance(value, str) else ""


ROUTES = (
    ("/vao", "GET", form),
    ("/vao", "POST", came),
    ("/vao/tinh", "POST", to_provider),
    ("/vao/ve", "GET", from_provider),
    ("/moi", "GET", invitation),
    ("/moi", "POST", accepted),
    ("/ra", "POST", left),
    ("/toi", "GET", own),
    ("/toi", "POST", own_changed),
)
