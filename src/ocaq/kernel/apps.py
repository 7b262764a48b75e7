from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "ocaq.kernel"
    label = "kernel"

    def ready(self) -> None:
        from ocaq.kernel import jobs, words  # noqa: F401, PLC0415 - declares the job and the sentences
