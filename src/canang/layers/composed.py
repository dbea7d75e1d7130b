"""The catalogue that answers where the user has updates or layers, made when one of them has changed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from canang.catalog.database import CatalogUnusable, bundled_path, identity_of
from canang.catalog.schema import BROUGHT_UP
from canang.errors import NOT_WRITABLE, Code, Failure, of_system
from canang.files import forget, locked
from canang.layers.installed import Installed

_HINT = "Xem các lớp: canang du-lieu lop. Bỏ một lớp: canang du-lieu lop TÊN --bo"


def composed_catalog(folder: Path, remark: Callable[[str], None], waiting: Callable[[str], None]) -> Path:
    """The base alone, or with its layers in one file.

    Args:
        folder: that of updates and layers.
        remark: is told which reviews no longer hold.
        waiting: is told before what takes long.

    Raises:
        Failure: a layer cannot be read, or clashes with what lies below it.
    """
    installed = Installed(folder)
    base = installed.base(bundled_path())
    if not installed.layers():
        return base
    bring_up_layers(installed)
    composed = installed.composed(base)
    if not composed.is_file():
        waiting("Đang ghép các lớp dữ liệu; lần sau sẽ nhanh …")
        try:
            _compose(installed, base, composed, remark)
        except (OSError, sqlite3.OperationalError) as error:
            if of_system(error)[0] not in NOT_WRITABLE:
                raise
            composed = _for_this_run() / composed.name
            _compose(installed, base, composed, remark)
    return composed


def _for_this_run() -> Path:
    """A folder for what cannot be kept where it belongs: the layers of a place that cannot be written. It holds nothing
    of any case, and goes with the process.
    """
    import atexit  # noqa: PLC0415  hardly ever
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="canang-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def bring_up_layers(installed: Installed) -> None:
    """Make layers that an earlier version of the program wrote into what this one reads."""
    if all(identity_of(layer)[1] not in BROUGHT_UP for layer in installed.layers()):
        return
    from canang.seed.layering import bring_up  # noqa: PLC0415  once for each new version

    with locked(installed.layers_folder):
        for layer in installed.layers():
            bring_up(layer)


def _compose(installed: Installed, base: Path, target: Path, remark: Callable[[str], None]) -> None:
    from canang.seed.layering import LayerClash, compose  # noqa: PLC0415  once for each change of a layer

    try:
        with locked(target.parent):
            # Somebody else may have made it while this one waited.
            stale = [] if target.is_file() else compose(base, installed.layers(), target)
    except LayerClash as clash:
        clash.hint = _HINT
        raise
    except CatalogUnusable as error:
        raise Failure(f"Một lớp dữ liệu không dùng được. {error}", _HINT, Code.DATA_DAMAGED) from error
    for line in stale:
        remark(f"Lưu ý: {line}; mức kiểm chứng không đổi.")
    for old in target.parent.glob("*.sqlite"):
        if old != target:
            forget(old)
