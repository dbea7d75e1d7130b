"""A document takes the place of another: written into a layer, or into the seed."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from canang.errors import Code, Failure
from canang.files import replacing
from canang.seed.format import DocumentSeed
from canang.seed.known import Known
from canang.text.identifiers import document_kind

NO_TITLE = "chưa có tên trong cẩm nang"


class NotInSeed(Failure):
    """No file of the seed holds the document."""

    code = Code.NOT_FOUND

    def __init__(self, seed: Path, number: str) -> None:
        super().__init__(f"Không tệp nào trong {seed}/documents có {number}.", "Chỉ đúng thư mục data/seed.")


def stub(number: str, start: date | None, title: str = NO_TITLE) -> DocumentSeed:
    """A document of which little more than the number is known."""
    kind, issuer = document_kind(number)
    return DocumentSeed(
        number=number,
        type=kind or "Văn bản",
        issuer=issuer or "chưa rõ nơi ban hành",
        title=title,
        text_read="chua-doi-chieu",
        from_=start,
    )


def replacing_statements(known: Known, old: str, new: str, start: date) -> list[tuple[str, tuple[object, ...]]]:
    """The SQL that puts the replacement into a layer: both documents, the change, and the last day of the old one."""
    rows = []
    for document in (known.documents[old], known.documents.get(new) or stub(new, start)):
        days = [day.isoformat() if day else None for day in (document.issued, document.from_, document.to)]
        facts = (document.number, document.type, document.issuer, document.title, *days, document.text_read)
        rows.append(("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*facts, document.note)))
    return [
        *rows,
        ("DELETE FROM document_changes WHERE document = ? AND change = 'thay-the' AND articles = ''", (old,)),
        (
            'INSERT INTO document_changes (document, "by", change, effective_from, articles, note)'
            " VALUES (?, ?, 'thay-the', ?, '', NULL)",
            (old, new, start.isoformat()),
        ),
        ("UPDATE documents SET effective_to = ? WHERE number = ?", ((start - timedelta(days=1)).isoformat(), old)),
    ]


def replace_in_seed(seed: Path, known: Known, old: str, new: str, start: date) -> Path:
    """Write it into the file of the seed that holds the old document, into its record alone: all else in the file
    stays as it is, to the letter.

    Returns:
        The file.

    Raises:
        NotInSeed: no file of ``documents/`` holds it.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  only for the seed

    yaml = YAML()
    yaml.width = 120
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda *_: True  # one day in two places is written twice
    for file in sorted((seed / "documents").glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        documents = yaml.load(text)
        numbers = [document["number"] for document in documents]
        if old not in numbers:
            continue
        lines, place = text.splitlines(), numbers.index(old)
        begin, end = documents.lc.item(place)[0], len(lines)
        if place + 1 < len(documents):
            end = documents.lc.item(place + 1)[0]
        while lines[end - 1].startswith("#") or not lines[end - 1].strip():
            end -= 1  # what stands between two records is of the file
        record = yaml.load("\n".join(lines[:end]))[place]
        _end(record, new, start)
        lines[begin:end] = _written(yaml, record)
        if new not in known.documents:
            fresh = stub(new, start)
            facts = {"number": new, "type": fresh.type, "issuer": fresh.issuer, "title": fresh.title}
            lines += _written(yaml, {**facts, "from": start, "text_read": fresh.text_read})
        with replacing(file) as temporary:
            temporary.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return file
    raise NotInSeed(seed, old)


def _written(yaml: Any, record: Any) -> list[str]:
    """The lines of a record as a file of ``documents/`` holds it: the list at the left edge, the lists within it two
    columns in, no line that ends in a space."""
    out = StringIO()
    yaml.dump([record], out)
    return [line.removeprefix("  ").rstrip(" ") for line in out.getvalue().splitlines()]


def _end(document: Any, new: str, start: date) -> None:
    change = {"by": new, "change": "thay-the", "from": start}
    last = start - timedelta(days=1)
    if "to" in document:
        document["to"] = last
    else:
        document.insert(list(document).index("text_read"), "to", last)
    document.setdefault("changes", []).append(change)
