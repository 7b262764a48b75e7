"""Addresses of the register: what everybody reads, the desk, lists."""

from django.urls import URLPattern

from ocaq.register.urls import desk, lists, public

app_name = "register"
urlpatterns: list[URLPattern] = [*public.urlpatterns, *lists.urlpatterns, *desk.urlpatterns]
