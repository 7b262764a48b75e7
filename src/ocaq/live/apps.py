from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "ocaq.live"
    label = "live"
