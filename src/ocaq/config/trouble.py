"""What the person at the keyboard can put right."""


class Trouble(Exception):
    """Ends a command with one plain sentence and exit status 1, without a traceback."""
