"""Lists and likenesses at the desk."""

from django.urls import URLPattern, path

from ocaq.register.views import desk_export, desk_likeness, desk_lists

_LIST = "desk/register/lists/<slug:ref>/"

urlpatterns: list[URLPattern] = [
    path("desk/register/lists/", desk_lists.lists, name="lists"),
    path("desk/register/lists/new/", desk_lists.list_create, name="list_new"),
    path("desk/register/communities.csv", desk_export.export_csv, name="export_csv"),
    path("desk/register/communities.xlsx", desk_export.export_xlsx, name="export_xlsx"),
    path(_LIST, desk_lists.list_page, name="list"),
    path(f"{_LIST}rows.csv", desk_export.rows_csv, name="list_rows"),
    path(f"{_LIST}choices/", desk_lists.choices_write, name="list_choices"),
    path(f"{_LIST}application/", desk_lists.application_create, name="list_apply"),
    path(f"{_LIST}undoing/", desk_lists.undoing_create, name="list_undo"),
    path("desk/register/likeness/", desk_likeness.likenesses, name="likenesses"),
    path("desk/register/likeness/<slug:ref>/", desk_likeness.likeness, name="likeness"),
    path("desk/register/merges/<slug:ref>/undoing/", desk_likeness.merge_undo, name="merge_undo"),
]
