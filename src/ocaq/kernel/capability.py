"""What a personal link lets a browser do without an account: a signed cookie a kind, holding opaque references."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

MAX_AGE_S = 400 * 86_400
MAX_HELD = 12


def cookie_name(kind: str) -> str:
    return f"ocaq_{kind}"


def issue(kind: str, *refs: str) -> str:
    """Return the signed cookie value that says: the bearer holds these references of this kind, newest first."""
    return signing.dumps(list(refs), salt=f"ocaq.capability.{kind}")


def read(kind: str, value: str, *, max_age_s: int = MAX_AGE_S) -> tuple[str, ...]:
    """Return the references in `value`, newest first; none when it is empty, forged, expired or of another kind."""
    try:
        refs = signing.loads(value, salt=f"ocaq.capability.{kind}", max_age=max_age_s)
    except signing.BadSignature:
        return ()
    return tuple(str(ref) for ref in refs)


def held(request: HttpRequest, kind: str) -> tuple[str, ...]:
    """Return the references of this kind the browser holds, newest first."""
    value = request.COOKIES.get(cookie_name(kind), "")
    return read(kind, value) if value else ()


def hold(request: HttpRequest, response: HttpResponse, kind: str, ref: str) -> None:
    """Have the browser hold `ref` too, as the newest; the oldest beyond twelve is let go."""
    _store(response, kind, (ref, *(other for other in held(request, kind) if other != ref))[:MAX_HELD])


def let_go(request: HttpRequest, response: HttpResponse, kind: str, ref: str) -> None:
    """Have the browser hold `ref` no longer."""
    _store(response, kind, tuple(other for other in held(request, kind) if other != ref))


def _store(response: HttpResponse, kind: str, refs: tuple[str, ...]) -> None:
    if not refs:
        response.delete_cookie(cookie_name(kind), samesite="Lax")
        return
    response.set_cookie(
        cookie_name(kind),
        issue(kind, *refs),
        max_age=MAX_AGE_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
