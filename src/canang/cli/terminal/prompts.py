"""Asking a person at the terminal for a line."""

from canang.cli.terminal.environment import Environment
from canang.text.visible import cleaned


class Prompts:
    """Questions at one terminal."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def ask(self, question: str) -> str | None:
        """What was answered, cleaned of what cannot be kept; None at the end of the input.

        Raises:
            KeyboardInterrupt: the person wants to leave.
        """
        self._environment.stdout.write(question)
        self._environment.stdout.flush()
        line = self._environment.stdin.readline()
        return cleaned(line).strip() if line else None

    def agree(self, question: str) -> bool:
        """Whether the person says so with Enter; ``t`` or the end of the input is no."""
        said = self.ask(f"{question} [Enter đúng vậy · t thôi] ")
        return said is not None and said.lower() in {"", "c", "co", "có"}
