"""From an entry to paper and files: PDF, Markdown, JSON."""
