from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ocaq.mail"
    label = "mail"

    def ready(self) -> None:
        from ocaq.mail import jobs, words  # noqa: F401, PLC0415 - declares jobs and sentences
