"""Files shown at a case: kept beside the register by what they hold, so that they stay and can be sent with it."""

import hashlib
import shutil
from pathlib import Path
from typing import IO

from canang.cases.state import Attachment
from canang.files import private_folder, replacing
from canang.text.file_names import file_name

FOLDER = "dinh-kem"
"""The folder of such files within the user's folder: for each content one folder, with the file under its name."""

LARGEST_KEPT = 50_000_000
"""Bytes of a file that is kept; of a larger one only where it lies and its SHA-256."""


def name_of_file(attachment: Attachment) -> str:
    """The file's name, whichever system it lay on."""
    return attachment.path.replace("\\", "/").rpartition("/")[2] or attachment.sha256[:12]


def keep_content(home: Path, name: str, content: IO[bytes]) -> Path:
    """Keep what a file holds; the same content is kept once.

    Args:
        name: the file's name as it was shown.
        content: from its beginning; read twice.

    Returns:
        Where it lies, once it is on the disk; the name of its folder is the SHA-256.

    Raises:
        OSError: it cannot be kept.
    """
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    if there := kept_file(home, digest):
        return there
    folder = home / FOLDER / digest
    for each in (home, home / FOLDER, folder):
        private_folder(each)
    path = folder / file_name(name)
    content.seek(0)
    with replacing(path, private=True) as temporary, temporary.open("wb") as file:
        shutil.copyfileobj(content, file)
    return path


def kept_file(home: Path, sha256: str) -> Path | None:
    """Where a kept file lies; None where it is not kept here."""
    folder = home / FOLDER / sha256
    return next((path for path in sorted(folder.glob("*")) if path.is_file()), None) if folder.is_dir() else None


def find_file(home: Path, attachment: Attachment) -> Path | None:
    """Where what was attached can be read: as it was kept, else where it lay then; None where neither holds it now."""
    for path in (kept_file(home, attachment.sha256), Path(attachment.path)):
        if path and _holds(path, attachment.sha256):
            return path
    return None


def what_became_of(home: Path, attachment: Attachment) -> str | None:
    """``gone`` or ``changed`` where an attached file can no longer be had as it was; None where it can."""
    if find_file(home, attachment):
        return None
    return "changed" if Path(attachment.path).is_file() else "gone"


def _holds(path: Path, sha256: str) -> bool:
    if not path.is_file():  # a device would never end
        return False
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False
