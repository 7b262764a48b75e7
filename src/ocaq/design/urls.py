"""Addresses of the design: the living style page and the choice of zone."""

from django.urls import URLPattern, path

from ocaq.design import views

urlpatterns: list[URLPattern] = [
    path("style/", views.style, name="style"),
]
