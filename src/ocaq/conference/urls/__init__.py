"""Addresses of the conference."""

from ocaq.conference.urls import planning

app_name = "conference"
urlpatterns = [*planning.urlpatterns]
