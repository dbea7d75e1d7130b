"""The installer: NSIS around the folder, for one user, without an administrator."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from delivery.windows.folder import HERE, CannotBuild, Folder


def make_installer(folder: Folder, target: Path, *, compressor: str = "/SOLID lzma") -> None:
    """Write ``setup.exe``; the same folder gives the same bytes.

    Args:
        compressor: as NSIS names it; the usual one takes a minute and gives the smallest file.

    Raises:
        CannotBuild: there is no makensis here, or it refused.
    """
    makensis = shutil.which("makensis")
    if makensis is None:
        raise CannotBuild("Chưa có makensis. Trên Debian: apt-get install nsis")
    moment = int(datetime(*folder.moment, tzinfo=UTC).timestamp())
    with TemporaryDirectory() as work:
        for name, content in folder.files.items():
            path = Path(work) / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (moment, moment))
        listed = Path(work) / "files.nsh"
        listed.write_text(_listed(folder, Path(work) / "files"), encoding="utf-8")
        defined = {
            "VERSION": folder.version,
            "KILOBYTES": str(folder.size // 1024),
            "FILES": str(listed),
            "OUT": str(target.resolve()),
            "COMPRESSOR": compressor,
        }
        done = subprocess.run(
            [makensis, "-V2", "-INPUTCHARSET", "UTF8", *(f"-D{key}={value}" for key, value in defined.items()),
             str(HERE / "canang.nsi")],
            capture_output=True, text=True, check=False, env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
        )  # fmt: skip
    if done.returncode:
        raise CannotBuild(f"makensis không xong:\n{(done.stdout + done.stderr)[-2000:]}")


def _listed(folder: Folder, where: Path) -> str:
    """Each file by name, in one order on every machine."""
    lines: list[str] = []
    last = None
    for name in sorted(folder.files, key=lambda name: (str(name.parent), name.name)):
        if name.parent != last:
            lines.append(f'SetOutPath "{PureWindowsPath("$INSTDIR.moi") / name.parent}"')
            last = name.parent
        lines.append(f'File "{where / name}"')
    return "\n".join(lines) + "\n"
