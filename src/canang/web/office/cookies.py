"""The two cookies of a server: the session, and what binds a sign-in at the province's provider to one browser.

``__Host-`` makes browsers take them over HTTPS alone, from this very host (OWASP ASVS 5.0, 3.3); on this machine,
where a trial speaks HTTP, it cannot be.
"""

from starlette.requests import Request
from starlette.responses import Response

SESSION, BROWSER = "canang-phien", "canang-vao"
_SHORT = 600


def _named(name: str, *, secure: bool) -> str:
    return f"__Host-{name}" if secure else name


def cookie_of(request: Request, name: str, *, secure: bool) -> str:
    """What a browser sends under a name; empty where it sends nothing."""
    return request.cookies.get(_named(name, secure=secure), "")


def give(answer: Response, name: str, value: str, *, secure: bool) -> None:
    """Leave a browser with a value: the session until it ends, the other for ten minutes."""
    answer.set_cookie(
        _named(name, secure=secure), value, httponly=True, secure=secure, samesite="lax", path="/",
        max_age=None if name == SESSION else _SHORT,
    )  # fmt: skip


def take_away(answer: Response, name: str, *, secure: bool) -> None:
    """Leave a browser without it."""
    answer.delete_cookie(_named(name, secure=secure), httponly=True, secure=secure, samesite="lax", path="/")
