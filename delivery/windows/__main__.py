"""Builds the folder as a ZIP, and the installer, from files that are already here; nothing is downloaded.

python -m delivery.wheels windows --python 3.12 --out wheels dist/canang-0.3.0-py3-none-any.whl
python -m delivery.windows --python python-3.12.9-embed-amd64.zip --sha256 … --wheels wheels --installer
"""

import argparse
import sys
from pathlib import Path, PurePosixPath

from delivery.archive import write_zip
from delivery.windows.folder import CannotBuild, make_folder
from delivery.windows.installer import make_installer


def main() -> None:
    """Read the arguments, build, say how large everything is."""
    parser = argparse.ArgumentParser(
        prog="python -m delivery.windows", description="Làm thư mục và bộ cài cho Windows."
    )
    parser.add_argument("--python", type=Path, required=True, help="ZIP Python nhúng (embeddable amd64) của python.org")
    parser.add_argument("--sha256", required=True, help="mã SHA-256 mà python.org công bố cho tệp ấy")
    parser.add_argument("--wheels", type=Path, required=True, help="thư mục bánh xe, do delivery.wheels gom")
    parser.add_argument("--out", type=Path, default=Path("dist"))
    parser.add_argument("--no-pdf", action="store_true", help="bản nhỏ, không làm được PDF")
    parser.add_argument("--installer", action="store_true", help="làm cả bộ cài; cần makensis")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        folder = make_folder(asked.python, asked.sha256, asked.wheels, pdf=not asked.no_pdf)
        name = f"canang-{folder.version}-windows{'-nho' if asked.no_pdf else ''}"
        made = [asked.out / f"{name}.zip"]
        write_zip(made[0], {PurePosixPath(name) / place: each for place, each in folder.files.items()}, folder.moment)
        if asked.installer:
            made.append(asked.out / f"{name}-cai-dat.exe")
            make_installer(folder, made[-1])
    except (CannotBuild, OSError) as error:
        sys.exit(str(error))
    print(f"Giải nén ra {folder.size / 1e6:.1f} MB, {len(folder.files)} tệp.")
    for each in made:
        print(f"{each}: {each.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
