"""The desk of the register, and the yearly look by a personal link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
