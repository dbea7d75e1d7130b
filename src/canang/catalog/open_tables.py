"""The catalogue's tables as others may use them: rows for CSV, and a plain SQLite file without what only we need."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from canang.catalog.database import sqlite_uri

OPEN = {
    "entries": "Nhiệm vụ và thủ tục: mã, loại, lĩnh vực",
    "editions": "Các bản theo thời gian của mỗi mục: tên, ai quyết định, thời hạn, phí, kết quả, mức kiểm chứng",
    "steps": "Các bước của mỗi bản",
    "dossier": "Thành phần hồ sơ của mỗi bản",
    "conditions": "Điều kiện",
    "notes": "Điều cần biết mà không phải điều kiện",
    "forms": "Mẫu",
    "citations": "Dẫn chiếu của từng điều nêu",
    "documents": "Văn bản: số, tên, ngày hiệu lực, đã đọc đến đâu",
    "document_changes": "Văn bản nào sửa, thay, bãi bỏ văn bản nào, từ ngày nào",
    "sources": "Nguồn đã đọc",
    "edition_sources": "Bản nào lấy từ nguồn nào",
    "fields": "Lĩnh vực",
    "days": "Ngày nghỉ và ngày làm bù",
    "everyday": "Lời thường ngày của mỗi mục",
    "words": "Lời thường ngày và nghĩa của nó",
    "questions": "Câu hỏi và trả lời",
    "question_entries": "Câu hỏi thuộc mục nào",
    "question_sources": "Câu trả lời lấy từ nguồn nào",
    "needs": "Điều kiện sẵn sàng của mỗi nhiệm vụ",
    "side_citations": "Dẫn chiếu của câu trả lời (question:mã) và của điều kiện sẵn sàng (need:mục:khóa)",
    "contacts": "Nơi có thể hỏi, như đã công bố",
    "reviews": "Ai đã duyệt điều nào, mức nào, ngày nào",
}
"""The tables of the open data, and what each holds."""

_OURS = ("search", "vocabulary", "sounds", "pairs", "raw_records", "practice_papers", "practice", "blank_lines",
         "blanks", "hidden")  # fmt: skip
"""Tables that only the program uses, or that other tables hold already."""

_NOW = (
    "CREATE VIEW muc_hien_hanh AS SELECT entries.id, entries.type, entries.field, entries.task, editions.name,"
    " editions.kind, editions.level, editions.authority, editions.authority_before, editions.agency,"
    " editions.limit_text, editions.fee, editions.result, editions.verification_level, editions.effective_from,"
    " editions.effective_to FROM entries JOIN editions ON editions.entry = entries.id"
    " WHERE editions.effective_from = (SELECT max(effective_from) FROM editions AS e WHERE e.entry = entries.id)"
)


def open_rows(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[list[Any]]]:
    """The column names and rows of one of the open tables."""
    assert table in OPEN
    found = connection.execute(f"SELECT * FROM {table} ORDER BY 1")
    return [column[0] for column in found.description], [list(row) for row in found]


def plain_copy(catalogue: Path, target: Path) -> None:
    """A SQLite file with the open tables and a view of what stands now, for Datasette and other tools."""
    with closing(sqlite3.connect(sqlite_uri(catalogue.resolve(), "mode=ro"), uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as connection:
        for table in _OURS:
            connection.execute(f"DROP TABLE {table}")
        connection.execute(_NOW)
        connection.execute("PRAGMA application_id = 0")
        connection.commit()
        connection.execute("VACUUM")
