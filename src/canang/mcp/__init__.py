"""Assistants: the facts of the handbook as tools of the Model Context Protocol. Read-only. Extra ``mcp``."""
