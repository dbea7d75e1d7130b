"""Machines that sync with the province, each with a token of its own, and the devices under which they write."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
CREATE TABLE machines (
  id uuid PRIMARY KEY, office uuid NOT NULL REFERENCES offices (id), person text NOT NULL,
  token text NOT NULL UNIQUE, made_at timestamptz NOT NULL DEFAULT now(), closed_at timestamptz,
  seen_at timestamptz, program text, data_version text)
""",
    """
CREATE TABLE devices (
  office uuid NOT NULL, id text NOT NULL, machine uuid NOT NULL REFERENCES machines (id), PRIMARY KEY (office, id))
""",
    "GRANT SELECT, INSERT, UPDATE ON machines TO canang_app",
    "GRANT SELECT, INSERT ON devices TO canang_app",
)


def upgrade() -> None:
    """Add the two tables."""
    for statement in STATEMENTS:
        op.execute(statement)
