"""Takes in what the branches send: verified, once, in order, in one transaction, and only then acknowledged."""
