"""A layer of the user's own: its name, the capitals its ids begin with, and the file it is kept in."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from canang.catalog.database import open_catalog
from canang.catalog.overview import hidden_entries, layer_counts, meta
from canang.errors import Code, Failure
from canang.files import locked, put_in_place, work_folder
from canang.layers.installed import about, is_layer_name
from canang.seed.build import write_catalog
from canang.seed.companions import ReviewSeed
from canang.seed.known import Known
from canang.seed.layering import change_layer, compose
from canang.seed.records import Seed
from canang.sheet.comparing import compare
from canang.text.fold import fold

_PREFIX = re.compile(r"^[A-Z]{2,4}$")


class BadLayer(Failure):
    """A name or a prefix that no layer can have."""

    code = Code.BAD_INPUT


class Layer:
    """One layer file. Each change of it is a new file that takes the place of the old one."""

    def __init__(self, folder: Path, name: str) -> None:
        """Name a layer; the file need not be there yet.

        Raises:
            BadLayer: nothing is left of the name without marks and signs.
        """
        self.name = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:40]
        if not is_layer_name(self.name):
            raise BadLayer(f"Tên lớp “{name}” không dùng được; đặt tên bằng chữ, như ha-giang.")
        self.path = folder / f"{self.name}.sqlite"

    @property
    def exists(self) -> bool:
        """Whether its file is there."""
        return self.path.is_file()

    def prefix(self, asked: str | None, known: Known, others: Iterable["Layer"]) -> str:
        """The capitals with which its ids begin: as asked for, as before, or the initials of its name.

        Raises:
            BadLayer: somebody else's ids begin so.
        """
        before = self._about().get("prefix")
        if asked and before and asked.upper() != before:
            raise BadLayer(f"Lớp {self.name} đã dùng mã {before}-…; không đổi sang {asked.upper()} được.")
        initials = "".join(word[0] for word in self.name.split("-"))
        prefix = (asked or before or (initials if len(initials) > 1 else self.name[:2])).upper()[:4]
        if not _PREFIX.match(prefix):
            raise BadLayer(f"Mã “{prefix}” không dùng được; đặt bằng --ma, hai đến bốn chữ cái, như HG.")
        taken = set(known.catalogue.fields) | {entry.partition("-")[0] for entry in known.entries}
        if before is None and prefix in taken:
            raise BadLayer(f"Mã {prefix}-… đã có trong cẩm nang; đặt mã khác bằng --ma.")
        if any(other.name != self.name and other._about().get("prefix") == prefix for other in others):
            raise BadLayer(f"Mã {prefix}-… đã thuộc lớp khác; đặt mã khác bằng --ma.")
        return prefix

    def put(self, seed: Seed, prefix: str, overrides: Iterable[str] = ()) -> dict[str, int]:
        """Add the entries of a seed, in place of its own of the same ids; the file stays as it is where nothing is new.

        Args:
            overrides: entries of the catalogue below whose place its own may take.

        Returns:
            How many of the seed's entries were ``added``, ``changed``, and the ``same``.
        """
        allowed = {*overrides, *self._about().get("overrides", "").split()}
        with locked(self.path.parent), work_folder(self.path.parent) as work:
            fresh = work / self.path.name
            write_catalog(seed, fresh)
            if self.exists:
                with closing(sqlite3.connect(fresh)) as connection, connection:
                    self._sign(connection, prefix, self._entries())
                compose(self.path, [fresh], fresh)
            change_layer(fresh, lambda connection: self._sign(connection, prefix, allowed))
            counts, new = self._held_against(fresh, {entry.id for entry in seed.entries})
            if new:
                put_in_place(fresh, self.path)
            return counts

    def change(self, known: Known, prefix: str, statements: Iterable[tuple[str, tuple[object, ...]]]) -> None:
        """Run SQL statements on its file, which is made where it is not there yet."""
        if not self.exists:
            self.put(known.empty_seed(self.name), prefix)

        def run(connection: sqlite3.Connection) -> None:
            for sql, values in statements:
                connection.execute(sql, values)

        with locked(self.path.parent):
            change_layer(self.path, run)

    def hide(self, known: Known, prefix: str, entry: str) -> None:
        """Hide an entry of the catalogue below."""
        self.change(known, prefix, [("INSERT OR IGNORE INTO hidden VALUES (?)", (entry,))])

    def unhide(self, known: Known, prefix: str, entry: str) -> None:
        """Show an entry again that was hidden."""
        self.change(known, prefix, [("DELETE FROM hidden WHERE entry = ?", (entry,))])

    def review(self, known: Known, prefix: str, reviews: Iterable[ReviewSeed]) -> None:
        """Keep what reviewers said of statements, and give it effect."""
        sql = (
            "INSERT INTO reviews (entry, effective_from, statement, level, digest, reviewer, day, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        said = [
            (
                review.entry, review.edition.isoformat(), verdict.statement, verdict.level, verdict.digest,
                review.reviewer, review.day.isoformat(), verdict.note,
            )
            for review in reviews
            for verdict in review.verdicts
        ]  # fmt: skip
        self.change(known, prefix, [(sql, values) for values in said])

    def _held_against(self, fresh: Path, ids: set[str]) -> tuple[dict[str, int], bool]:
        """What a new file brings: the counts of these entries, and whether anything at all is different."""
        if not self.exists:
            return {"added": len(ids), "changed": 0, "same": 0}, True
        with closing(open_catalog(self.path)) as old, closing(open_catalog(fresh)) as new:
            different = {change.id: change.kind for change in compare(old, new).entries}
            around = [
                (hidden_entries(each), layer_counts(each), meta(each)["prefix"], meta(each)["overrides"])
                for each in (old, new)
            ]
        kinds = [different.get(id_, "same") for id_ in ids]
        counts = {kind: kinds.count(kind) for kind in ("added", "changed", "same")}
        return counts, bool(different) or around[0] != around[1]

    def _sign(self, connection: sqlite3.Connection, prefix: str, overrides: Iterable[str]) -> None:
        about = {"layer": self.name, "prefix": prefix, "overrides": " ".join(sorted(overrides))}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", sorted(about.items()))
        connection.execute("DELETE FROM meta WHERE key = 'layers'")

    def _about(self) -> dict[str, str]:
        return about(self.path) if self.exists else {}

    def _entries(self) -> set[str]:
        if not self.exists:
            return set()
        with closing(open_catalog(self.path)) as connection:
            return {row["id"] for row in connection.execute("SELECT id FROM entries")}
