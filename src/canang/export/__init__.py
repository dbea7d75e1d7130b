"""From an entry to paper and files: PDF, Markdown, JSON."""

OFFICE_FILE = "khung.toml"
"""In the user's folder, or beside an office's register: what an office says of itself (``export.office``). Named here,
since every entry that is read looks for it, and most have none."""
