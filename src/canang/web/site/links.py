"""The files of the folder: names that stay from one export to the next, and links from one page to another."""

import posixpath
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import quote

from canang.text.file_names import file_name, untaken

HOME = "index.html"
LISTS = {
    "danh-sach": "danh-sach.html", "tim": "tra-cuu.html", "van-ban": "van-ban.html", "hoi-dap": "hoi-dap.html",
    "lich": "lich.html", "lien-he": "lien-he.html", "huong-dan": "huong-dan.html",
}  # fmt: skip
"""The pages of which there is one each, by the first part of their address."""

MANY = frozenset({"thu-tuc", "van-ban", "danh-sach"})
"""The kinds of pages of which a folder may hold some only."""

_D = str.maketrans("đĐ", "dD")


class Links:
    """Which pages and files the folder holds, by their addresses in parts, as ``canang web`` has them."""

    def __init__(
        self, *, ids: Iterable[str], forms: Iterable[tuple[str, str]], numbers: Iterable[str], fields: Iterable[str]
    ) -> None:
        """The links of a folder.

        Args:
            ids: the entries.
            forms: the forms to fill in, each as its entry and its code.
            numbers: the legal documents.
            fields: the fields of work.
        """
        self._files: dict[tuple[str, ...], str] = {(): HOME} | {(name,): file for name, file in LISTS.items()}
        self._taken = {HOME, *LISTS.values()}
        for id_ in ids:
            self._add(("thu-tuc", id_), "thu-tuc", id_, "html")
            self._add(("thu-tuc", id_, "in", "pdf"), "in", id_, "pdf")
        for id_, form in forms:
            self._add(("thu-tuc", id_, "mau", form), "mau", f"{id_}-{form}", "docx")
        for number in numbers:
            self._add(("van-ban", number), "van-ban", number, "html")
        for field in fields:
            self._add(("danh-sach", field), "linh-vuc", field, "html")

    def file(self, *parts: str) -> str:
        """The file of an address, as its path within the folder.

        Raises:
            KeyError: the folder holds none.
        """
        return self._files[parts]

    def leave_out(self, *parts: str) -> None:
        """Hold no file of an address: it could not be made."""
        del self._files[parts]

    def seen_from(self, page: str) -> Callable[..., str]:
        """The addresses that a page's template asks for, as links relative to that page's file.

        An entry, a document or a field that the folder does not hold has an empty one.
        """
        here = posixpath.dirname(page)

        def address(*parts: str, **query: str) -> str:
            if "linh-vuc" in query:
                parts = (*parts, query.pop("linh-vuc"))
            if parts and parts[0] == "tinh":
                file = "/".join(parts)
            elif parts in self._files or parts[0] not in MANY:
                file = self._files[parts]
            else:
                return ""
            asked = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in query.items() if value)
            return quote(posixpath.relpath(file, here or ".")) + (f"?{asked}" if asked else "")

        return address

    def _add(self, parts: tuple[str, ...], folder: str, name: str, ending: str) -> None:
        if parts in self._files:
            return
        self._files[parts] = untaken(f"{folder}/{plain_name(name)}", ending, self._taken)


def plain_name(name: str) -> str:
    """A name of ASCII letters, digits, points and dashes, which every stick and server keeps as it is.

    >>> plain_name("132/2025/NĐ-CP")
    '132-2025-ND-CP'
    >>> plain_name("../con")
    'tep-con'
    """
    bare = unicodedata.normalize("NFKD", name.translate(_D))
    kept = [
        letter if letter.isascii() and (letter.isalnum() or letter in "._") else "-"
        for letter in bare
        if not unicodedata.combining(letter)
    ]
    joined = "-".join(filter(None, "".join(kept).split("-"))).strip("-.")
    return file_name(f"{joined[:80]}.html").removesuffix("html").strip("-.") or "tep"
