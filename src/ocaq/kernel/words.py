"""Sentences for refusals that any room may give."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "not-found": _("There is nothing at this address."),
        "not-allowed": _("Your account has no right to see or do this."),
        "sign-in-first": _("Sign in first; then you come back to this page."),
        "changed-meanwhile": _(
            "Somebody else changed this while you were working. Nothing of yours is lost: look at both and save again."
        ),
        "text-too-long": _("This text is longer than %(limit)s characters."),
        "page-too-old": _("This page was open too long. Load it again, then do this once more."),
        "not-understood": _("This request could not be understood."),
    }
)
