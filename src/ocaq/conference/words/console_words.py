"""Words of the console, the crew's and the speaker's screens, beside those of the room."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise

CONSOLE: Mapping[str, str | Promise] = {}
CONSOLE_PLURALS: Mapping[str, Callable[[int], str]] = {}
