"""``canang ho-so``: the register of cases, one module a command."""
