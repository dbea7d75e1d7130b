"""What the shell offers when the user presses Tab: ids and fields of the catalogue."""

from collections.abc import Iterator
from contextlib import closing

from canang.catalog.database import CatalogUnusable, bundled_path, open_catalog


def complete_entry(incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids that begin with what was typed, each with its name."""
    yield from _matching(
        "SELECT entry, max(name) FROM editions WHERE entry LIKE ? GROUP BY entry ORDER BY entry", incomplete
    )


def complete_field(incomplete: str) -> Iterator[tuple[str, str]]:
    """Fields that begin with what was typed, each with its name."""
    yield from _matching("SELECT id, name FROM fields WHERE id LIKE ? ORDER BY id", incomplete)


def complete_document(incomplete: str) -> Iterator[tuple[str, str]]:
    """Numbers of documents that begin with what was typed, each with its title."""
    yield from _matching("SELECT number, title FROM documents WHERE number LIKE ? ORDER BY number", incomplete)


def _matching(sql: str, incomplete: str) -> Iterator[tuple[str, str]]:
    try:
        with closing(open_catalog(bundled_path())) as connection:
            for row in connection.execute(sql, (f"{incomplete.upper()}%",)):
                yield str(row[0]), str(row[1])
    except CatalogUnusable:
        return
