"""Front page."""
