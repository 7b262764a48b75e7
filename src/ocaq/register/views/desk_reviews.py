"""Changes that wait for an answer: before and after side by side, agreed to or refused with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.privacy.public import looked
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.forms.keeping import AnswerForm
from ocaq.register.queries import desk as queries
from ocaq.register.views.asking import actor_of, drawn_changes
from ocaq.register.words import keeping
from ocaq.register.words.shown import shown


@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    rows = queries.reviews(by=actor, at=at)
    looked(by=actor, subjects=queries.subjects_of(row.after for row in rows), purpose="post", at=at)
    return render(request, "register/desk_reviews.html", {"desk_here": "register:desk", "rows": drawn_changes(rows)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if "agree" in request.POST:
                agree(change=ref, version=form.cleaned_data["version"], by=actor, at=at)
                messages.success(request, _("The change holds now."))
            else:
                refuse(change=ref, answer=form.cleaned_data["answer"], by=actor, at=at)
                messages.success(request, _("The change is refused. Whoever asked for it reads why."))
            return redirect("register:desk_reviews")
        except NotValid as refused:
            form.add_error("answer", refused.sentence)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
    found = queries.review(ref, by=actor, at=at)
    looked(by=actor, subjects=queries.subjects_of([found.change.after]), purpose="post", at=at)
    if not form.errors:
        form = AnswerForm(initial={"version": found.version})
    names = queries.names_of([found.change.before, found.change.after, found.now])
    context = {
        "desk_here": "register:desk",
        "form": form,
        "found": found,
        "version": found.version,
        "group": keeping.GROUPS[found.change.group],
        "state": keeping.ANSWERS[found.change.state],
        "now": shown(found.now, names=names),
        "before": shown(found.change.before, names=names),
        "after": shown(found.change.after, names=names),
    }
    return render(request, "register/desk_change.html", context, status=409 if form.errors else 200)
