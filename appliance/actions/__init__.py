"""What people do at the counter: one verb a file, one transaction each."""
