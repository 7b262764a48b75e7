"""One person's story a file, in a real browser, against a real server."""
