"""Every address of the house."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because addresses are tried in turn, and everybody comes into the room at the same minute.
    path("", include("ocaq.conference.urls")),
    path("", include("ocaq.design.urls")),
    path("", include("ocaq.accounts.urls")),
    path("", include("ocaq.mail.urls")),
    path("", include("ocaq.privacy.urls")),
    path("", include("ocaq.register.urls")),
    path("", include("ocaq.report.urls")),
    path("", include("ocaq.home.urls")),
]
if settings.DEMO:
    urlpatterns += [path("", include("ocaq.demo.urls"))]

handler400 = "ocaq.design.errors.bad_request"
handler403 = "ocaq.design.errors.forbidden"
handler404 = "ocaq.design.errors.not_found"
handler500 = "ocaq.design.errors.server_error"
