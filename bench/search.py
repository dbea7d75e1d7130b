"""How well and how fast search finds a name, against others on the same queries in the same run.

    python bench/search.py NAMES.jsonl.gz [--moi-kieu 150] [--lon]

``NAMES.jsonl.gz`` holds one JSON object a line with ``ten_thu_tuc``, ``linh_vuc``, ``co_quan_thuc_hien``: real
procedures of the national portal. Queries are made from the names, each kind by one corruption; an answer is right
where its name, folded, is that of the procedure that the query was made from. ``--lon`` repeats the names with
variations up to 100,000 and measures how time and size grow. Needs tantivy beside the dev extra.
"""

import argparse
import gzip
import json
import random
import sqlite3
import statistics
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz, process

from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.tables import create_indexes, create_tables
from canang.search.engine import Engine
from canang.search.index import spelled
from canang.search.results import Wanted
from canang.seed.indexing import index_catalog
from canang.text.fold import fold, marked_words, words
from canang.text.font_codes import to_tcvn3, to_vni_windows
from canang.text.keystrokes import to_telex, to_vni

DAY = date(2026, 11, 23)
SHORT = {
    "giấy phép": "GP", "giấy chứng nhận": "GCN", "đăng ký": "ĐK", "quyết định": "QĐ", "ủy ban nhân dân": "UBND",
    "thủ tục hành chính": "TTHC", "khoa học và công nghệ": "KHCN", "công nghệ thông tin": "CNTT", "sở hữu công nghiệp":
    "SHCN", "doanh nghiệp": "DN", "bảo hiểm xã hội": "BHXH", "giáo dục": "GD", "hợp đồng": "HĐ", "chứng chỉ": "CC",
}  # fmt: skip
"""Abbreviations that officials use, as pairs of what is written out and what is typed."""

Name = dict[str, str]
Query = tuple[str, str, str]
"""Its kind, what is typed, and the folded name that is right."""


def read_names(path: Path) -> list[Name]:
    """The procedures of a file: name, field, agency."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        {"name": r["ten_thu_tuc"], "field": r.get("linh_vuc") or "", "agency": r.get("co_quan_thuc_hien") or ""}
        for r in records
        if r.get("ten_thu_tuc")
    ]


def make_queries(names: list[Name], per_kind: int, seed: int = 7) -> list[Query]:
    """Queries of every kind, ``per_kind`` of each, the same for the same seed.

    The kinds that corrupt a window corrupt the same windows, so that each can be held against the clean one.
    """
    chance = random.Random(seed)
    parts = [marked_words(name["name"]) for name in names]
    held = {size: Counter(w for found in parts for w in _windows(found, size)) for size in (3, 5)}
    order = chance.sample(range(len(names)), len(names))

    def windows(size: int) -> list[tuple[str, str]]:
        """For each of the first names, the one of three windows drawn by lot that the fewest names hold."""
        chosen: list[tuple[str, str]] = []
        for index in order:
            found = list(_windows(parts[index], size))
            if len(found) > 1 and len(chosen) < per_kind:
                drawn = [chance.choice(found) for _ in range(3)]
                chosen.append((min(drawn, key=lambda w: held[size][w]), fold(names[index]["name"])))
        return chosen

    def whole(make: Callable[[list[str]], str | None]) -> list[tuple[str, str]]:
        made = ((make(parts[index]), fold(names[index]["name"])) for index in order)
        return [(query, right) for query, right in made if query][:per_kind]

    three, five = windows(3), windows(5)
    corruptions: list[tuple[str, list[tuple[str, str]], Callable[[str], str | None]]] = [
        ("3 tiếng, có dấu", three, str),
        ("3 tiếng, không dấu", three, fold),
        ("3 tiếng, Telex", three, to_telex),
        ("3 tiếng, dính", three, lambda w: fold(w).replace(" ", "")),
        ("3 tiếng, sai một", three, lambda w: _misspelt(fold(w), 1, chance)),
        ("5 tiếng, có dấu", five, str),
        ("5 tiếng, không dấu", five, fold),
        ("5 tiếng, NFD", five, lambda w: unicodedata.normalize("NFD", w)),
        ("5 tiếng, Telex", five, to_telex),
        ("5 tiếng, VNI", five, to_vni),
        ("5 tiếng, TCVN3", five, to_tcvn3),
        ("5 tiếng, VNI-Windows", five, to_vni_windows),
        ("5 tiếng, dính", five, lambda w: fold(w).replace(" ", "")),
        ("5 tiếng, sai một", five, lambda w: _misspelt(fold(w), 1, chance)),
        ("5 tiếng, sai hai", five, lambda w: _misspelt(fold(w), 2, chance)),
        ("5 tiếng, đảo", five, lambda w: _swapped(fold(w), chance)),
    ]
    queries = [
        (kind, query, right) for kind, chosen, corrupt in corruptions for w, right in chosen if (query := corrupt(w))
    ]
    kinds = {
        "cả tên, không dấu": whole(lambda w: fold(" ".join(w))),
        "cả tên, bỏ chữ": whole(lambda w: fold(" ".join(x for x in w if chance.random() > 0.4))),
        "viết tắt": whole(lambda w: _shortened(" ".join(w))),
    }
    return queries + [(kind, query, right) for kind, made in kinds.items() for query, right in made]


def _windows(found: list[str], size: int) -> Iterator[str]:
    return (" ".join(found[start : start + size]) for start in range(len(found) - size + 1))


def _misspelt(text: str, times: int, chance: random.Random) -> str | None:
    parts = text.split()
    long = [index for index, part in enumerate(parts) if len(part) >= 3]
    if len(long) < times:
        return None
    for index in chance.sample(long, times):
        part, place = parts[index], chance.randrange(len(parts[index]) - 1)
        parts[index] = chance.choice(
            [
                part[:place] + part[place + 1 :],
                part[:place] + part[place + 1] + part[place] + part[place + 2 :],
                part[:place] + chance.choice("aeioughnst") + part[place + 1 :],
                part[:place] + part[place] + part[place:],
            ]
        )
    return " ".join(parts)


def _swapped(text: str, chance: random.Random) -> str:
    parts = text.split()
    place = chance.randrange(len(parts) - 1)
    parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return " ".join(parts)


def _shortened(name: str) -> str | None:
    """Up to eight words around an abbreviation."""
    for long, short in SHORT.items():
        if long in name:
            parts = name.replace(long, f"¤{short}").split()
            place = next(index for index, part in enumerate(parts) if part.startswith("¤"))
            return " ".join(parts[max(0, place - 2) : place + 6]).replace("¤", "")
    return None


class Ours:
    """Our engine on a catalogue made of the names."""

    def __init__(self, names: list[Name], folder: Path) -> None:
        start = time.perf_counter()
        self.path = folder / "names.sqlite"
        self.path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(self.path)
        self.connection.row_factory = sqlite3.Row
        create_tables(self.connection)
        with closing(open_catalog(bundled_path())) as ours:
            weights = [tuple(row) for row in ours.execute("SELECT model, feature, weight FROM weights")]
        self.connection.executemany("INSERT INTO weights VALUES (?, ?, ?)", weights)
        self.connection.execute("INSERT INTO fields VALUES ('X', '')")
        for number, name in enumerate(names, 1):
            self.connection.execute(
                "INSERT INTO entries VALUES (?, 'procedure', 'X', NULL, NULL, NULL)", (str(number),)
            )
            self.connection.execute(
                "INSERT INTO editions (id, entry, effective_from, name, level, authority, agency, verification_level,"
                " checked_on) VALUES (?, ?, '2020-01-01', ?, 'tinh', ?, ?, '', '')",
                (number, str(number), name["name"], name["agency"], name["field"]),
            )
        meanings = [(short, long) for long, short in SHORT.items()]
        for said, means in meanings:
            self.connection.execute(
                "INSERT INTO words (said, means, written, written_means) VALUES (?, ?, ?, ?)",
                (" ".join(spelled(said)), " ".join(spelled(means)), said, means),
            )
        create_indexes(self.connection)
        index_catalog(self.connection)
        self.connection.commit()
        self.seconds = time.perf_counter() - start
        self.engine = Engine(self.connection)
        self._folded = [fold(name["name"]) for name in names]

    def __call__(self, query: str) -> list[str]:
        return [self._folded[int(result.id) - 1] for result in self.engine.graded(query, DAY, Wanted(), 10)]

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def fts5(names: list[Name], tokenizer: str) -> Callable[[str], list[str]]:
    """FTS5 over the folded names, any word or trigram of the query, ordered by BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE names USING fts5(name, tokenize = '{tokenizer}')")
    connection.executemany("INSERT INTO names VALUES (?)", [(fold(name["name"]),) for name in names])

    def find(query: str) -> list[str]:
        plain = " ".join(words(query))
        parts = [plain[i : i + 3] for i in range(len(plain) - 2)] if tokenizer == "trigram" else plain.split()
        if not parts:
            return []
        match = " OR ".join(f'"{part}"' for part in dict.fromkeys(parts))
        rows = connection.execute("SELECT name FROM names WHERE names MATCH ? ORDER BY rank LIMIT 10", (match,))
        return [row[0] for row in rows]

    return find


def rapid(names: list[Name], scorer: Callable[..., float]) -> Callable[[str], list[str]]:
    """rapidfuzz over all folded names."""
    folded = [fold(name["name"]) for name in names]
    return lambda query: [found for found, _, _ in process.extract(fold(query), folded, scorer=scorer, limit=10)]


def tantivy_index(names: list[Name]) -> Callable[[str], list[str]]:
    """tantivy over the folded names, any word."""
    import tantivy  # noqa: PLC0415  not a dependency of canang

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for name in names:
        writer.add_document(tantivy.Document(name=fold(name["name"])))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(query: str) -> list[str]:
        parsed = index.parse_query(" ".join(words(query)) or "x", ["name"])
        return [searcher.doc(address)["name"][0] for _, address in searcher.search(parsed, 10).hits]

    return find


def ceiling(names: list[Name]) -> Callable[[str], list[str]]:
    """The best that can be known of a clean window: the shortest names that hold it as a phrase."""
    folded = sorted(
        {" ".join(words(name["name"])): fold(name["name"]) for name in names}.items(), key=lambda n: len(n[0])
    )

    def find(query: str) -> list[str]:
        phrase = f" {' '.join(words(query))} "
        return [name for plain, name in folded if phrase in f" {plain} "][:10]

    return find


def measure(find: Callable[[str], list[str]], queries: list[Query]) -> tuple[dict[str, float], list[float]]:
    """MRR by kind, and the milliseconds of each query."""
    ranks: dict[str, list[float]] = defaultdict(list)
    times = []
    for kind, query, right in queries:
        start = time.perf_counter()
        found = list(dict.fromkeys(find(query)))
        times.append((time.perf_counter() - start) * 1000)
        ranks[kind].append(1 / (found.index(right) + 1) if right in found else 0.0)
    return {kind: statistics.mean(values) for kind, values in ranks.items()}, times


def compare(names: list[Name], per_kind: int, folder: Path) -> None:
    """All systems on the same queries."""
    queries = make_queries(names, per_kind)
    ours = Ours(names, folder)
    systems: dict[str, Callable[[str], list[str]]] = {
        "canang": ours,
        "FTS5 gập dấu": fts5(names, "unicode61"),
        "FTS5 trigram": fts5(names, "trigram"),
        "WRatio": rapid(names, fuzz.WRatio),
        "token_set": rapid(names, fuzz.token_set_ratio),
        "tantivy": tantivy_index(names),
        "trần": ceiling(names),
    }
    measured = {name: measure(find, queries) for name, find in systems.items()}
    print(f"{len(names)} tên, {len(queries)} câu hỏi; chỉ mục {ours.size / 1e6:.1f} MB, xây {ours.seconds:.1f} s\n")
    print(f"{'MRR':<22}" + "".join(f"{name:>14}" for name in systems))
    for kind in dict.fromkeys(kind for kind, _, _ in queries):
        print(f"{kind:<22}" + "".join(f"{mrr[kind]:>14.3f}" for mrr, _ in measured.values()))
    print(f"{'tất cả':<22}" + "".join(f"{statistics.mean(mrr.values()):>14.3f}" for mrr, _ in measured.values()))
    for label, part in (("p50 (ms)", 0.5), ("p95 (ms)", 0.95)):
        print(f"{label:<22}" + "".join(f"{_part(times, part):>14.2f}" for _, times in measured.values()))


def grow(names: list[Name], per_kind: int, folder: Path) -> None:
    """Time and size from 1,000 to 100,000 names."""
    queries = make_queries(names[:1000], per_kind // 5)
    print(f"\n{'số tên':>8}{'p50 (ms)':>10}{'p95 (ms)':>10}{'xây (s)':>10}{'MB':>8}{'MRR':>8}")
    for count in (1_000, 10_000, 100_000):
        ours = Ours(repeated(names, count), folder)
        mrr, times = measure(ours, queries)
        print(
            f"{count:>8}{_part(times, 0.5):>10.2f}{_part(times, 0.95):>10.2f}{ours.seconds:>10.1f}"
            f"{ours.size / 1e6:>8.1f}{statistics.mean(mrr.values()):>8.3f}"
        )


def repeated(names: list[Name], count: int) -> list[Name]:
    """``count`` names: the given ones, then again with a place and two neighbouring words changed over."""
    chance = random.Random(1)
    made = list(names[:count])
    while len(made) < count:
        base = chance.choice(names)
        parts = base["name"].split()
        if len(parts) > 3:
            a, _ = chance.choice(list(pairwise(range(len(parts)))))
            parts[a], parts[a + 1] = parts[a + 1], parts[a]
        made.append({**base, "name": f"{' '.join(parts)} tại khu vực {len(made) % 997} miền {len(made) % 61}"})
    return made


def _part(times: list[float], part: float) -> float:
    return sorted(times)[int(part * (len(times) - 1))]


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", type=Path)
    parser.add_argument("--moi-kieu", type=int, default=150)
    parser.add_argument("--lon", action="store_true")
    arguments = parser.parse_args()
    names = read_names(arguments.names)
    with tempfile.TemporaryDirectory() as folder:
        compare(names, arguments.moi_kieu, Path(folder))
        if arguments.lon:
            grow(names, arguments.moi_kieu, Path(folder))


if __name__ == "__main__":
    main()
