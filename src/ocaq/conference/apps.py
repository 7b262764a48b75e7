from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "ocaq.conference"
    label = "conference"

    def ready(self) -> None:
        from ocaq.conference import jobs, words  # noqa: F401, PLC0415 - declares the jobs and the sentences
        from ocaq.conference.api import declare_deeds  # noqa: PLC0415 - models are loaded by now
        from ocaq.conference.commands.erasing import erase_registrations_of  # noqa: PLC0415
        from ocaq.conference.figures import KIND  # noqa: PLC0415
        from ocaq.conference.public import SUBJECTS  # noqa: PLC0415
        from ocaq.conference.queries import channels, opening, subjects  # noqa: PLC0415
        from ocaq.conference.views import entries  # noqa: PLC0415
        from ocaq.evidence.figures import describe  # noqa: PLC0415
        from ocaq.evidence.revealing import opens  # noqa: PLC0415
        from ocaq.kernel import erasure, looking  # noqa: PLC0415
        from ocaq.live.channels import provide  # noqa: PLC0415

        declare_deeds()
        entries.declare()
        erasure.with_account(erase_registrations_of)
        looking.named("registration", subjects.subjects_of_registrations)
        looking.named("invitation", subjects.subjects_of_invitations)
        describe(KIND, SUBJECTS)
        opens("conference.attendance.kept", opening.of_attendance)
        opens("conference.registration.confirmed", opening.of_registrations)
        opens("conference.registration.changed", opening.of_registrations)
        opens("conference.words.said", opening.of_words)
        provide(channels.PREFIX, snapshot=channels.snapshot, levels=channels.levels, opens=channels.OPENS)
