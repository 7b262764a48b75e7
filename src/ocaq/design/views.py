"""The living style page, the choice of zone, and what browsers and crawlers ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.design import specimens
from ocaq.design.zones import COOKIE, ZoneForm, reader_zone
from ocaq.kernel.places import direction
from ocaq.kernel.text import Text

YEAR_S = 31_536_000


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    return render(request, "design/style.html", specimens.everything())


@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: HttpRequest) -> HttpResponse:
    """Let the reader choose the zone of every time on the pages; kept in a cookie for a year."""
    onward = _inside(request, request.POST.get("next") or request.GET.get("next", ""))
    form = ZoneForm(request.POST or None, initial={"zone": str(reader_zone(request) or settings.CAPITAL_ZONE)})
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(onward)
        response.set_cookie(
            COOKIE, form.cleaned_data["zone"], max_age=YEAR_S, samesite="Lax", secure=request.is_secure()
        )
        return response
    return render(request, "design/zone.html", {"form": form, "next": onward}, status=422 if form.is_bound else 200)


def _inside(request: HttpRequest, address: str) -> str:
    """Return the address when it is one of ours, else the front page: no link of ours may lead out."""
    inside = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if inside else "/"


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "design/offline.html")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it
    language = get_language() or "en"
    name = str(Text(settings.INSTITUTION))
    return JsonResponse(
        {
            "name": name,
            "short_name": name[:30],
            "lang": language,
            "dir": direction(language),
            "start_url": "/",
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [{"src": static("ocaq/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it
    closed = ("/desk/", "/my/", "/register/", "/live/", "/intake/", "/demo/", "/accounts/", "/metrics")
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
