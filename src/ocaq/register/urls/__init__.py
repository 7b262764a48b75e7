"""Addresses of the register: what everybody reads, the desk, lists."""

from django.urls import URLPattern

from ocaq.register.urls import desk, public

app_name = "register"
urlpatterns: list[URLPattern] = [*public.urlpatterns, *desk.urlpatterns]
