"""Sentences of the mail room, and what each mail is called at the desk."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "mail-address-wrong": _(
            "This is not a mail address. It has one @ with a name before it and a domain after it."
        ),
        "mail-not-stuck": _(
            "Only a mail that could not be delivered can be tried again; this one is on its way or has arrived."
        ),
    }
)

_titles: dict[str, str | Promise] = {}


def entitle(titles: Mapping[str, str | Promise]) -> None:
    """Say what the mails of a room are called where staff see that they were sent: {template: title}."""
    _titles.update(titles)


def title_of(template: str) -> str | Promise:
    return _titles.get(template, template)


STATES = {
    "waiting": _("Waiting"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "deferred": _("Tried again later"),
    "bounced": _("Address unknown"),
    "failed": _("Not delivered"),
}
_ERRORS = {
    "no-connection": _("The mail server could not be reached."),
    "sign-in-refused": _("The mail server refused our sign-in."),
    "sender-refused": _("The mail server refused our sender address."),
    "address-not-carried": _("The mail server does not carry addresses in this script."),
    "given-up": _("Tried for two days without success."),
    "interrupted": _("Sending was interrupted."),
}


def error_of(code: str) -> str | Promise:
    """Return what happened to a mail: a code of ours, the answer of a server, or the status of a report."""
    kind, _dash, number = code.partition("-")
    if kind == "smtp":
        return gettext("The mail server answered %(code)s.") % {"code": number}
    if kind == "report":
        return gettext("It was taken, and a report came later that it did not arrive: %(code)s.") % {"code": number}
    return _ERRORS.get(code, code)
