"""The whole handbook before it has a format: its front, its groups, and its indexes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from canang.catalog.model import Entry
from canang.text.fold import fold

_READING = (
    "Mỗi mục là một tờ phiếu: ai quyết định, ai làm, hạn nào; rồi hồ sơ, các bước có ô đánh dấu; rồi căn cứ.",
    "Tìm theo lời thường ngày, theo văn bản, theo cơ quan ở các bảng tra cuối sách; con số trong ngoặc là trang.",
    "Mỗi dòng ghi điều, khoản, điểm. “theo bản tóm tắt”, “chưa đối chiếu” sau căn cứ: chưa đọc nguyên văn điều ấy.",
    "Chỗ chưa ai có nguồn thì ghi “chưa có nguồn” và nơi để hỏi. Trước khi ký, mở điều được dẫn.",
    "Mã QR ở góc phiếu mang mã của mục và bản dữ liệu, để biết tờ giấy trên tay in từ bản nào.",
)


class Group(msgspec.Struct, frozen=True):
    """Entries under one heading."""

    title: str
    ids: tuple[str, ...]


class IndexLine(msgspec.Struct, frozen=True):
    """A word of an index and the entries that it leads to."""

    word: str
    ids: tuple[str, ...]


class Index(msgspec.Struct, frozen=True):
    """One index."""

    title: str
    entries: tuple[IndexLine, ...]


class Book(msgspec.Struct, frozen=True):
    """All of the handbook but its sheets."""

    title: str
    subtitle: str
    edition: str
    reading: tuple[str, ...]
    groups: tuple[Group, ...]
    indexes: tuple[Index, ...]


def bind(entries: list[Entry], everyday: Mapping[str, Iterable[str]], edition: str) -> Book:
    """The front, the groups by field and the three indexes of a handbook of these entries.

    Args:
        everyday: the everyday words of each entry, by its id.
        edition: which data, as of which day.
    """
    fields: dict[str, list[str]] = defaultdict(list)
    by_word: dict[str, list[str]] = defaultdict(list)
    by_document: dict[str, list[str]] = defaultdict(list)
    by_authority: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        fields[entry.field_name].append(entry.id)
        for word in everyday.get(entry.id, ()):
            by_word[word].append(entry.id)
        for number in {citation.document for citation in entry.every_citation}:
            by_document[number].append(entry.id)
        if entry.authority:
            by_authority[entry.authority].append(entry.id)
    return Book(
        title="Cẩm nang",
        subtitle="Nhiệm vụ khoa học và công nghệ đã giao về tỉnh và xã",
        edition=edition,
        reading=_READING,
        groups=tuple(Group(name, tuple(ids)) for name, ids in fields.items()),
        indexes=(
            _index("Tra theo lời thường ngày", by_word),
            _index("Tra theo văn bản", by_document),
            _index("Tra theo cơ quan quyết định", by_authority),
        ),
    )


def _index(title: str, found: Mapping[str, list[str]]) -> Index:
    lines = sorted(found.items(), key=lambda line: fold(line[0]))
    return Index(title, tuple(IndexLine(word, tuple(dict.fromkeys(ids))) for word, ids in lines))
