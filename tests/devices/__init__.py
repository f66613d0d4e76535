"""The box's devices on their real stacks: pseudo-terminals, pcscd and TCP."""
