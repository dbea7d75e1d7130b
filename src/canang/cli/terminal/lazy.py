"""A group of commands, each loaded only when it is asked for: ``tim`` does not pay for ``export``."""

from importlib import import_module
from typing import ClassVar, TypeAlias

import typer
from typer._click import Command, Context

from canang.cli.terminal.help import VietnameseGroup

CommandTable: TypeAlias = dict[str, tuple[str, str]]
"""Commands in the order in which help lists them: the module that declares each, and the first line of its help, kept
in the table so that help need not load them all."""


class LazyGroup(VietnameseGroup):
    """A group whose commands stand in a table; each module holds one as ``app``."""

    table: ClassVar[CommandTable] = {}

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name, from its own module."""
        if cmd_name not in self.table:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = typer.main.get_command(import_module(self.table[cmd_name][0]).app)
        return self.commands[cmd_name]

    def described(self, ctx: Context) -> list[tuple[str, str]]:
        """The commands with their first lines, from the table."""
        return [(name, line) for name, (_, line) in self.table.items()]
