"""A box for each language of the house, the reader's own first."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import get_language

from ocaq.kernel.places import language_name


def spoken() -> Iterator[tuple[str, str]]:
    """Yield (code, its name as the reader calls it)."""
    own = get_language() or "en"
    codes = [code for code, _name in settings.LANGUAGES]
    for code in sorted(codes, key=lambda code: code != own):
        yield code, language_name(code, own)
