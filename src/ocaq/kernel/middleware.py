"""Request id, language and refusals, for every page."""

import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ocaq.kernel.refusals import NotValid, Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
YEAR_S = 31_536_000


class RequestId:
    """Give each request a random id, in its log lines and in the `X-Request-Id` of its answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        request.META["OCAQ_REQUEST_ID"] = request_id
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-Id"] = request_id
        return response


class Language:
    """`?lang=az` chooses and is remembered in a cookie; else the cookie, else what the browser asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = {code for code, _ in settings.LANGUAGES}
        chosen = request.GET.get("lang", "")
        language = chosen if chosen in known else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if chosen in known and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=YEAR_S,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _came_back(response: HttpResponse) -> bool:
    """Say whether a form came back with a mistake: by 422, or by 200 in the class of page that only allauth uses."""
    return response.status_code == 422 or (response.status_code == 200 and isinstance(response, TemplateResponse))


def is_from_script(request: HttpRequest) -> bool:
    """Say whether a script asks, which reads JSON, rather than a person, who reads a page."""
    return "application/json" in (request.content_type, request.headers.get("Accept", "").partition(",")[0])


def refused_to_script(refusal: Refused) -> JsonResponse:
    return JsonResponse({"refused": refusal.code, "sentence": refusal.sentence}, status=refusal.status)


class Refusals:
    """Turn a refusal into a page, or JSON for a script, that says in the reader's language what and why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No text holds it, and PostgreSQL fails where it is asked for one.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        response = self.get_response(request)
        # Empty, a browser would call the whole site broken.
        if response.status_code == 405 and not response.content and not is_from_script(request):
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        if request.method == "POST" and _came_back(response):
            # Whoever looks elsewhere and returns finds what they wrote, and is not asked whether to send it again.
            response["Cache-Control"] = "private, no-cache"
        return response

    def process_view(self, request: HttpRequest, view: GetResponse, *_: object) -> HttpResponse | None:
        # What needs no token of a form reads its own body.
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        if any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
            return self.process_exception(request, NotValid("not-understood"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if is_from_script(request):
            return refused_to_script(error)
        if error.status == 403 and request.actor.user_id is None and request.method == "GET":  # type: ignore[attr-defined]
            from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415 - imports models at load

            return redirect_to_login(request.get_full_path())
        return render(request, "design/refused.html", {"refusal": error}, status=error.status)
