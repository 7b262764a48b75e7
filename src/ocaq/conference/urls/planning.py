"""Addresses of planning, registration and the public pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
