"""The wire contract between box and hub: standard library and msgspec, nothing else."""
