from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ocaq.privacy"
    label = "privacy"

    def ready(self) -> None:
        from ocaq.accounts.public import subjects_of_accounts  # noqa: PLC0415 - models are loaded by now
        from ocaq.kernel import erasure, looking  # noqa: PLC0415
        from ocaq.privacy import figures, jobs, words  # noqa: F401, PLC0415 - declares figures, the job, the sentences
        from ocaq.privacy.commands.erasing import forget_account  # noqa: PLC0415
        from ocaq.privacy.commands.looking import write_look  # noqa: PLC0415
        from ocaq.privacy.views import entries  # noqa: PLC0415

        looking.named("user", subjects_of_accounts)
        looking.kept_by(write_look)
        erasure.with_account(forget_account)
        entries.declare()
