"""The addresses of pages."""

from urllib.parse import quote


def address(*parts: str, **query: str) -> str:
    """The address of a page: its parts made safe, and what is asked of it.

    >>> address("thu-tuc", "TDC-01.2", ngay="2026-07-01")
    '/thu-tuc/TDC-01.2?ngay=2026-07-01'
    """
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    asked = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in query.items() if value)
    return f"{path}?{asked}" if asked else path
