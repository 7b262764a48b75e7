"""Addresses of the running conference."""

from django.urls import URLPattern, path

from ocaq.conference.views import console, report, room

_ROOM = "conferences/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(f"{_ROOM}room", room.room, name="room"),
    path(f"{_ROOM}room/ticket", room.room_ticket, name="room_ticket"),
    path(f"{_ROOM}room/deeds", room.room_deeds, name="room_deeds"),
    path(f"{_ROOM}console", console.console, name="console"),
    path(f"{_ROOM}console/acts", console.acts, name="console_acts"),
    path(f"{_ROOM}crew", console.crew, name="crew"),
    path(f"{_ROOM}speaker/", console.speaker, name="speaker"),
    path(f"{_ROOM}report", report.report, name="report"),
    path(f"{_ROOM}report.json", report.report_json, name="report_json"),
]
