"""The register of a province: offices, and the log of each, kept apart by the database itself."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE province (
  id boolean PRIMARY KEY DEFAULT true CHECK (id), name text NOT NULL, era uuid NOT NULL DEFAULT gen_random_uuid());
CREATE TABLE offices (
  id uuid PRIMARY KEY, name text NOT NULL UNIQUE, level text NOT NULL CHECK (level IN ('xa', 'tinh')));

CREATE TABLE events (
  position bigserial NOT NULL, tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid REFERENCES offices (id),
  id text NOT NULL, case_id text, device text NOT NULL, number bigint NOT NULL, clock bigint NOT NULL,
  at text NOT NULL, who text, kind text NOT NULL, item text, data text NOT NULL, seen text,
  account text, received text NOT NULL, link bigint NOT NULL, hash text NOT NULL,
  PRIMARY KEY (office, id), UNIQUE (office, device, number), UNIQUE (office, link));
CREATE INDEX events_of_case ON events (office, case_id, clock, device, number);
CREATE INDEX events_in_order ON events (office, clock);
CREATE INDEX events_seen ON events (office, tx, position);
CREATE TABLE waiting (
  office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid, event text NOT NULL, refused text,
  PRIMARY KEY (office, event));
CREATE TABLE cases (
  position bigserial NOT NULL, office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid,
  id text NOT NULL, name text NOT NULL, claimed text NOT NULL, entry text NOT NULL, data_version text NOT NULL,
  opened_at text NOT NULL, clock bigint NOT NULL,
  PRIMARY KEY (office, id), UNIQUE (office, name));
CREATE INDEX cases_claimed ON cases (office, claimed);
CREATE TABLE difficulties (
  id bigserial PRIMARY KEY, office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid, event text NOT NULL,
  entry text NOT NULL, step text, UNIQUE (office, event));
CREATE INDEX difficulties_of_entry ON difficulties (entry, step);
CREATE TABLE memory (
  office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid, key text NOT NULL, value text NOT NULL,
  PRIMARY KEY (office, key));
"""

OFFICE_TABLES = ("events", "waiting", "cases", "difficulties", "memory")
"""Rows of these belong to an office, and are seen by no other."""

# No office sees another's rows, nor writes into them.
ISOLATION = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO canang_app
  USING (office = nullif(current_setting('canang.office', true), '')::uuid)
  WITH CHECK (office = nullif(current_setting('canang.office', true), '')::uuid);
CREATE POLICY keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
"""

RIGHTS = """
GRANT USAGE ON SCHEMA public TO canang_app;
GRANT SELECT, INSERT ON events TO canang_app;
GRANT SELECT, INSERT, UPDATE ON cases TO canang_app;
GRANT SELECT, INSERT ON difficulties TO canang_app;
GRANT SELECT, INSERT, DELETE ON memory TO canang_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON waiting TO canang_app;
GRANT SELECT ON province, alembic_version TO canang_app;
GRANT SELECT, INSERT, UPDATE ON offices TO canang_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO canang_app;
"""


def upgrade() -> None:
    """Make all of it."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in OFFICE_TABLES:
        for statement in ISOLATION.format(table=table).split(";\n"):
            if statement.strip():
                op.execute(statement)
    for statement in RIGHTS.split(";\n"):
        if statement.strip():
            op.execute(statement)
