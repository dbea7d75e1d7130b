"""The one-line citations that people write in the seed, read into their parts."""

import re
from functools import cache

import msgspec

ROLES = {
    "trao-quyen": "grants the power",
    "trinh-tu": "sets the steps",
    "ho-so": "sets the dossier",
    "thoi-han": "sets the time limit",
    "phi": "sets the fee",
    "mau": "gives the form",
    "dieu-kien": "sets a condition",
    "ket-qua": "sets the result",
    "xu-phat": "sets the penalty",
    "noi-dung": "sets the content of the work",
}
"""What a provision does for the statement that cites it."""

_LINE = re.compile(
    r"^(?:(?P<role>[a-z-]+):\s+)?(?P<document>\S+/\S+)"
    r"(?:\s+(?:điểm\s+(?P<point>[a-zđ][.\d]*)\s+)?(?:khoản\s+(?P<clause>\d+[a-zđ]?)\s+)?Điều\s+(?P<article>\d+[a-zđ]?))?"
    r"(?:\s+(?P<annex>(?:Phụ lục|Phần|Mục|Mẫu|Chương).*?)"
    r"(?:,\s+(?:điểm\s+(?P<annex_point>[a-zđ])\s+)?khoản\s+(?P<annex_clause>\d+))?)?"
    r"(?:\s+~(?P<level>van-ban|tom-tat|chua-doi-chieu))?$"
)


class BadCitation(ValueError):
    """A line that is no citation; ``str()`` says so in Vietnamese."""


class Cited(msgspec.Struct, frozen=True):
    """A citation taken apart. ``level`` is None where the line leaves it to the document's own."""

    role: str
    document: str
    article: str | None
    clause: str | None
    point: str | None
    annex: str | None
    level: str | None


@cache
def read_citation(line: str, default_role: str) -> tuple[Cited, ...]:
    """Read ``[role: ]NUMBER [điểm b khoản 4 Điều 20][ Phụ lục I, Phần B, Mục VII[, điểm a khoản 3]][ ~tom-tat]``.

    A list of clauses (``khoản 1, 3 Điều 6``) or of points (``điểm a, b khoản 1 Điều 6``) gives one citation each.
    What is checked first and written to the catalogue then is read once.

    Raises:
        BadCitation: the line has another shape, or an unknown role.
    """
    many = re.search(r"(điểm|khoản) ((?:[\wđ.]+, )+[\wđ.]+)(?= (?:khoản|Điều))", line)
    if many:
        parts = many[2].split(", ")
        return tuple(
            cited
            for part in parts
            for cited in read_citation(line.replace(many[0], f"{many[1]} {part}", 1), default_role)
        )
    found = _LINE.match(line.strip())
    if not found:
        raise BadCitation(
            f"không đọc được dẫn chiếu “{line}”; viết như “28/2013/TT-BKHCN điểm b khoản 4 Điều 20” "
            "hoặc “20/2026/NQ-CP Phụ lục I, Phần B, Mục VII”"
        )
    role = found["role"] or default_role
    if role not in ROLES:
        raise BadCitation(f"vai trò “{role}” của dẫn chiếu không có; chọn trong: {', '.join(ROLES)}")
    return (
        Cited(
            role,
            found["document"],
            found["article"],
            found["clause"] or found["annex_clause"],
            found["point"] or found["annex_point"],
            found["annex"],
            found["level"],
        ),
    )


def read_citations(text: str | None, default_role: str) -> list[Cited]:
    """Several citations, separated by semicolons.

    Raises:
        BadCitation: one of them has another shape, or an unknown role.
    """
    lines = [line.strip() for line in (text or "").split(";")]
    return [cited for line in lines if line for cited in read_citation(line, default_role)]


def with_level(cited: Cited, level: str) -> Cited:
    """The citation at the level that its document has, unless the line says its own."""
    return cited if cited.level else msgspec.structs.replace(cited, level=level)
