"""From the words an official types to ranked entries of the catalogue."""
