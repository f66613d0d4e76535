"""What the operating system runs on a box."""
