"""The front page."""

from django.urls import URLPattern, path

from ocaq.home import views

urlpatterns: list[URLPattern] = [path("", views.front, name="home")]
