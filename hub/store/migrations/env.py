"""What Alembic runs to bring the books forward, on the connection that ``opening.migrate`` hands it."""

from alembic import context

from hub.store import ledger_tables


def run() -> None:
    """Run the steps that are missing, in the transaction that is already open."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=ledger_tables.events.metadata)
    context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file; an ordinary import does nothing
    run()
