"""Who acts in this request: an account with its grants, a registration held by its personal link, or nobody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ocaq.accounts.queries import actor_of_request, capabilities_of_request


class Acting:
    """Put `request.actor` and `request.capabilities` ({kind: refs}) on every request; looked up only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.capabilities = SimpleLazyObject(lambda: capabilities_of_request(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_of_request(request))  # type: ignore[attr-defined]
        return self.get_response(request)
