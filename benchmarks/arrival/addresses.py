"""One Django address that issues a ticket, behind the product's whole middleware."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from ocaq.kernel import clock
from ocaq.live import tickets


@require_GET
def ticket(request: HttpRequest, person: int) -> JsonResponse:
    issued = tickets.issue(
        channel="bench/a",
        audience="public",
        language=request.LANGUAGE_CODE,
        at=clock.now(),
        lives_s=1_800,
        participant=f"participant{person}",
        device=f"device{person}",
        country="DE",
        capacity="school",
    )
    return JsonResponse({"ticket": issued, "anonymous": request.actor.is_anonymous})


urlpatterns = [path("ticket/<int:person>", ticket)]
