"""``canang may-chu``: one register for a province, one module a command."""
