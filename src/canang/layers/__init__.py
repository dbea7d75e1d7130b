"""A province's own entries over the catalogue, and the update in use: which file answers."""
