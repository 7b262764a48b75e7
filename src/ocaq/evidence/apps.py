from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ocaq.evidence"
    label = "evidence"

    def ready(self) -> None:
        from ocaq.evidence import jobs, words  # noqa: F401, PLC0415 - declares sentences and jobs
