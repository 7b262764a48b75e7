from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ocaq.mail"
    label = "mail"
