"""A procedure as it was read from somebody else's file: what was understood, what was not, and the record itself."""

import zlib
from datetime import date

import msgspec

PARTS = {
    "name": "tên",
    "code": "mã",
    "level": "cấp",
    "agency": "cơ quan",
    "field": "lĩnh vực",
    "steps": "trình tự",
    "dossier": "hồ sơ",
    "time_limit": "thời hạn",
    "fee": "phí",
    "result": "kết quả",
    "documents": "căn cứ",
    "conditions": "điều kiện",
}
"""The parts of a record that a report counts, and what they are called."""


class Finding(msgspec.Struct, frozen=True):
    """A part of a record that could not be understood, or not wholly, and why, in Vietnamese."""

    part: str
    message: str


class Limit(msgspec.Struct, frozen=True):
    """A time limit: ``unit`` as in the model; both None where the text states no number that can be counted.

    ``start`` is what it is counted from, as the text says it.
    """

    text: str
    amount: int | None = None
    unit: str | None = None
    start: str | None = None


class Way(msgspec.Struct, frozen=True):
    """One way of handing in, with the time limit and fee that go with it."""

    how: str
    limit: Limit | None = None
    fee: str | None = None
    note: str | None = None


class Paper(msgspec.Struct, frozen=True):
    """One row of the dossier. ``group`` is the heading that it stands under, the case in which it is asked for."""

    name: str
    originals: int | None = None
    copies: int | None = None
    forms: tuple[str, ...] = ()
    group: str | None = None


class Law(msgspec.Struct, frozen=True):
    """A legal document that a record names."""

    number: str
    title: str


class Draft(msgspec.Struct, kw_only=True):
    """One record. ``place`` is where it stands in its file (``dòng 12``, ``trang tính 1, hàng 7``).

    ``stated`` names the parts of which the record says anything at all, so that an empty part is not a failure to read.
    ``packed`` is the record as it stood there, compressed: ten thousand of them must fit in memory.
    """

    place: str
    packed: bytes
    format: str
    name: str | None = None
    code: str | None = None
    level: str | None = None
    levels: tuple[str, ...] = ()
    field: str | None = None
    applicant: str | None = None
    authority: str | None = None
    agency: str | None = None
    decision: str | None = None
    issuer: str | None = None
    url: str | None = None
    steps: list[str] = []
    ways: list[Way] = []
    sets: str | None = None
    dossier: list[Paper] = []
    forms: list[str] = []
    laws: list[Law] = []
    conditions: list[str] = []
    results: list[str] = []
    stated: set[str] = set()
    findings: list[Finding] = []

    def miss(self, part: str, message: str) -> None:
        """Note that a part was not understood."""
        self.findings.append(Finding(part, message))

    def recovered(self, part: str) -> bool:
        """Whether something was understood of a part that the record states."""
        ways = {"time_limit": any(way.limit for way in self.ways), "fee": any(way.fee for way in self.ways)}
        if part in ways:
            return ways[part]
        kept = {"documents": self.laws, "result": self.results, "agency": self.agency or self.authority}
        return bool(kept.get(part, getattr(self, part, None)))


class Origin(msgspec.Struct, frozen=True):
    """The file that drafts were read from, and the day on which it was read or downloaded."""

    file: str
    title: str
    publisher: str
    read_on: date


def pack(record: str) -> bytes:
    """A record's text, compressed."""
    return zlib.compress(record.encode(), 1)


def unpack(packed: bytes) -> str:
    """The text again."""
    return zlib.decompress(packed).decode()
