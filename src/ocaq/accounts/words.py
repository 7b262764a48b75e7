"""Sentences of accounts: refusals, roles, scopes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.places import country_name
from ocaq.kernel.refusals import declare
from ocaq.kernel.text import Text
from ocaq.mail.words import entitle

declare(
    {
        "role-scope-wrong": _("This role cannot be given for this scope."),
        "role-country-wrong": _("Choose the country this role is for."),
        "role-held": _("This person holds this role already."),
        "role-ended": _("This role has ended already."),
        "role-post-over": _("This post is not held in this community now. Choose another, or none."),
        "role-over-before-it-began": _("Choose a last day that is not over yet."),
        "role-not-yours-to-give": _("You can give roles only for less than you look after yourself."),
        "role-ends-by-itself": _("This role ends by itself and is not looked through."),
        "own-staff-role": _("You cannot end your own staff role. Another member of staff can."),
        "role-confirmation-wrong": _(
            "Write the person’s mail address exactly as it stands above, so that no role ends by mistake."
        ),
        "name-too-long": _("A name has 200 characters at most."),
        "zone-unknown": _("There is no such time zone."),
        "language-unknown": _("These pages do not exist in that language."),
        "account-closed": _("This account is closed."),
        "last-staff": _(
            "This is the only account with the staff role, and without it nobody could look after the others."
            " Give the staff role to somebody else first."
        ),
        "no-such-account": _("No account has this address."),
        "session-gone": _("That device was signed out already."),
    }
)
entitle(
    {
        "accounts_address_changed": _("Address changed"),
        "accounts_already_open": _("Account open already"),
        "accounts_confirm_address": _("Code for a new address"),
        "accounts_passkey_added": _("Passkey added"),
        "accounts_passkey_removed": _("Passkey removed"),
        "accounts_role_ended": _("Role ended"),
        "accounts_role_granted": _("Role given"),
        "accounts_sign_in_code": _("Code to sign in"),
        "accounts_unknown_address": _("No account with this address"),
    }
)

ROLES = {
    "staff": _("Staff"),
    "guardian": _("Guardian of records"),
    "director": _("Director"),
    "crew": _("Crew"),
    "coordinator": _("Coordinator"),
}
WHAT_ROLES_DO = {
    "staff": _("Plans conferences, gives and ends roles, sees every desk page."),
    "guardian": _("Answers what people ask about their records; sees no community and no conference."),
    "director": _("Directs the running conference from the console."),
    "crew": _("Works beside the director: stream, interpreters, line, captions."),
    "coordinator": _("Looks after one community, or those of a country or a council."),
}
SCOPES = {
    "institution": _("The whole institution"),
    "country": _("One country"),
    "community": _("One community"),
}


def where_in_words(scope: str, place: str, language: str, titles: Mapping[str, Text] | None = None) -> str:
    """Return what a role is for: the institution, a country by name, a community by its title where it is known."""
    if scope == "country":
        return country_name(place, language)
    title = (titles or {}).get(place) if scope == "community" else None
    return title.within(language)[1] if title else str(SCOPES[scope])
