"""Addresses of the conference."""

from ocaq.conference.urls import planning, show

app_name = "conference"
urlpatterns = [*show.urlpatterns, *planning.urlpatterns]
