"""From the YAML that people write and review to ``tasks.sqlite``; the only room that writes the catalogue."""
