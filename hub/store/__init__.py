"""The hub's books: tables, migrations, one writer per noun, and all reads under ``views``."""
