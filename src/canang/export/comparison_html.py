"""A comparison as one HTML page for a lawyer: before and after side by side, the words that changed marked."""

import difflib
import re
from html import escape
from typing import Any

_STYLE = """
body{font:12pt/1.45 'Times New Roman','Liberation Serif',serif;max-width:62rem;margin:1.5rem auto;padding:0 1rem;color:
#111}h1{font-size:1.3em}h2{font-size:1.05em;margin:1.6em 0 .3em;border-bottom:1px solid #999}table{border-collapse:
collapse;width:100%;table-layout:fixed}td,th{border:1px solid #bbb;padding:.35em .5em;vertical-align:top;text-align:
left;overflow-wrap:anywhere}th:first-child{width:11em}del{background:#ffe0e0}ins{background:#dcf5dc;text-decoration:
none;border-bottom:2px solid #2a7}.kind{font-size:.85em;color:#555}nav a{margin-right:.8em;white-space:nowrap}
nav{margin:.4em 0}
@media print{h2{break-after:avoid}tr{break-inside:avoid}}
"""
_KINDS = {"added": "thêm mới", "removed": "bỏ", "changed": "thay đổi"}


def comparison_page(comparison: dict[str, Any], day_of: dict[str, str]) -> bytes:
    """The page.

    Args:
        comparison: what ``Comparison.as_object`` gives.
        day_of: how to show each edition's day, by its ISO text.
    """
    old, new = comparison["old"], comparison["new"]
    counts = comparison["counts"]
    parts = [_entry(place, change, day_of) for place, change in enumerate(comparison["entries"])]
    body = _index(comparison["entries"]) + "".join(parts) or "<p>Không có gì khác.</p>"
    summary = ", ".join(f"{_KINDS[kind]} {number}" for kind, number in counts.items())
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>So sánh dữ liệu</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>So sánh dữ liệu {escape(old.get('version', ''))} và {escape(new.get('version', ''))}</h1>"
        f"<p>{escape(summary)}.</p>{body}</body></html>\n"
    ).encode()


def _index(changes: list[dict[str, Any]]) -> str:
    """A line for each kind, with a link to every entry of it."""
    lines = []
    for kind, told in _KINDS.items():
        places = {change["id"]: place for place, change in reversed(list(enumerate(changes))) if change["kind"] == kind}
        links = [f'<a href="#m{place}">{escape(id_)}</a>' for id_, place in sorted(places.items())]
        if links:
            lines.append(f"<nav><b>{told.capitalize()}:</b> {' '.join(links)}</nav>")
    return "".join(lines)


def _entry(place: int, change: dict[str, Any], day_of: dict[str, str]) -> str:
    edition = f", bản từ {day_of[change['edition']]}" if change["edition"] else ""
    head = f"{escape(change['id'])} {escape(change['name'])}"
    rows = "".join(
        f"<tr><th>{escape(each['label'])}</th>{_sides(each['before'], each['after'])}</tr>"
        for each in change["changes"]
    )
    table = f"<table><tr><th>Điều nêu</th><th>Trước</th><th>Sau</th></tr>{rows}</table>" if rows else ""
    return f'<h2 id="m{place}">{head}</h2><p class="kind">{_KINDS[change["kind"]]}{escape(edition)}</p>{table}'


def _sides(before: str | None, after: str | None) -> str:
    """Two cells; in each the words that the other has not are marked."""
    was, now = (re.findall(r"\s+|\S+", text or "") for text in (before, after))
    left, right = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        old, new = _text("".join(was[a:b])), _text("".join(now[c:d]))
        left.append(old if kind == "equal" else f"<del>{old}</del>" if old else "")
        right.append(new if kind == "equal" else f"<ins>{new}</ins>" if new else "")
    return f"<td>{''.join(left)}</td><td>{''.join(right)}</td>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
