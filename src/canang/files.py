"""One way to put a file in its place, one lock, and one place for what is at work.

A file appears whole under its name or not at all, and is on the disk when the call returns; the one before it is kept
where asked, under a name that takes nobody's. What is being written has a name that no pattern of ours reads
(``.NAME.….tmp``), so that a kill leaves nothing that anybody takes for a file; who holds the lock next takes such
left-overs away.
"""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from glob import escape as glob_escape
from pathlib import Path

from canang.errors import Code, Failure
from canang.patience import patiently

WORK = ".tmp"
"""The ending of what is being written."""

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""What a user's own data may be read by: nobody else. Windows goes by the place, which is the user's own."""

_LEFT_OVER = 3600.0
"""Seconds after which a work file belongs to nobody that still runs."""

_OF_THE_LOCK = ".dang-lam."
"""How the work of a command that holds the lock begins: whoever has the lock next knows that it is nobody's."""

_LOCKED = 20.0
"""Seconds to wait for another command."""


_held = threading.local()
"""The folders that this thread has ``locked``: what it leaves half written there is swept by who locks them next."""


def _held_by_us() -> tuple[Path, ...]:
    folders: tuple[Path, ...] = getattr(_held, "folders", ())
    return folders


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """A private folder within one that is ``locked``, for files that are made before they take their places."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=_OF_THE_LOCK, suffix=WORK) as work:
        yield Path(work)


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[Path]:
    """A file beside the target that takes its place at the end, or vanishes where something goes wrong.

    Args:
        private: readable by its owner alone; else a new file goes by the user's umask, and one that is there keeps its
            mode.

    Raises:
        OSError: the place cannot be written.
    """
    mode = PRIVATE_FILE if private else _mode_of(target)
    try:
        prefix = _OF_THE_LOCK if target.parent in _held_by_us() else f".{target.name[:50]}."
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=WORK)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(mode)
        put_in_place(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place at the end, or vanishes where something goes wrong.

    A folder that is there stays as it is until the new one is whole, and goes away once that stands in its place.

    Raises:
        OSError: the place cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name[:50]}."
    _sweep_left_over(target.parent.glob(f"{glob_escape(prefix)}*{WORK}"))
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix, suffix=WORK))
    old = new.with_name(f"{prefix}cu{new.name.removeprefix(prefix)}")
    try:
        yield new
        new.chmod(_mode_of(target, 0o777))
        if target.exists():
            _move(target, old)
        try:
            _move(new, target)
        except BaseException:
            if old.exists():
                _move(old, target)
            raise
        _sync_folder(target.parent)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put content under a name, whole or not at all; a device or pipe is written to directly.

    Raises:
        OSError: the place cannot be written.
    """
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise IsADirectoryError(21, "là một thư mục", str(path))
        path.write_bytes(content)
        return
    with replacing(path, private=private) as temporary:
        temporary.write_bytes(content)


def put_in_place(source: Path, target: Path) -> None:
    """Move a finished file over another; whole or not at all, and on the disk.

    Raises:
        OSError: the place cannot be written.
    """
    sync(source)
    _move(source, target)
    _sync_folder(target.parent)


def keep_aside(path: Path, word: str, now: datetime) -> Path:
    """Move a file to a name beside it that takes nobody's: ``NAME.WORD-20261128-093000``, with a number if need be.

    Returns:
        Where it is now.

    Raises:
        OSError: it cannot be moved.
    """
    aside = _claimed(path, word, now)
    _move(path, aside)
    return aside


def keep_copy(path: Path, word: str, now: datetime) -> Path:
    """The same with a copy: the file stays where it is until another takes its place.

    Returns:
        Where the copy is.

    Raises:
        OSError: it cannot be made.
    """
    aside = _claimed(path, word, now)
    patiently(lambda: shutil.copyfile(path, aside))
    sync(aside)
    return aside


def _claimed(path: Path, word: str, now: datetime) -> Path:
    """A name beside a file that nobody had, now taken."""
    stem = f"{path.name}.{word}-{now:%Y%m%d-%H%M%S}"
    for number in range(1, 10_000):
        aside = path.with_name(stem if number == 1 else f"{stem}-{number}")
        try:
            # Claims the name: of two who come at once only one makes it.
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
        except FileExistsError:
            continue
        return aside
    raise FileExistsError(17, "đã có quá nhiều bản cũ", str(path))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one process at a time changes a folder; another waits.

    Raises:
        Failure: somebody else holds it for too long.
        OSError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  only a change needs the lock

    private_folder(folder)
    try:
        with FileLock(folder / ".khoa-ghi", timeout=_LOCKED):
            _sweep(folder)
            before = _held_by_us()
            _held.folders = (*before, folder)
            try:
                yield
            finally:
                _held.folders = before
    except Timeout:
        raise Failure(
            f"Một lệnh canang khác đang ghi vào {folder}.", "Đợi lệnh ấy xong rồi chạy lại.", Code.BUSY
        ) from None


def private_folder(folder: Path) -> None:
    """Make a folder of the user's own data, closed to others, where it is not there yet; those above it too.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)


def _sweep(folder: Path) -> None:
    """Take away what kills left half written in a folder: what the lock says is nobody's, or is too old to be."""
    _sweep_left_over(folder.glob(f".*{WORK}"))


def _sweep_left_over(found: Iterable[Path]) -> None:
    limit = time.time() - _LEFT_OVER
    for path in found:
        with contextlib.suppress(OSError):
            if path.name.startswith(_OF_THE_LOCK) or path.stat().st_mtime < limit:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def sync(path: Path) -> None:
    """Put a file on the disk. It is opened for writing: Windows syncs no file that is open for reading alone."""
    with patiently(lambda: path.open("r+b")) as written:
        os.fsync(written.fileno())


def forget(path: Path) -> None:
    """Take away a file that nobody needs; one that another program still reads goes another time."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _move(source: Path, target: Path) -> None:
    patiently(lambda: source.replace(target))


def _mode_of(target: Path, new: int = 0o666) -> int:
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return new & ~mask


def _sync_folder(folder: Path) -> None:
    """The name too is on the disk, where the system can say so."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
