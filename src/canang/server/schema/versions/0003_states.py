"""What lists need, kept beside the log: the state of each case and difficulty, how far each machine's events have come.

The rows of ``states`` are empty until ``server.folding`` fills them, which only the program can; until then a case is
folded from its log. How far machines have come is counted here.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

OFFICE = "office uuid NOT NULL DEFAULT current_setting('canang.office')::uuid"

STATEMENTS = (
    f"""
CREATE TABLE states (
  {OFFICE}, case_id text NOT NULL, entry text NOT NULL, closed integer NOT NULL, disputed integer NOT NULL,
  state text NOT NULL, made_by text NOT NULL,
  PRIMARY KEY (office, case_id))
""",
    "CREATE INDEX states_closed ON states (office, closed, entry)",
    "CREATE INDEX states_disputed ON states (office) WHERE disputed > 0",
    f"""
CREATE TABLE heard (
  {OFFICE}, device text NOT NULL, last bigint NOT NULL, kept bigint NOT NULL, PRIMARY KEY (office, device))
""",
    "ALTER TABLE difficulties ADD COLUMN said text, ADD COLUMN made_by text",
    "GRANT UPDATE (said, made_by) ON difficulties TO canang_app",
    "CREATE INDEX heard_gaps ON heard (office) WHERE kept < last",
    "INSERT INTO states SELECT office, id, entry, 0, 0, '', '' FROM cases",
    "INSERT INTO heard SELECT office, device, max(number), count(*) FROM events GROUP BY office, device",
    *(
        statement.format(table=table)
        for table in ("states", "heard")
        for statement in (
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            "CREATE POLICY own ON {table} TO canang_app"
            " USING (office = nullif(current_setting('canang.office', true), '')::uuid)"
            " WITH CHECK (office = nullif(current_setting('canang.office', true), '')::uuid)",
            "CREATE POLICY keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        )
    ),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON states TO canang_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON heard TO canang_app",
)


def upgrade() -> None:
    """Add the two tables, with a row for each case and each machine that is there."""
    for statement in STATEMENTS:
        op.execute(statement)
