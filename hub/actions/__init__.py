"""What an operator does: one verb a file, one transaction a verb."""
