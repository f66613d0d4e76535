"""The touch screens of the counter, served by the box itself."""
