from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ocaq.intake"
    label = "intake"

    def ready(self) -> None:
        from ocaq.intake import jobs, words  # noqa: F401, PLC0415 - declares sentences and jobs
