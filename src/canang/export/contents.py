"""The page that lists the files of a folder, each entry with a link to its own."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from canang.catalog.model import Entry
from canang.text.days import show_day

_STYLE = (
    "body{font:13pt/1.5 'Times New Roman',Tinos,'Liberation Serif',serif}"
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h2{font-size:1.05em;margin:1.4em 0 .3em}ul{padding-left:1.2em}li{margin:.2em 0}.task{font-weight:bold}"
)


def contents_page(entries: Sequence[Entry], files: Sequence[str]) -> bytes:
    """One HTML page: the entries by field, in the order given, each a link to its file."""
    fields: dict[str, list[str]] = defaultdict(list)
    for entry, file in zip(entries, files, strict=True):
        kind = ' class="task"' if entry.type == "task" else ""
        fields[entry.field_name].append(
            f'<li{kind}><a href="{escape(quote(file))}">{escape(entry.id)}</a> {escape(entry.name)}</li>'
        )
    body = "".join(f"<h2>{escape(name)}</h2><ul>{''.join(lines)}</ul>" for name, lines in fields.items())
    day = show_day(entries[0].as_of)
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>Cẩm nang: mục lục</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><h1>Cẩm nang: mục lục</h1><p>Theo quy định ngày {day}.</p>{body}</body></html>\n"
    ).encode()
