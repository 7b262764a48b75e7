"""The front page, and what is promised about access and records."""

from django.urls import URLPattern, path

from ocaq.home import views

urlpatterns: list[URLPattern] = [
    path("", views.front, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
