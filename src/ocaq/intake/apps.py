from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ocaq.intake"
    label = "intake"
