"""The wheels of canang and of all that it needs, for one system and one or more versions of Python.

    python -m delivery.wheels windows --python 3.12 --out wheels dist/canang-0.3.0-py3-none-any.whl

uv works out what another system needs, which pip does only for its own; pip downloads exactly that. Both ask the
registry that this machine is set to, through its proxy.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

VERSIONS = ("3.11", "3.12", "3.13")
SYSTEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux": ("x86_64-manylinux_2_28", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")),
    "macos-arm64": ("aarch64-apple-darwin", tuple(f"macosx_{n}_0_arm64" for n in (14, 13, 12, 11))),
    "macos-x86_64": (
        "x86_64-apple-darwin",
        (*(f"macosx_{n}_0_x86_64" for n in (13, 12, 11)), *(f"macosx_10_{n}_x86_64" for n in range(15, 8, -1))),
    ),
}
"""For each system, what uv calls it and which wheels pip may take for it."""


class CannotGather(Exception):
    """A wheel that is needed cannot be had."""


def gather(wheel: Path, system: str, versions: tuple[str, ...], out: Path, *, extras: str = "web") -> list[Path]:
    """Put the program's wheel and the wheels that it needs into a folder, for each of these versions of Python.

    Raises:
        CannotGather: the registry has no wheel for the system, or cannot be asked.
    """
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(wheel, out / wheel.name)
    with TemporaryDirectory() as work:
        for version in versions:
            pins = Path(work) / f"{version}.txt"
            _pin(wheel, system, version, pins, extras)
            _download(pins, system, version, out)
    return sorted(out.glob("*.whl"))


def _pin(wheel: Path, system: str, version: str, pins: Path, extras: str) -> None:
    asked = pins.with_suffix(".in")
    asked.write_text(f"canang[{extras}] @ {wheel.resolve().as_uri()}\n", encoding="utf-8")
    _run(
        "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:",
        "--python-platform", SYSTEMS[system][0], "--python-version", version, "-o", str(pins), str(asked),
    )  # fmt: skip
    kept = [line for line in pins.read_text(encoding="utf-8").splitlines() if not line.startswith("canang")]
    pins.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _download(pins: Path, system: str, version: str, out: Path) -> None:
    platforms = [part for each in SYSTEMS[system][1] for part in ("--platform", each)]
    _run(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
        "--python-version", version, *platforms, "-d", str(out), "-r", str(pins),
    )  # fmt: skip


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotGather(f"Chưa có {command[0]}. Cài: pip install uv") from None
    if done.returncode:
        raise CannotGather(f"{' '.join(command[:3])} không xong:\n{done.stderr.strip()[-2000:]}")


def asked(prog: str, description: str, out: str) -> argparse.Namespace:
    """What was asked for on the command line: ``system``, ``wheel``, ``python`` (versions), ``out``.

    Args:
        out: the folder where nobody names one.
    """
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("wheel", type=Path, help="bánh xe của canang")
    parser.add_argument("--python", action="append", choices=VERSIONS, help="bản Python; ghi nhiều lần được")
    parser.add_argument("--out", type=Path, default=Path(out))
    said = parser.parse_args()
    said.python = tuple(said.python or VERSIONS)
    return said


def main() -> None:
    """Gather what was asked for, say how much it is."""
    said = asked("python -m delivery.wheels", "Gom bánh xe (wheel) cho một hệ máy.", "wheels")
    try:
        found = gather(said.wheel, said.system, said.python, said.out)
    except CannotGather as error:
        sys.exit(str(error))
    print(f"{len(found)} bánh xe, {sum(each.stat().st_size for each in found) / 1e6:.1f} MB, ở {said.out}")


if __name__ == "__main__":
    main()
