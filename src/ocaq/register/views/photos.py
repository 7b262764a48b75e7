"""Pictures: shown to everybody, added and taken away at the desk."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.kernel import clock
from ocaq.kernel.refusals import Refused
from ocaq.register.commands.photos import add_photo, remove_photo
from ocaq.register.forms.keeping import PhotoForm, names_in
from ocaq.register.queries.photos import file_of, photos_of
from ocaq.register.views.asking import actor_of

_A_YEAR_S = 31_536_000
_FIELDS = {"picture-needs-words": "described_en", "picture-words-too-long": "described_en"}


@require_safe
def photo(_request: HttpRequest, ref: str) -> FileResponse:
    """The file never changes: another picture has another reference."""
    response = FileResponse(file_of(ref).open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = f"public, max-age={_A_YEAR_S}, immutable"
    response["Content-Disposition"] = f'inline; filename="{ref}.jpg"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    found = photos_of(ref, by=actor, at=at)
    gone = request.POST.get("remove", "")
    if gone and gone in {row.ref for row in found.rows}:
        remove_photo(photo=gone, by=actor, at=at)
        messages.success(request, _("The picture is gone."))
        return redirect("register:desk_photos", ref=ref)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_photo(
                community=ref,
                content=form.cleaned_data["picture"].read(),
                described=names_in(form, "described"),
                credit=form.cleaned_data["credit"],
                by=actor,
                at=at,
            )
        except Refused as refused:
            form.add_error(_FIELDS.get(refused.code, "picture"), refused.sentence)
        else:
            messages.success(request, _("The picture is kept."))
            return redirect("register:desk_photos", ref=ref)
    context = {"desk_here": "register:desk", "found": found, "form": form}
    return render(request, "register/desk_photos.html", context, status=422 if form.errors else 200)
