from django.urls import path

from ocaq.mail import views

urlpatterns = [
    path("desk/mail/", views.desk, name="desk-mail"),
    path("desk/mail/retry/", views.retry_every, name="desk-mail-retry-all"),
    path("desk/mail/<slug:ref>/retry/", views.retry_one, name="desk-mail-retry"),
]
