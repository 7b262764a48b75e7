"""Sentences of tickets and streams."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "ticket-missing": _("This address needs a ticket. Open the room's page again to get one."),
        "ticket-forged": _("This ticket was not issued here. Open the room's page again to get a new one."),
        "ticket-expired": _("This ticket has expired. Open the room's page again to get a new one."),
        "ticket-elsewhere": _("This ticket is for another room."),
        "live-busy": _("The line is being renewed. This page tries again by itself in a moment."),
        "channel-unknown": _("There is no such channel."),
    }
)
