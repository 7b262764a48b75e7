"""What breaks in real life, done on purpose to a real server."""
