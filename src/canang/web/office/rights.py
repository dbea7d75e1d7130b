"""Who may ask for which page: what is not named here is nobody's. OWASP ASVS 5.0, 8.2."""

from canang.web.guard import READING
from canang.web.office.signed import Signed

SIGNING_IN = frozenset({"/vao", "/vao/tinh", "/vao/ve", "/moi"})
"""Pages for whoever is not signed in yet."""

_LAW = ("/tim", "/goi-y", "/danh-sach", "/huong-dan", "/thu-tuc", "/van-ban", "/hoi-dap", "/lien-he", "/luyen-tap")
"""What the law says, and practice, of which nothing is kept: everybody's."""

_FACTS = "/api"
"""The same for programs, also without signing in."""

_REGISTER = ("/ho-so", "/vuong-mac", "/san-sang", "/lich", "/don-vi")
"""What an office does: its own people's, and to be read by who sees the province."""

_ABROAD = frozenset({"/ho-so/{khoa}/chuyen", "/vuong-mac/{so:int}/tra-loi"})
"""What who sees the province may write into another office's register."""


def in_register(path: str) -> bool:
    """Whether a page is of one office's register."""
    return _within(path, _REGISTER)


def is_public(path: str) -> bool:
    """Whether a page is for who is not signed in too."""
    return path in SIGNING_IN or _within(path, (_FACTS,))


def may(signed: Signed, method: str, path: str) -> bool:
    """Whether somebody who is signed in may ask for a page, by the path under which it is known."""
    if is_public(path) or path in {"/", "/ra", "/toi"} or _within(path, _LAW):
        return True
    if path == "/tong-hop" or _within(path, ("/tong-hop", "/co-quan")):
        return signed.oversees
    if _within(path, ("/nguoi",)):
        return signed.manages
    if not _within(path, _REGISTER) or signed.register is None:
        return False
    if path == "/don-vi" and method not in READING and not signed.speaks:
        return False
    if signed.away:
        return signed.oversees and (method in READING or path in _ABROAD)
    return True


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
