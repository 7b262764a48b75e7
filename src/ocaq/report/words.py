"""Sentences and words of figures."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "no-such-figure": _("There is no figure at this address."),
        "nothing-to-publish": _("There is nothing here whose figures could be published."),
        "figures-changed": _("The counts have changed since you read them. Read them again, then publish."),
    }
)

REASONS = {
    "first": _("Published for the first time"),
    "recount": _("Counted again"),
    "definition": _("The definition was changed"),
}

KINDS = {"conference": _("Conferences"), "privacy": _("Requests for records")}
