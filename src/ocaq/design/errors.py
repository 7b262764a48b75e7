"""Pages for when something is not there, not allowed or not working."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language

from ocaq.kernel.middleware import is_from_script, refused_to_script
from ocaq.kernel.places import direction
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.text import Text

log = structlog.get_logger()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django hands it
    return _apart(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django hands it
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django hands it
    return render(request, "404.html", status=404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form or a script whose token is missing or old; most often the page was open too long."""
    log.info("design.form_token_refused", reason=reason)
    if is_from_script(request):
        return refused_to_script(NotAllowed("page-too-old"))
    return render(request, "design/forged.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return _apart(request, "500.html", 500)


def _apart(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Render without request context: the database, the session or the host name may be what is broken."""
    language = get_language() or "en"
    page = render_to_string(
        template,
        {
            "institution": Text(settings.INSTITUTION),
            "direction": direction(language),
            "styles": _styles(),
            "request_id": request.META.get("OCAQ_REQUEST_ID", ""),
        },
    )
    return HttpResponse(page, status=status)


def _styles() -> list[str]:
    try:
        return [static("ocaq/tokens.css"), static("ocaq/ocaq.css")]
    except ValueError as error:
        # The list of static files is missing or old; a plain page still says what it has to say.
        log.warning("design.static_missing", reason=str(error))
        return []
