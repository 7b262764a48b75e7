"""What changes: one transaction each, with its evidence entry."""
