"""What figures put on the desk."""

from django.utils.translation import gettext_lazy as _

from ocaq.accounts import desk
from ocaq.report.views.log import waiting_in_trouble


def declare() -> None:
    desk.register(
        desk.DeskEntry(
            _("Figures"), "report:desk", about=_("Count what is over for good, and publish its figures."), place=30
        )
    )
    desk.register(
        desk.DeskEntry(
            _("Evidence log"),
            "report:desk_log",
            about=_("How the log of all acts stands, and whether it signs."),
            place=90,
            count=waiting_in_trouble,
        )
    )
