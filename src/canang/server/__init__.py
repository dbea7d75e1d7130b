"""One register for a province: many offices in one PostgreSQL database, and accounts. Extra ``tinh``."""
