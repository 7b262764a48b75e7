from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "ocaq.evidence"
    label = "evidence"
