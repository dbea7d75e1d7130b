"""canang for a machine that has Python and no network: the wheels, and one script that installs them for its user."""
