from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ocaq.demo"
    label = "demo"

    def ready(self) -> None:
        from ocaq.demo import jobs  # noqa: F401, PLC0415 - declares the job
