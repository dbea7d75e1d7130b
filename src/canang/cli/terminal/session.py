"""What every command is given: the environment, the desk that does the work, and how to answer."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import typer

from canang.cli.terminal.environment import Environment
from canang.desk.desk import Desk
from canang.errors import ENVELOPE_VERSION
from canang.text.days import today_in_vietnam


class Session(msgspec.Struct):
    """One run of the program."""

    environment: Environment
    desk: Desk
    as_json: bool

    @classmethod
    def begin(cls, environment: Environment, chosen: Path | None, as_json: bool) -> "Session":
        """A session at a desk of the environment's day and variables.

        Args:
            chosen: the catalogue asked for with ``--db``.
        """
        desk = Desk(environment.today, environment.variables, chosen, remark=environment.complain)
        if environment.interactive:
            desk.waiting = environment.complain
        return cls(environment, desk, as_json)

    @classmethod
    def of(cls, context: typer.Context) -> "Session":
        """The session that the main callback left in the context."""
        found = context.find_object(cls)
        assert found is not None
        return found

    def desk_of_today(self) -> Callable[[], Desk]:
        """The desk of each request to a program that runs for days: its day moves on."""
        begun = today_in_vietnam()
        return lambda: msgspec.structs.replace(self.desk, today=self.desk.today + (today_in_vietnam() - begun))

    def day(self, asked: str | None) -> date:
        """The day to answer for: the one asked for, else today."""
        return self.desk.day(asked)

    @contextmanager
    def paged(self) -> "Iterator[Session]":
        """The same session, whose output stops at each screenful where somebody is there to go on."""
        if self.as_json or not self.environment.interactive:
            yield self
            return
        from canang.cli.terminal.pager import paged  # noqa: PLC0415  only a screen has pages

        with paged(self.environment) as environment:
            yield msgspec.structs.replace(self, environment=environment)

    def print_json(self, value: Any) -> None:
        """JSON on the output, and nothing else there."""
        self.environment.say_json(json.dumps(value, ensure_ascii=False, indent=2))

    def tell(self, line: str, **result: Any) -> None:
        """What a command that changes something has done: a line for people, or the envelope with the result."""
        if self.as_json:
            self.print_json(envelope(result))
        else:
            self.environment.say(line)


def envelope(result: dict[str, Any]) -> dict[str, Any]:
    """``{"version": 1, "ok": true, "result": …}``."""
    return {"version": ENVELOPE_VERSION, "ok": True, "result": result}
