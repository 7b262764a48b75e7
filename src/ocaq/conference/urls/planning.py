"""Addresses of planning, registration and the public pages."""

from django.urls import URLPattern, path

from ocaq.conference.views import erasure, invitations, planning, public, registration, registrations, rundown

_ROOM = "conferences/<slug:slug>/"
_DESK = "desk/conferences/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("conferences/", public.conferences, name="list"),
    path(_ROOM, public.conference, name="page"),
    path(f"{_ROOM}calendar.ics", public.calendar, name="calendar"),
    path(f"{_ROOM}i/<str:secret>/", registration.invitation, name="invitation"),
    path(f"{_ROOM}register/", registration.register, name="register"),
    path(f"{_ROOM}register/part/", registration.taking_part, name="taking_part"),
    path(f"{_ROOM}register/check/", registration.check, name="check"),
    path(f"{_ROOM}register/mail/", registration.look_into_your_mail, name="look_into_your_mail"),
    path(f"{_ROOM}register/another/", registration.another_create, name="another_create"),
    path(f"{_ROOM}mine/", registration.mine, name="mine"),
    path(f"{_ROOM}mine/change/", registration.mine_change, name="mine_change"),
    path(f"{_ROOM}mine/withdrawal/", registration.withdrawal_create, name="withdrawal_create"),
    path(f"{_ROOM}mine/withdrawal/undo/", registration.withdrawal_remove, name="withdrawal_remove"),
    path(f"{_ROOM}mine/erasure/", erasure.erasure, name="erasure"),
    path(f"{_ROOM}mine/<str:secret>/", registration.mine_by_link, name="mine_by_link"),
    path("desk/conferences/", planning.conferences, name="desk"),
    path("desk/conferences/new/", planning.conference_create, name="desk_new"),
    path(_DESK, planning.overview, name="desk_overview"),
    path(f"{_DESK}change/", planning.conference_change, name="desk_change"),
    path(f"{_DESK}publication/", planning.publication_create, name="desk_publish"),
    path(f"{_DESK}cancellation/", planning.cancellation_create, name="desk_cancel"),
    path(f"{_DESK}rundown/", rundown.rundown, name="desk_rundown"),
    path(f"{_DESK}rundown/add/", rundown.item_create, name="desk_item_add"),
    path(f"{_DESK}rundown/<str:ref>/", rundown.item, name="desk_item"),
    path(f"{_DESK}rundown/<str:ref>/place/", rundown.item_move, name="desk_item_move"),
    path(f"{_DESK}rundown/<str:ref>/removal/", rundown.item_remove, name="desk_item_remove"),
    path(f"{_DESK}registrations/", registrations.registrations, name="desk_registrations"),
    path(f"{_DESK}registrations/<str:ref>/erasure/", erasure.desk_erasure, name="desk_erasure"),
    path(f"{_DESK}registrations/counts.csv", registrations.counts_csv, name="desk_counts"),
    path(f"{_DESK}invitations/", invitations.invitations, name="desk_invitations"),
    path(f"{_DESK}invitations/<str:ref>/withdrawal/", invitations.invitation_withdraw, name="desk_invitation_withdraw"),
]
