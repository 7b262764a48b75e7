from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "ocaq.kernel"
    label = "kernel"

    def ready(self) -> None:
        from ocaq.kernel import words  # noqa: F401, PLC0415 - declares the sentences
