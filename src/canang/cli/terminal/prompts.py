"""Asking a person for a line: edited with arrows and history on a terminal, read as it comes elsewhere."""

import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from canang.cli.terminal.environment import Environment
from canang.text.visible import cleaned

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer


class Prompts:
    """Questions at one terminal. Several lines that are pasted are one answer."""

    def __init__(self, environment: Environment, *, plain: bool = False) -> None:
        """Begin.

        Args:
            plain: read whole lines even on a terminal, which suits screen readers.
        """
        self._environment = environment
        real = environment.stdin is sys.stdin and environment.stdout is sys.stdout
        dumb = environment.variables.get("TERM") == "dumb"
        self._edits = real and environment.interactive and not plain and not dumb
        self._editors: dict[bool, PromptSession[str]] = {}

    def ask(self, question: str) -> str | None:
        """What was answered, cleaned of what cannot be kept; None at the end of the input.

        Raises:
            KeyboardInterrupt: the person wants to leave.
        """
        return self._asked(question, None)

    def ask_key(self, question: str) -> str | None:
        """The same for one letter, which the history of answers does not keep.

        Raises:
            KeyboardInterrupt: the person wants to leave.
        """
        return self._asked(question, None, keeps=False)

    def ask_path(self, question: str) -> str | None:
        """The same, where Tab completes the path of a file.

        Raises:
            KeyboardInterrupt: the person wants to leave.
        """
        if not self._edits:
            return self._asked(question, None)
        from prompt_toolkit.completion import PathCompleter  # noqa: PLC0415  only whoever attaches pays

        return self._asked(question, PathCompleter(expanduser=True))

    def ask_name(self, question: str, names: Sequence[str]) -> str | None:
        """The same, where Tab completes one of these names.

        Raises:
            KeyboardInterrupt: the person wants to leave.
        """
        if not self._edits:
            return self._asked(question, None)
        from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415  only whoever names pays

        return self._asked(question, WordCompleter(list(names), ignore_case=True, sentence=True, match_middle=True))

    def agree(self, question: str) -> bool:
        """Whether the person says so with Enter; ``t`` or the end of the input is no."""
        said = self.ask(f"{question} [Enter đúng vậy · t thôi] ")
        return said is not None and said.lower() in {"", "c", "co", "có"}

    def _last_row(self, question: str) -> str:
        """What of a question stands before the cursor: on a narrow screen the rows above are shown as text, so that no
        word is parted."""
        rows = textwrap.wrap(question, self._environment.width - 1, break_on_hyphens=False)
        if len(rows) < 2 or "\n" in question:
            return question
        for row in rows[:-1]:
            self._environment.say(row)
        return f"{rows[-1]} "

    def _asked(self, question: str, completer: "Completer | None", *, keeps: bool = True) -> str | None:
        question = self._last_row(question)
        self._environment.stdout.flush()
        if self._edits:
            self._show_at_once(question)
            from prompt_toolkit.completion import DummyCompleter  # noqa: PLC0415  a pipe needs no editor

            try:
                # The editor would go on with the completer of the question before, and a signal that came just when a
                # question ends would be lost in it; Python's own handler loses none.
                line = self._editor(keeps=keeps).prompt(
                    question, completer=completer or DummyCompleter(), handle_sigint=False
                )
            except EOFError:
                return None
            return cleaned(line).strip()
        self._environment.ask(question)
        line = self._environment.stdin.readline()
        return cleaned(line).strip() if line else None

    def _show_at_once(self, question: str) -> None:
        """Before the first question the editor takes as long to load as half the program: it is read meanwhile."""
        if self._editors or len(question) >= self._environment.width:
            return
        self._environment.stdout.write(question)
        self._environment.stdout.flush()
        self._editor(keeps=True)
        self._environment.stdout.write("\r\x1b[K")
        self._environment.stdout.flush()

    def _editor(self, *, keeps: bool) -> "PromptSession[str]":
        """The editor of answers, with the history of this run, or of letters; made with the first question."""
        if keeps not in self._editors:
            from prompt_toolkit import PromptSession  # noqa: PLC0415
            from prompt_toolkit.history import DummyHistory, InMemoryHistory  # noqa: PLC0415
            from prompt_toolkit.output.defaults import create_output  # noqa: PLC0415

            output = create_output()
            # Asking the terminal where its cursor is only makes slow ones type the answer into the line.
            if hasattr(output, "enable_cpr"):
                output.enable_cpr = False
            self._editors[keeps] = PromptSession(
                output=output,
                history=InMemoryHistory() if keeps else DummyHistory(),
                complete_while_typing=False,
                reserve_space_for_menu=4,
            )
        return self._editors[keeps]
