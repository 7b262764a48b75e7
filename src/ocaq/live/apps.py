from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "ocaq.live"
    label = "live"

    def ready(self) -> None:
        from ocaq.live import jobs, words  # noqa: F401, PLC0415 - declares sentences and jobs
