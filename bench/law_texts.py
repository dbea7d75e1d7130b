"""The texts of law that are at hand, cut to the clause, the point or the part of an annex that a citation names."""

import gzip
import json
import re
from pathlib import Path

from canang.catalog.model import Citation

CLAUSE = re.compile(r"^(\d+[a-z]?)\s*[.,]\s")
POINT = re.compile(r"^([a-zđ]\d?)\s*\)\s")
_ANNEX_HEAD = re.compile(r"(Phụ lục|Phần|Mục) ([\w.]+)$")

_CONTENTS = 150
"""No more characters than a line of a list of contents gives; what is longer is the part itself."""


class Law:
    """The texts that are held, by document and article; whole texts by document and annex part."""

    def __init__(self, folder: Path) -> None:
        self.articles: dict[tuple[str, str], str] = {}
        with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                self.articles[record["so_hieu"], str(record["dieu"])] = record["noi_dung"].replace("**", "")
        self.whole = {
            re.sub(r"-(\d{4})-", r"/\1/", file.stem, count=1): file.read_text(encoding="utf-8")
            for file in sorted((folder / "toan-van").glob("*.txt"))
        }
        for number, text in self.whole.items():
            for found in re.finditer(r"(?ms)^Điều (\d+[a-zđ]?)\. (.*?)(?=^Điều \d+[a-zđ]?\. |\Z)", text):
                self.articles.setdefault((_written(number), found[1]), found[2])

    def text_of(self, citation: Citation) -> str | None:
        """The text that the citation points at, as narrow as it can be cut; None where it is not held."""
        if citation.article is None:
            text = self._part_of(citation.document, citation.annex or "")
        else:
            text = self.articles.get((citation.document, citation.article))
        if text is None or citation.clause is None:
            return text
        clause = cut(text, CLAUSE, citation.clause)
        if clause is None or citation.point is None:
            return clause or text
        return cut(clause, POINT, citation.point) or clause

    def _part_of(self, document: str, annex: str) -> str | None:
        """The part of an annex, as “Phụ lục I, Phần D, Mục V”: each name cuts the text that the one before it left."""
        text = next((whole for number, whole in self.whole.items() if _written(number) == document), None)
        for name in annex.split(", ") if annex else []:
            if text is None or not (head := _ANNEX_HEAD.match(name)):
                return None
            kind, which = head[1], re.escape(head[2])
            begins, ends = {
                "Phụ lục": (rf"Phụ lục {which}\s*$", r"Phụ lục [IVX]+[.\d]*\s*$"),
                "Phần": (rf"{which}\. (?=LĨNH VỰC|HOẠT ĐỘNG)", r"[A-ZĐ]\. (?=LĨNH VỰC|HOẠT ĐỘNG)"),
                "Mục": (rf"{which}\. ", r"[IVX]+\. ") if head[2][0] in "IVX" else (rf"Mục {which}\s*$", r"Mục \d+\s*$"),
            }[kind]
            found = [_section(text, rf"(?m)^ *{ends}", begun) for begun in re.finditer(rf"(?m)^ *{begins}", text)]
            text = next((each for each in found if len(each) > _CONTENTS), max(found, key=len, default=None))
        return text if annex else None


def _section(text: str, ends: str, begun: re.Match[str]) -> str:
    """From where a part begins to the next head of its kind; a list of contents gives a short one."""
    ended = re.compile(ends).search(text, begun.end())
    return text[begun.start() : ended.start() if ended else len(text)]


def _written(stem: str) -> str:
    """The number of a document as the catalogue writes it, from the name of its file."""
    return re.sub(r"-(ND|NQ)-", lambda found: f"-{found[1]}-", stem).replace("ND-CP", "NĐ-CP")


def cut(text: str, head: re.Pattern[str], wanted: str) -> str | None:
    """The lines from the head of that name to the next head of its kind; None where there is none."""
    taken: list[str] | None = None
    for line in re.sub(r"(?<=[.;:]) (?=(?:\d{1,2}\.|[a-zđ]\)) )", "\n", text).splitlines():
        found = head.match(line.strip())
        if found and taken is not None:
            break
        if found and found[1] == wanted:
            taken = []
        if taken is not None:
            taken.append(line)
    return "\n".join(taken) if taken else None
