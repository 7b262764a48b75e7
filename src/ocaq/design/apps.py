from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "ocaq.design"
    label = "design"
