"""What the user is doing: the register of cases and what was answered in them."""
