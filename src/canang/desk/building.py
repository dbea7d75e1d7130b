"""Building the catalogue from what people write."""

from pathlib import Path

from canang.catalog.database import identity_of
from canang.catalog.schema import APPLICATION_ID
from canang.errors import Code, Failure
from canang.seed.build import build_catalog
from canang.seed.expanding import Line, expand_entry


def build(seed: Path, target: Path, *, overwrite: bool = False) -> str:
    """Read the YAML of a seed folder, check it and write the catalogue, whole or not at all.

    Args:
        overwrite: also in the place of a file that is no catalogue.

    Returns:
        The hash of the content.

    Raises:
        Failure: there is no such folder, or something else than a catalogue stands at the target.
        SeedFaulty: something in it is wrong; ``faults`` says what, where. ``target`` is untouched.
    """
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ thư mục bằng --tu.", Code.CANNOT_READ)
    if target.exists() and not overwrite and (not target.is_file() or identity_of(target)[0] != APPLICATION_ID):
        raise Failure(
            f"{target} đã có và không phải tệp dữ liệu của canang; giữ nguyên.",
            "Chọn tên khác bằng --ra, hoặc thêm --ghi-de để thay.",
            Code.EXISTS,
        )
    return build_catalog(seed, target)


def expand(seed: Path, reference: str) -> list[Line]:
    """An entry of the seed with all that it inherits, each line with the file that says it.

    Raises:
        Failure: there is no such folder or entry.
    """
    if not seed.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {seed}", "Chỉ thư mục bằng --tu.", Code.CANNOT_READ)
    return expand_entry(seed, reference)
