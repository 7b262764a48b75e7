from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "ocaq.conference"
    label = "conference"

    def ready(self) -> None:
        from ocaq.conference import words  # noqa: F401, PLC0415 - declares the sentences
