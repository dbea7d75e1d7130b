"""The catalogue that answers where the user has updates or layers, made when one of them has changed."""

from pathlib import Path

from canang.catalog.database import CatalogUnusable, bundled_path
from canang.catalog.holdings import Holdings
from canang.cli.environment import Environment
from canang.cli.errors import ExitCode, Failure


def layered_catalog(environment: Environment, folder: Path) -> Path:
    """The base alone, or with its layers in one file.

    Raises:
        Failure: a layer cannot be read, or clashes with what lies below it.
    """
    holdings = Holdings(folder)
    base = holdings.base(bundled_path())
    if not holdings.layers():
        return base
    composed = holdings.composed(base)
    if not composed.is_file():
        _compose(environment, holdings, base, composed)
    return composed


def _compose(environment: Environment, holdings: Holdings, base: Path, target: Path) -> None:
    from canang.seed.layering import LayerClash, compose  # noqa: PLC0415  once for each change of a layer

    target.parent.mkdir(parents=True, exist_ok=True)
    if environment.interactive:
        environment.complain("Đang ghép các lớp dữ liệu; lần sau sẽ nhanh …")
    try:
        stale = compose(base, holdings.layers(), target)
    except LayerClash as clash:
        raise Failure(
            str(clash), "Xem các lớp: canang du-lieu lop. Bỏ một lớp: canang du-lieu lop TÊN --bo", ExitCode.BAD_DATA
        ) from clash
    except CatalogUnusable as error:
        raise Failure(
            f"Một lớp dữ liệu không dùng được. {error}",
            "Xem các lớp: canang du-lieu lop. Bỏ một lớp: canang du-lieu lop TÊN --bo",
            ExitCode.BAD_DATA,
        ) from error
    for line in stale:
        environment.complain(f"Lưu ý: {line}; mức kiểm chứng không đổi.")
    for old in target.parent.glob("*.sqlite"):
        if old != target:
            old.unlink(missing_ok=True)
