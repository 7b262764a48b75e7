"""The front page, and what is promised about access and records."""

from django.urls import URLPattern, path

from ocaq.home import views

urlpatterns: list[URLPattern] = [
    path("", views.front, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/pages.xml", views.sitemap_pages, name="sitemap_pages"),
    path("sitemap/<int:part>.xml", views.sitemap_part, name="sitemap_part"),
]
