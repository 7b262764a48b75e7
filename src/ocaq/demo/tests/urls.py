"""The addresses as they are in demo mode."""

from django.urls import include, path

from ocaq.config.urls import handler400, handler403, handler404, handler500
from ocaq.config.urls import urlpatterns as house

urlpatterns = [path("", include("ocaq.demo.urls")), *house]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
