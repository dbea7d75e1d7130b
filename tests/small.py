"""A small handbook: eleven tasks of the seed with all that speaks of them and of nothing else. It builds in a tenth of
the time; what a test says of building, comparing, layering or updating does not hang on how many tasks there are.
"""

import re
import shutil
from pathlib import Path

SEED = Path(__file__).resolve().parents[1] / "data" / "seed"
TASKS = (
    "BC-01", "KHCN-03", "KHCN-05", "NLNT-01", "NLNT-02", "NLNT-18", "SHTT-01", "SHTT-11", "TDC-01", "TDC-02", "VT-03",
)  # fmt: skip

_NAMED = re.compile(r"\b[A-ZĐ]{2,4}-\d\d(?:\.\d+)?\b")
_TAKEN = re.compile(r"\{piece: ([\w/-]+)\}")


def small_seed(folder: Path) -> Path:
    """A copy of the seed, into a folder that is not there yet, of these tasks alone."""
    shutil.copytree(SEED, folder)
    for path in (*folder.glob("tasks/*/*.yaml"), *folder.glob("utterances/*.yaml"), *folder.glob("reviews/*.yaml")):
        if not _of_these(path.name):
            path.unlink()
    for path in folder.glob("faq/*.yaml"):
        kept = [each for each in _items(path) if _of_these(*re.findall(r"entries: \[([^]]*)", each))]
        path.write_text("".join(kept) or "[]\n", encoding="utf-8")
    for path in (*folder.glob("readiness/*.yaml"), *folder.glob("practice/*.yaml")):
        if not _of_these(path.read_text(encoding="utf-8").partition("\n\n")[0].split("needs:")[0]):
            path.unlink()
    _drop_untaken_pieces(folder)
    leanings = folder / "leanings.tsv"
    names, *words = leanings.read_text(encoding="utf-8").splitlines(keepends=True)
    leanings.write_text(names + "".join(words[::20]), encoding="utf-8")
    return folder


def _drop_untaken_pieces(folder: Path) -> None:
    """A piece that nobody takes is a fault of a seed; one may be taken by another, hence the turns."""
    tasks = "".join(path.read_text(encoding="utf-8") for path in folder.glob("tasks/*/*.yaml"))
    families = {path: path.read_text(encoding="utf-8") for path in folder.glob("families/*.yaml")}
    before: dict[Path, str] = {}
    while families != before:
        before = families
        taken = set(_TAKEN.findall(tasks + "".join(families.values())))
        families = {path: _with_pieces(text, path.stem, taken) for path, text in families.items()}
    for path, text in families.items():
        path.write_text(text, encoding="utf-8")


def _with_pieces(text: str, family: str, taken: set[str]) -> str:
    """The text of a family's file, whose pieces stand at its end, with those alone that are taken."""
    rest, _, pieces = text.partition("pieces:\n")
    each = re.split(r"^(?=  [\w-]+:)", pieces, flags=re.MULTILINE)
    kept = [piece for piece in each if f"{family}/{piece.partition(':')[0].strip()}" in taken]
    return rest + "".join(["pieces:\n", *kept] if kept else [])


def _items(path: Path) -> list[str]:
    """The items of a list of YAML, each as it is written."""
    return re.split(r"^(?=- id: )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def _of_these(*texts: str) -> bool:
    return all(name.partition(".")[0] in TASKS for text in texts for name in _NAMED.findall(text))
