"""Run a migration on the connection that the caller opened; its transaction is the caller's too."""

from alembic import context

from syndicate.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
