"""What the open data of the directory holds: every column, and how to ask for a part of it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocaq.register.api import A_MINUTE, COLUMNS, FILES_A_MINUTE
from ocaq.register.words.directory import COLUMNS as MEANINGS

_ROWS: Final = [(name, MEANINGS[name]) for name in COLUMNS]


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    context = {"columns": _ROWS, "site": settings.SITE_ADDRESS, "a_minute": A_MINUTE, "files": FILES_A_MINUTE}
    return render(request, "register/data.html", context)
