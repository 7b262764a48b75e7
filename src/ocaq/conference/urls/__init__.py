"""Addresses of the conference."""

from ocaq.conference.urls import planning, show

app_name = "conference"
urlpatterns = [*planning.urlpatterns, *show.urlpatterns]
