"""How well an assistant would find and cite, without a model: the MCP server driven through its client.

    python -m bench.assistant [--hoi QUESTIONS.tsv]

Each question goes to ``tim`` as it was asked; where no right entry is among the first three, its first words go once
more. The entry is then read (``tom-tat``, ``can-cu``, ``cac-buoc``), and what a right answer must cite must stand in
what was read. Told: how often a right entry was found within two calls, how often what it rests on was read, and how
many letters were read; then how long the command takes to answer its first question, and the processor's time of a
call with the catalogue kept open (the aims: 2.5 s and 60 ms). ``--hoi`` takes questions from a file (kind, asker,
query, ids); else those of ``bench/data/assistant.tsv`` (query, ids, what must be cited): twenty of our own, forty of
those that the search was developed against.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from mcp.types import CallToolResult, TextContent

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf
from canang.mcp.server import build
from canang.text.days import today_in_vietnam
from mcp import Client, StdioServerParameters, stdio_client

OWN = Path(__file__).parent / "data" / "assistant.tsv"


def questions(path: Path, *, with_kind: bool) -> list[tuple[str, set[str], list[str]]]:
    """Questions with the ids that are right and the articles that must be cited."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 3:
            continue
        query, ids, rest = (cells[2], cells[3], "") if with_kind else (cells[0], cells[1], cells[2])
        if ids.strip() not in {"", "-"}:
            found.append((query, set(ids.replace(",", " ").split()), [a for a in rest.split(";") if a]))
    return found


def is_right(id_: str, right: set[str]) -> bool:
    """Whether an entry is right: itself, or the task of one that is, or a procedure of one."""
    return id_ in right or any(id_.startswith(f"{each}.") or each.startswith(f"{id_}.") for each in right)


def text_of(result: CallToolResult) -> str:
    """What the model reads of an answer."""
    return "".join(part.text for part in result.content if isinstance(part, TextContent))


async def asked(client: Client, query: str, right: set[str], articles: list[str]) -> dict[str, Any]:
    """One question asked as an assistant would."""
    letters, calls, found = 0, 0, None
    for words in (query, " ".join(query.split()[:5])):
        calls += 1
        result = await client.call_tool("tim", {"tu": words})
        letters += len(text_of(result))
        hits = (result.structured_content or {}).get("results", [])
        found = next((h["id"] for h in hits[:3] if is_right(h["id"], right)), None)
        if found:
            break
    if found is None:
        return {"calls": None, "letters": letters, "cited": False}
    read = ""
    for part in ("tom-tat", "can-cu", "cac-buoc"):
        result = await client.call_tool("xem", {"ma": found, "phan": part})
        read += text_of(result)
    return {"calls": calls, "letters": letters + len(read), "cited": all(article in read for article in articles)}


async def measure(path: Path, *, with_kind: bool) -> None:
    """Tell all of it."""
    desk = Desk(today_in_vietnam(), os.environ)
    every = questions(path, with_kind=with_kind)
    async with Client(build(lambda: desk, Shelf().search)) as client:
        await client.call_tool("tim", {"tu": "cây xăng"})
        begun = time.process_time()
        told = [await asked(client, *question) for question in every]
        spent = time.process_time() - begun
    found = [each for each in told if each["calls"]]
    first = sum(each["calls"] == 1 for each in found)
    print(f"{len(every)} câu hỏi: thấy mục đúng sau một lần hỏi {first}, sau hai {len(found)}")
    print(f"đọc được điều khoản phải dẫn: {sum(e['cited'] for e in told)}")
    print(f"số chữ phải đọc, giữa: {statistics.median(e['letters'] for e in told):.0f}")
    calls = sum((each["calls"] or 2) + (3 if each["calls"] else 0) for each in told)
    print(f"một lời gọi: {1000 * spent / calls:.0f} ms của bộ xử lý; câu đầu sau {await first_answer():.1f} s")


async def first_answer() -> float:
    """Seconds from the start of ``canang mcp`` to its first answer."""
    begun = time.perf_counter()
    command = StdioServerParameters(command=sys.executable, args=["-m", "canang", "mcp"])
    async with Client(stdio_client(command)) as client:
        await client.call_tool("tim", {"tu": "cây xăng"})
        return time.perf_counter() - begun


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hoi", type=Path)
    chosen = parser.parse_args().hoi
    asyncio.run(measure(chosen or OWN, with_kind=chosen is not None))
