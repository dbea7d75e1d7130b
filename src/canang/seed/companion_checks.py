"""What questions, needs, contacts and reviews say of other files must be there."""

from collections.abc import Iterator

from canang.seed.citing import BadCitation, read_citations
from canang.seed.format import Cite
from canang.seed.records import Fault, Seed


def companion_faults(seed: Seed, ids: set[str], numbers: set[str]) -> Iterator[Fault]:
    """Every fault in them.

    Args:
        ids: the entries that there are.
        numbers: the documents that there are.
    """
    seen: set[str] = set()
    for file, question in seed.questions:
        name = f"câu hỏi “{question.id}”"
        if question.id in seen:
            yield Fault(file, None, f"{name}: mã đã dùng")
        seen.add(question.id)
        yield from _unknown(file, name, question.entries, ids, "mục")
        yield from _unknown(file, name, question.sources, set(seed.sources), "nguồn")
        yield from _citations(file, name, question.cite, numbers)
        if not question.cite and not question.sources:
            yield Fault(file, None, f"{name}: không có dẫn chiếu, cũng không có nguồn")
    owned: set[tuple[str, str]] = set()
    for file, ready in seed.readiness:
        yield from _unknown(file, "điều kiện sẵn sàng", ready.entries, ids, "mục")
        for need in ready.needs:
            name = f"điều kiện “{need.key}”"
            if twice := [entry for entry in ready.entries if (entry, need.key) in owned]:
                yield Fault(file, None, f"{name}: khóa ghi hai lần cho {twice[0]}")
            owned |= {(entry, need.key) for entry in ready.entries}
            if not need.cite and not need.source:
                yield Fault(file, None, f"{name}: không có dẫn chiếu, cũng không có nguồn")
            yield from _unknown(file, name, [need.source] if need.source else [], set(seed.sources), "nguồn")
            yield from _citations(file, name, need.cite, numbers)
    for each in seed.elsewhere:
        yield from _unknown("elsewhere.yaml", each.field, [each.source], set(seed.sources), "nguồn")
    for contact in seed.contacts:
        yield from _unknown("contacts.yaml", contact.name, [contact.source], set(seed.sources), "nguồn")
    for file, review in seed.reviews:
        yield from _unknown(file, "phiếu duyệt", [review.entry], ids, "mục")


def _unknown(file: str, name: str, named: list[str], known: set[str], what: str) -> Iterator[Fault]:
    yield from (Fault(file, None, f"{name}: không có {what} “{each}”") for each in named if each not in known)


def _citations(file: str, name: str, cite: Cite, numbers: set[str]) -> Iterator[Fault]:
    try:
        cited = read_citations(cite, "noi-dung")
    except BadCitation as error:
        yield Fault(file, None, f"{name}: {error}")
        return
    yield from _unknown(file, name, [each.document for each in cited], numbers, "văn bản")
