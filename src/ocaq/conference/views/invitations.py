"""Personal links at the desk: pasted, previewed, sent, withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocaq.conference.commands import invitation as commands
from ocaq.conference.forms.registration import InvitationsForm, checked
from ocaq.conference.queries import registration as queries
from ocaq.conference.queries.programme import conference_by_slug
from ocaq.conference.views.asking import actor_of, planner_of
from ocaq.conference.words.planning import STATES
from ocaq.kernel import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Take pasted lines, show what was read, send when confirmed (`send` in the form)."""
    actor = planner_of(request)
    conference, form = conference_by_slug(slug, public=False), InvitationsForm(request.POST or None)
    context = {"conference": conference, "state": STATES[conference.state], "here": "invitations", "now": clock.now()}
    if request.method == "POST" and form.is_valid():
        if "send" in request.POST:
            commands.invite(slug=slug, people=form.people, by=actor, at=clock.now())
            return redirect("conference:desk_invitations", slug=slug)
        lines = checked(form.people)
        told = {"form": form, "lines": lines, "marked": any(line.unknown or line.twice for line in lines)}
        return render(request, "conference/desk_invitations_check.html", {**context, **told})
    rows = queries.invitations(slug=slug, by=actor, at=clock.now())
    return render(
        request,
        "conference/desk_invitations.html",
        {**context, "form": form, "rows": rows},
        status=422 if form.errors else 200,
    )


@require_POST
def invitation_withdraw(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    commands.withdraw_invitation(ref=ref, by=actor_of(request), at=clock.now())
    return redirect("conference:desk_invitations", slug=slug)
