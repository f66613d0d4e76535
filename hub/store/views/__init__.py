"""All reads for screens, files and the feed; nothing here writes."""

from collections.abc import Sequence
from typing import Any

Rows = Sequence[Any]
"""Rows as the database gives them: each column is an attribute by its name."""
