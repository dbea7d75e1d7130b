"""``python -m canang`` runs the same program as ``canang``."""

from canang.cli.main import main

main()
