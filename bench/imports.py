"""What imports understand of real files, part by part: now, and beside another state of the program.

    python -m bench.imports FILE... [--beside FOLDER_OF_ANOTHER_CHECKOUT]

Each file is imported by the command into a catalogue of its own, and the entries are counted as the same program prints
them: what came out, not what the import says of itself. Of what only one of the two has, examples are shown.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = 4
"""How many differences of a part are shown each way."""

Facts = dict[str, dict[str, str]]
"""By part, what each entry says there as text, by the entry's code and name."""

_PARTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "tên": lambda e: e["name"],
    "mã": lambda e: e["code"],
    "lĩnh vực": lambda e: e["field"],
    "cấp": lambda e: e["level"],
    "cơ quan": lambda e: e["agency"] or e["authority"],
    "đối tượng": lambda e: e["applicant"],
    "bước": lambda e: [step["action"] for step in e["steps"]],
    "giấy tờ": lambda e: [paper["name"] for paper in e["dossier"]],
    "giấy tờ có số bản": lambda e: [
        (paper["name"], paper["originals"], paper["copies"])
        for paper in e["dossier"]
        if paper["originals"] is not None or paper["copies"] is not None
    ],
    "thời hạn": lambda e: (e["time_limit"] or {}).get("text"),
    "thời hạn đếm được": lambda e: (e["time_limit"] or {}).get("amount"),
    "thời hạn có mốc": lambda e: (e["time_limit"] or {}).get("start"),
    "phí": lambda e: e["fee"],
    "kết quả": lambda e: e["result"],
    "điều kiện": lambda e: e["conditions"],
    "mẫu": lambda e: e["forms"],
    "căn cứ": lambda e: [cited["document"] for cited in e["citations"]],
}


def facts(checkout: Path, file: Path) -> tuple[Facts, int]:
    """What the program of a checkout makes of a file, and how many troubles it tells of."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "ra.sqlite"
        report = json.loads(_canang(checkout, "du-lieu", "nhap", str(file), "--ra", str(made), "--json"))
        entries = json.loads(
            _canang(checkout, "--db", str(made), "export", "--tat-ca", "--dinh-dang", "json", "-o", "-")
        )
    found: Facts = {name: {} for name in _PARTS}
    for entry in entries:
        for name, part in _PARTS.items():
            if (value := part(entry)) not in (None, [], ""):
                found[name][entry["id"]] = json.dumps(value, ensure_ascii=False)
    return found, len(report["troubles"])


def _canang(checkout: Path, *words: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        own = {"PYTHONPATH": str(checkout / "src"), "CANANG_DB": str(checkout / "data" / "tasks.sqlite")}
        done = subprocess.run(
            [sys.executable, "-m", "canang", *words],
            env={**os.environ, **own, "CANANG_HOME": home}, cwd=home, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return done.stdout


def _items(facts: dict[str, str]) -> int:
    """How many things stand in a part: the members of lists, else one an entry."""
    values = [json.loads(text) for text in facts.values()]
    return sum(len(value) if isinstance(value, list) else 1 for value in values)


def main() -> None:
    """Print a table a file."""
    parser = argparse.ArgumentParser(prog="bench.imports")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--beside", type=Path, help="another checkout of this repository")
    parser.add_argument("--examples", action="store_true", help="show what differs")
    given = parser.parse_args()
    for file in given.files:
        now, troubles = facts(ROOT, file.resolve())
        if given.beside is None:
            print(f"\n{file.name}: {troubles} chỗ phải xem lại\n{'phần':20} {'mục':>6} {'điều':>7}")
            for name, part in now.items():
                print(f"{name:20} {len(part):6} {_items(part):7}")
            continue
        before, told = facts(given.beside.resolve(), file.resolve())
        print(f"\n{file.name}: chỗ phải xem lại {told} -> {troubles}; mục và điều: trước, nay")
        print(f"{'phần':20} {'mục':>10} {'':6} {'điều':>12} {'':7} {'mất':>5} {'thêm':>5} {'đổi':>5}")
        for name, part in now.items():
            old = before[name]
            lost, new = sorted(old.keys() - part.keys()), sorted(part.keys() - old.keys())
            other = [id_ for id_ in old.keys() & part.keys() if old[id_] != part[id_]]
            counts = f"{len(old):10} {len(part):6} {_items(old):12} {_items(part):7}"
            print(f"{name:20} {counts} {len(lost):5} {len(new):5} {len(other):5}")
            if given.examples:
                for id_ in lost[:EXAMPLES]:
                    print(f"    - {id_}: {old[id_][:160]}")
                for id_ in new[:EXAMPLES]:
                    print(f"    + {id_}: {part[id_][:160]}")
                for id_ in sorted(other)[:EXAMPLES]:
                    print(f"    ~ {id_}: {old[id_][:160]}\n      {'':{len(id_)}}  {part[id_][:160]}")


if __name__ == "__main__":
    main()
