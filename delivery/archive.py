"""Archives of which the same inputs give the same bytes: sorted names, one day, one mode."""

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

Moment = tuple[int, int, int, int, int, int]


def moment_of(wheel: Path) -> Moment:
    """The moment of everything made from a wheel: that of the wheel's own list of files."""
    with zipfile.ZipFile(wheel) as archive:
        record = next(part for part in archive.infolist() if part.filename.endswith(".dist-info/RECORD"))
        return record.date_time


def write_zip(
    target: Path, files: Mapping[PurePosixPath, bytes], moment: Moment, runs: frozenset[str] = frozenset()
) -> None:
    """Write files into a ZIP; whole or not at all.

    Args:
        runs: names of files that a system which asks for it may run.
    """
    work = target.with_name(f".{target.name}.tmp")
    with zipfile.ZipFile(work, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files, key=str):
            part = zipfile.ZipInfo(str(name), moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            part.external_attr = (0o100755 if name.name in runs else 0o100644) << 16
            archive.writestr(part, files[name])
    work.replace(target)
