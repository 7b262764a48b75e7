"""A worldwide videoconference, from programme to attendance."""
