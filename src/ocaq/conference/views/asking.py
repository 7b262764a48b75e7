"""What several doors ask of a request."""

from typing import cast

from django.http import HttpRequest, QueryDict

from ocaq.conference import permissions
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def planner_of(request: HttpRequest) -> Actor:
    """Return who acts, when they may plan.

    Raises:
        NotAllowed: `not-allowed`.
    """
    actor = actor_of(request)
    if not permissions.may_plan(actor):
        raise NotAllowed("not-allowed")
    return actor


def with_version(request: HttpRequest, version: int) -> QueryDict:
    """Return what was sent, standing on another version: saving it again is then a decision, not a collision."""
    sent = request.POST.copy()
    sent["version"] = str(version)
    return sent
