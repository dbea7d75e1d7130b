"""The commands: one module each, which parses, calls and renders. No SQL, no rules of law."""
