"""People who work in the browser: accounts, sessions, and a journal of who came in and who was refused."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE offices ADD COLUMN merged_into uuid REFERENCES offices (id)",
    "ALTER TABLE machines ADD COLUMN era uuid",
    "CREATE INDEX events_handed ON events (office) WHERE kind = 'hand-over'",
    "CREATE INDEX events_needs ON events (office) WHERE kind = 'need'",
    """
CREATE TABLE accounts (
  id uuid PRIMARY KEY, person text NOT NULL, office uuid REFERENCES offices (id),
  role text NOT NULL CHECK (role IN ('can-bo', 'lanh-dao', 'chuyen-vien', 'quan-tri')),
  login text UNIQUE, password text, issuer text, subject text,
  invitation text UNIQUE, invited_until timestamptz,
  made_at timestamptz NOT NULL DEFAULT now(), closed_at timestamptz,
  UNIQUE (issuer, subject), CHECK ((office IS NULL) = (role = 'quan-tri')))
""",
    """
CREATE TABLE sessions (
  token text PRIMARY KEY, account uuid NOT NULL REFERENCES accounts (id), office uuid REFERENCES offices (id),
  made_at timestamptz NOT NULL DEFAULT now(), seen_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz,
  place text)
""",
    "CREATE INDEX sessions_of_account ON sessions (account) WHERE ended_at IS NULL",
    """
CREATE TABLE journal (
  position bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), account uuid, login text,
  what text NOT NULL, said text, place text)
""",
    "CREATE INDEX journal_of_login ON journal (login, at)",
    """
CREATE TABLE sign_ins (
  state text PRIMARY KEY, browser text NOT NULL, nonce text NOT NULL, verifier text NOT NULL, invitation text,
  made_at timestamptz NOT NULL DEFAULT now())
""",
    "GRANT SELECT, INSERT, UPDATE ON accounts, sessions TO canang_app",
    "GRANT SELECT, INSERT, DELETE ON sign_ins TO canang_app",
    # Who came in is never changed afterwards.
    "GRANT SELECT, INSERT ON journal TO canang_app",
    "GRANT USAGE ON SEQUENCE journal_position_seq TO canang_app",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
