"""An entry as a page before it has a format: what each line is, in the order in which it is read."""
