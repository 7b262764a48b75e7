from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "ocaq.home"
    label = "home"
