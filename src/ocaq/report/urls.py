"""Addresses of figures."""

from django.urls import URLPattern, path

from ocaq.report.views import desk, log, public

app_name = "report"
urlpatterns: list[URLPattern] = [
    path("figures/", public.figures_page, name="figures"),
    path("figures/<slug:ref>/", public.figure, name="figure"),
    path("figures/<slug:ref>/figure.json", public.figure_json, name="figure_json"),
    path("figures/<slug:ref>/figure.csv", public.figure_csv, name="figure_csv"),
    path("check/", public.check, name="check"),
    path("check/ocaq_verify.py", public.program, name="program"),
    path("desk/log/", log.log_standing, name="desk_log"),
    path("desk/figures/", desk.figures_ready, name="desk"),
    path("desk/figures/<slug:kind>/<slug:ref>/", desk.publication_create, name="desk_publish"),
]
