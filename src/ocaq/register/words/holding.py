"""Sentences for those who hold posts: what is asked of them, what they correct, how they came to be on record."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare
from ocaq.mail.words import entitle

declare(
    {
        "letter-unknown": _("This link opens nothing. Perhaps a part of it was cut off."),
        "letter-over": _("This link is no longer good. You find the same under your record, with a code by mail."),
        "said-no-lately": _("This person said no within the last year. They are not asked again before it is over."),
        "nobody-to-write-to": _("No mail address of this person is known."),
        "paper-too-old": _("A consent on paper is good for a year from the day it was signed."),
        "paper-lies-nowhere": _("Say where the paper lies, so that it can be found."),
        "told-in-the-future": _("This day is still to come."),
        "told-before-kept": _("This day lies before the day on which they were entered."),
        "address-known-already": _("This person has a mail address here already. They change it themselves."),
    }
)
entitle(
    {
        "register_told": _("Letter to somebody who is on record"),
        "register_asked": _("Question to somebody who holds a post"),
        "register_corrected": _("News of a change in one’s own record"),
        "register_new_address": _("Code that proves a new mail address"),
    }
)

# By the office of whoever entered somebody.
ENTERED: Final[dict[str, str | Promise]] = {
    "staff": _("From staff of the institution."),
    "country": _("From the coordinator of the country."),
    "council": _("From the council that spans the country."),
    "body": _("From the community itself."),
    "": _("From the community."),
}
# What may stand in public, by the purpose of its consent.
ASKED: Final[dict[str, tuple[Promise, Promise]]] = {
    "public": (_("Your name"), _("May your name stand on the public page, beside your post?")),
    "since": (_("Since when"), _("May the day on which your post began stand there too?")),
}
CORRECTED: Final[dict[str, str | Promise]] = {
    "name": _("Full name"),
    "romanised": _("Name in Latin letters"),
    "phone": _("Telephone"),
    "language": _("Language of letters"),
    "email": _("Mail address"),
}
UNTOLD: Final[dict[str, tuple[str, str | Promise]]] = {
    "no-address": ("problem", _("No mail address is known")),
    "came-back": ("problem", _("The letter came back")),
    "soon": ("half", _("The letter goes out within a day")),
}
