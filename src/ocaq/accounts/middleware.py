"""Who acts in this request: an account with its grants, a registration held by its personal link, or nobody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ocaq.accounts.commands.account import note_session_seen
from ocaq.accounts.queries import actor_of_request, capabilities_of_request
from ocaq.kernel import clock

SEEN_KEY = "ocaq_seen"
SEEN_EVERY_S = 600


class Acting:
    """Put `request.actor` and `request.capabilities` ({kind: refs}) on every request; looked up when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.capabilities = SimpleLazyObject(lambda: capabilities_of_request(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_of_request(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class Seen:
    """Note when a signed-in device was last seen, every ten minutes at most; allauth would write at every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if session.accessed and session.session_key and "_auth_user_id" in session:
            at = clock.now()
            if at.timestamp() - session.get(SEEN_KEY, 0) >= SEEN_EVERY_S:
                session[SEEN_KEY] = int(at.timestamp())
                note_session_seen(session_key=session.session_key, at=at)
        return response
