"""Alembic's entry: migrates the connection that `server.store.migrate` hands over."""

from alembic import context

from server.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
