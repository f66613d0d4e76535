"""The books of the box: SQLite, one writer, whole numbers."""
