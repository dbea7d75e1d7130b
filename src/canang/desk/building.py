"""Building the catalogue from what people write."""

from pathlib import Path

from canang.errors import Code, Failure
from canang.seed.build import build_catalog
from canang.seed.expanding import Line, expand_entry


def build(seed: Path, target: Path) -> str:
    """Read the YAML of a seed folder, check it and write the catalogue, whole or not at all.

    Returns:
        The hash of the content.

    Raises:
        Failure: there is no such folder.
        SeedFaulty: something in it is wrong; ``faults`` says what, where. ``target`` is untouched.
    """
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ thư mục bằng --tu.", Code.CANNOT_READ)
    return build_catalog(seed, target)


def expand(seed: Path, reference: str) -> list[Line]:
    """An entry of the seed with all that it inherits, each line with the file that says it.

    Raises:
        Failure: there is no such folder or entry.
    """
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ thư mục bằng --tu.", Code.CANNOT_READ)
    return expand_entry(seed, reference)
