"""The departments of a crew, in the order of the console's columns."""

from typing import Final

# code: letter on the console
DEPARTMENTS: Final[dict[str, str]] = {"stream": "S", "playout": "P", "interpreters": "I", "line": "L", "captions": "C"}
