"""Addresses of demo mode; included in no other."""

from django.urls import include, path

from ocaq.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/sign-in/", views.sign_in, name="demo-sign-in"),
    path("demo/start-over/", views.start_over, name="demo-start-over"),
    path("demo/guests/", views.guests, name="demo-guests"),
    path("demo/outbox/", include("ocaq.mail.demo_urls")),
    path("media/demo/<int:seconds>.wav", views.sound_of, name="demo-sound"),
    path("media/demo/film.<slug:kind>", views.film, name="demo-film"),
]
