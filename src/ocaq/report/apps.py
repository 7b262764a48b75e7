from django.apps import AppConfig


class ReportConfig(AppConfig):
    name = "ocaq.report"
    label = "report"

    def ready(self) -> None:
        from ocaq.evidence import figures  # noqa: PLC0415 - models are loaded by now
        from ocaq.report import words  # noqa: F401, PLC0415 - declares the sentences
        from ocaq.report.queries.figures import published  # noqa: PLC0415
        from ocaq.report.views import entries  # noqa: PLC0415

        figures.publish_through(published)
        entries.declare()
