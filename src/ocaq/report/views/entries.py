"""What figures put on the desk."""

from django.utils.translation import gettext_lazy as _

from ocaq.accounts import desk


def declare() -> None:
    desk.register(
        desk.DeskEntry(
            _("Figures"), "report:desk", about=_("Count what is over for good, and publish its figures."), place=30
        )
    )
