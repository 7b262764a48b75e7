"""What can be read of figures."""
