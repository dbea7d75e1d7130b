"""Vietnamese text: folding, identifiers, days. Imports nothing of ours."""
