"""The terminal's means: streams, page, prompts, options, help, errors."""
