"""Sentences of deeds that were not taken."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "ticket-listens-only": _("With this ticket one can listen, not take part. Register first."),
        "deed-too-large": _("What was sent is too large."),
        "deed-not-understood": _("What was sent could not be understood. Reload the page and try again."),
        "deed-too-often": _("That was too much in a short time. Wait a moment, then try again."),
        "key-of-another": _("This was already sent with other contents. Reload the page and try again."),
        "try-again": _("This could not be kept just now. Nothing was counted; try again in a moment."),
    }
)
