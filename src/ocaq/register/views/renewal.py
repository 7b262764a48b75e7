"""The yearly look by a personal link: on a phone, in two minutes, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound, Refused
from ocaq.register.commands.changes import Written
from ocaq.register.commands.renewing import close_renewal
from ocaq.register.commands.verifying import verify
from ocaq.register.forms.entry import FORMS, GroupForm
from ocaq.register.queries import desk as queries
from ocaq.register.queries.people import posts_held
from ocaq.register.queries.renewal import Bearer, bearer_of
from ocaq.register.views.asking import drawn_groups
from ocaq.register.views.desk_edit import again, both, form_of, said, save
from ocaq.register.words import directory, keeping


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: HttpRequest, secret: str) -> HttpResponse:
    """Every group as it stands, each with “still right” and “change”."""
    at = clock.now()
    bearer = bearer_of(secret, at=at)
    if request.method == "POST":
        verify(ref=bearer.community, groups=request.POST.getlist("group")[:10], by=bearer.actor, at=at)
        close_renewal(renewal=bearer.renewal, by=bearer.actor, at=at)
        return redirect("register:renewal", secret=secret)
    entry = queries.entry(bearer.community, by=bearer.actor, at=at)
    posts = posts_held(bearer.community, by=bearer.actor, at=at)
    drawn = drawn_groups(entry.groups)
    for one in drawn:
        one["is_done"] = _is_done(entry, one["row"], bearer)
    context = {
        "entry": entry,
        "bearer": bearer,
        "secret": secret,
        "groups": drawn,
        "left": sum(not one["is_done"] for one in drawn),
        "posts": [(post, directory.OFFICES[post.office]) for post in posts],
    }
    return render(request, "register/renewal.html", context)


def _is_done(entry: queries.Entry, row: queries.GroupRow, bearer: Bearer) -> bool:
    asked = any(change.group == row.group and change.at >= bearer.sent_at for change in entry.changes)
    return asked or (row.verified_at is not None and row.verified_at >= bearer.sent_at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renewal_group(request: HttpRequest, secret: str, group: str) -> HttpResponse:
    """One group, to be changed."""
    at = clock.now()
    bearer = bearer_of(secret, at=at)
    if group not in FORMS:
        raise NotFound("not-found")
    entry = queries.entry(bearer.community, by=bearer.actor, at=at)
    form = form_of(entry, group, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "secret": secret,
        "group": group,
        "title": keeping.GROUPS[group],
        "waits": group == "names",
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        made = _saved(form, bearer, group)
        if made is not None and not made.overtaken:
            close_renewal(renewal=bearer.renewal, by=bearer.actor, at=clock.now())
            messages.success(request, said(made))
            return redirect("register:renewal", secret=secret)
        if made is not None:
            entry = queries.entry(bearer.community, by=bearer.actor, at=at)
            form, status = again(form, entry, group), 409
            context |= both(entry, group, by=bearer.actor)
    context |= {"entry": entry, "form": form}
    return render(request, "register/renewal_group.html", context, status=422 if form.errors else status)


def _saved(form: GroupForm, bearer: Bearer, group: str) -> Written | None:
    try:
        return save(form, ref=bearer.community, group=group, by=bearer.actor)
    except Refused as refused:
        form.say(str(refused.facts.get("field", "")), refused.sentence)
        return None
