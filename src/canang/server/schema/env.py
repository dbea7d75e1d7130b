"""Alembic's entry: runs the migrations of this folder on the connection that ``server.setup`` has open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
