"""What the docstrings show is what the code answers."""

import doctest
from importlib import import_module

import pytest

from tests.test_shape import modules


@pytest.mark.parametrize(
    "module", [name for name, path in modules().items() if ">>> " in path.read_text(encoding="utf-8")]
)
def test_the_examples_of_a_docstring_answer_as_they_say(module: str) -> None:
    tried = doctest.testmod(import_module(module))
    assert (tried.failed, tried.attempted > 0) == (0, True)
