"""Puts wheels and a script into one ZIP for a system.

python -m delivery.bundle windows dist/canang-0.3.0-py3-none-any.whl
"""

import sys
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from delivery.archive import moment_of, write_zip
from delivery.wheels import CannotGather, asked, gather

HERE = Path(__file__).parent
SCRIPTS = {
    "windows": "cai-dat.cmd",
    "linux": "cai-dat.sh",
    "macos-arm64": "cai-dat.command",
    "macos-x86_64": "cai-dat.command",
}
"""What is clicked on or run; the one of macOS opens a window by a double click."""


def bundle(wheel: Path, system: str, versions: tuple[str, ...], out: Path) -> Path:
    """Write ``canang-VERSION-SYSTEM-python.zip``; the same wheels give the same bytes.

    Raises:
        CannotGather: a wheel cannot be had.
    """
    out.mkdir(parents=True, exist_ok=True)
    name = f"canang-{wheel.name.split('-')[1]}-{system}-python"
    script = SCRIPTS[system]
    text = (HERE / script).read_text(encoding="utf-8")
    files = {PurePosixPath(name) / script: (text.replace("\n", "\r\n") if system == "windows" else text).encode()}
    with TemporaryDirectory() as work:
        for each in gather(wheel, system, versions, Path(work)):
            files[PurePosixPath(name) / "wheels" / each.name] = each.read_bytes()
    target = out / f"{name}.zip"
    write_zip(target, files, moment_of(wheel), frozenset({script}))
    return target


def main() -> None:
    """Bundle what was asked for, say how large it is."""
    said = asked("python -m delivery.bundle", "Gói cài không cần mạng, cho máy đã có Python.", "dist")
    try:
        made = bundle(said.wheel, said.system, said.python, said.out)
    except CannotGather as error:
        sys.exit(str(error))
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
