"""How often somebody may ask in a minute, where every asking costs us something."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from ocaq.kernel import clock
from ocaq.kernel.refusals import Refused

_MINUTE_S = 60


class AskedTooOften(Refused):
    """More than one asker may have."""

    status = 429


def require_pace(request: HttpRequest, *, what: str, a_minute: int) -> None:
    """Count one asking of a network address, which is kept as a digest and forgotten with its minute.

    Raises:
        AskedTooOften: `asked-too-often`.
    """
    minute = int(clock.now().timestamp()) // _MINUTE_S
    address = request.META.get("REMOTE_ADDR", "")
    key = hashlib.sha256(f"{what} {minute} {address}".encode()).hexdigest()
    cache.add(key, 0, _MINUTE_S * 2)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache was emptied between the two
        return
    if asked > a_minute:
        raise AskedTooOften("asked-too-often")
