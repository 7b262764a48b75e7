from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "ocaq.wiring"
    label = "wiring"
