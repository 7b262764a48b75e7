from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "ocaq.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ocaq.accounts import desk, jobs, my, sections, words  # noqa: F401, PLC0415 - declares jobs and sentences
        from ocaq.accounts.permissions import gives_roles  # noqa: PLC0415
        from ocaq.accounts.queries import opened_roles  # noqa: PLC0415 - needs the tables
        from ocaq.evidence.revealing import opens  # noqa: PLC0415
        from ocaq.kernel import clock  # noqa: PLC0415
        from ocaq.mail.queries import stuck  # noqa: PLC0415 - needs the tables

        for kind in ("granted", "ended", "kept"):
            opens(f"accounts.role.{kind}", opened_roles)
        desk.register(
            desk.DeskEntry(
                _("People and roles"),
                "desk-people",
                ("coordinator",),
                about=_("Who may do what, and since when."),
                place=80,
                may=lambda actor: gives_roles(actor, at=clock.now()),
            )
        )
        desk.register(
            desk.DeskEntry(
                _("Mail"),
                "desk-mail",
                about=_("What was sent, what waits. The number: what did not arrive."),
                place=85,
                count=lambda actor: stuck(by=actor) or None,
            )
        )
        my.register(my.MySection(_("Roles you hold"), "accounts/my_roles.html", sections.roles, place=20))
        my.register(my.MySection(_("How you sign in"), "accounts/my_signing_in.html", sections.signing_in, place=80))
