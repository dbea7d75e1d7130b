"""Bars for what takes longer than a moment: on a terminal, on the error stream, gone when it is done."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from canang.cli.terminal.session import Session

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")


class Progress:
    """How far a print is, shown on the session's terminal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counted(self, items: Sequence[Item], what: str) -> Iterator[Item]:
        """The items, with a bar."""
        if not _wanted(self._session):
            yield from items
            return
        from rich.progress import Progress as Bar  # noqa: PLC0415  only a terminal has a bar

        with Bar(console=_console(self._session), transient=True) as bar:
            yield from bar.track(items, description=what)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """A bar that moves while one long step runs, whose end cannot be told beforehand."""
        if not _wanted(self._session):
            yield
            return
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bar(*columns, console=_console(self._session), transient=True) as bar:
            bar.add_task(f"{what} …", total=None)
            yield


def streamed(session: Session, items: Iterable[Item], what: str) -> Iterator[Item]:
    """The items, with how many there were so far: nobody knows how many there will be."""
    if not _wanted(session):
        yield from items
        return
    from rich.progress import Progress as Bar  # noqa: PLC0415
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"), TimeElapsedColumn())
    with Bar(*columns, console=_console(session), transient=True) as bar:
        yield from bar.track(items, total=None, description=what)


def _wanted(session: Session) -> bool:
    return session.environment.on_terminal and not session.as_json


def _console(session: Session) -> "Console":
    from rich.console import Console  # noqa: PLC0415

    environment = session.environment
    return Console(file=environment.stderr, force_terminal=True, no_color=not environment.colour)
