"""The register at the desk: what is in sight, one entry with all its groups, and its small acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound
from ocaq.register.commands.renewing import ask_to_renew
from ocaq.register.commands.verifying import verify
from ocaq.register.queries import desk as queries
from ocaq.register.queries.holders import posts_in_sight
from ocaq.register.queries.holding import untold_count
from ocaq.register.views.asking import actor_of, drawn_groups, page_of
from ocaq.register.words import directory, keeping

_LONGEST_WORDS = 80


@never_cache
@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    actor, at, page = actor_of(request), clock.now(), page_of(request)
    asked = {name: request.GET.get(name, "") for name in ("country", "kind", "state", "freshness")}
    wanted = queries.Wanted(words=request.GET.get("words", "")[:_LONGEST_WORDS].strip(), **asked)
    listed = queries.communities(wanted, by=actor, page=page, at=at)
    context = {
        "desk_here": "register:desk",
        "listed": listed,
        "wanted": wanted,
        "page": page,
        "more": page * queries.PAGE < listed.count,
        "kinds": queries.kinds(),
        "states": directory.STATES.items(),
        "freshness": keeping.FRESHNESS.items(),
        "rows": [
            {"row": row, "state": directory.STATES[row.state], "freshness": keeping.FRESHNESS[row.freshness]}
            for row in listed.rows
        ],
        "untold": untold_count(actor, at),
        "may_open": any(grant.role == "coordinator" for grant in actor.grants),
        "may_add": any(grant.scope != "community" for grant in actor.grants) or listed.all > 1,
    }
    return render(request, "register/desk_list.html", context)


@never_cache
@require_safe
def community(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    try:
        entry = queries.entry(ref, by=actor, at=at)
    except NotFound:
        return redirect("register:desk_community", ref=queries.standing(ref, by=actor, at=at))
    posts = posts_in_sight(ref, by=actor, at=at)
    context = {
        "desk_here": "register:desk",
        "entry": entry,
        "groups": drawn_groups([group for group in entry.groups if group.group != "posts"]),
        "posts_group": next(group for group in entry.groups if group.group == "posts"),
        "posts": [{"row": post, "office": directory.OFFICES[post.office]} for post in posts],
        "changes": [
            {"row": row, "group": keeping.GROUPS[row.group], "state": keeping.ANSWERS[row.state]}
            for row in entry.changes
        ],
        "state": directory.STATES[entry.state],
        "freshness": keeping.FRESHNESS[entry.freshness],
        "today": at.date(),
    }
    return render(request, "register/desk_community.html", context)


@require_POST
def verification_create(request: HttpRequest, ref: str) -> HttpResponse:
    """The groups that somebody found true: one button a group, and one for all."""
    verify(ref=ref, groups=request.POST.getlist("group")[:10], by=actor_of(request), at=clock.now())
    messages.success(request, _("It is written that this is still right."))
    return redirect("register:desk_community", ref=ref)


@require_POST
def renewal_create(request: HttpRequest, ref: str) -> HttpResponse:
    ask_to_renew(community=ref, by=actor_of(request), at=clock.now())
    messages.success(request, _("A link to look the entry through goes out by mail."))
    return redirect("register:desk_community", ref=ref)
