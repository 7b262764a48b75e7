from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ocaq.demo"
    label = "demo"
