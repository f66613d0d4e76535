"""History of the hub's tables: numbered, append-only, forward-only."""
