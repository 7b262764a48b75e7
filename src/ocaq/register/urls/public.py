"""The directory for people and for scripts."""

from django.urls import URLPattern, path

from ocaq.register import api
from ocaq.register.views import data, public

urlpatterns: list[URLPattern] = [
    path("directory/", public.directory, name="directory"),
    path("directory/data/", data.about_data, name="data"),
    path("directory/<slug:slug>/", public.community, name="community"),
    path("directory/<slug:slug>/calendar.ics", public.calendar, name="calendar"),
    path("directory.csv", api.directory_csv, name="directory_csv"),
    path("directory.json", api.directory_json, name="directory_json"),
    path("directory.geojson", api.directory_geojson, name="directory_geojson"),
    path("api/directory/", api.directory, name="api_directory"),
    path("api/directory/<slug:ref>", api.community, name="api_community"),
]
