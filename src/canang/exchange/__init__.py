"""The outside world's files to the catalogue and back: imports, layers, comparisons, packs, open data."""
