"""What is read: frozen rows, each with its cost."""
