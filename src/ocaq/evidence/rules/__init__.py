"""What the log is, apart from where it lies: tree, tiles, notes, and when nothing may be signed."""
