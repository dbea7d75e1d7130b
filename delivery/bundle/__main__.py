"""Puts wheels and a script into one ZIP for a system.

python -m delivery.bundle windows dist/canang-0.3.0-py3-none-any.whl
"""

import argparse
import sys
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from delivery.archive import moment_of, write_zip
from delivery.wheels import SYSTEMS, VERSIONS, CannotGather, gather

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
    """Read the arguments, bundle, say how large it is."""
    parser = argparse.ArgumentParser(
        "python -m delivery.bundle", description="Gói cài không cần mạng, cho máy đã có Python."
    )
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("wheel", type=Path, help="bánh xe của canang")
    parser.add_argument("--python", action="append", choices=VERSIONS, help="bản Python; ghi nhiều lần được")
    parser.add_argument("--out", type=Path, default=Path("dist"))
    asked = parser.parse_args()
    try:
        made = bundle(asked.wheel, asked.system, tuple(asked.python or VERSIONS), asked.out)
    except CannotGather as error:
        sys.exit(str(error))
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
