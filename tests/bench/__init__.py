"""How near the program comes to what the machine can do: the bare limit and our path, measured in the same run."""
