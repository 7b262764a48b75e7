"""The outbox anybody may read; included in demo mode only."""

from django.urls import path

from ocaq.mail import views

urlpatterns = [
    path("", views.outbox_list, name="demo-outbox"),
    path("<slug:ref>/", views.outbox_letter, name="demo-outbox-letter"),
    path("<slug:ref>/html/", views.outbox_html, name="demo-outbox-html"),
    path("<slug:ref>/files/<int:file_id>/", views.outbox_file, name="demo-outbox-file"),
]
