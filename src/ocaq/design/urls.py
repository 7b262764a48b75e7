"""Addresses of the design: the living style page, the choice of zone, and what browsers ask for."""

from django.urls import URLPattern, path

from ocaq.design import views

urlpatterns: list[URLPattern] = [
    path("style/", views.style, name="style"),
    path("zone/", views.zone, name="zone"),
    path("offline/", views.offline, name="offline"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
]
