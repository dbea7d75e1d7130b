"""Building the catalogue from what people write."""

from pathlib import Path

from canang.errors import Code, Failure
from canang.seed.build import build_catalog


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
