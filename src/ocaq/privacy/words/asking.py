"""Sentences about codes, requests, exports and the switch of a country."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare
from ocaq.mail.words import entitle

declare(
    {
        "codes-too-many": _("Several codes were asked for already. Wait an hour, then ask again."),
        "code-wrong": _("This code is not right, or it is no longer good. Ask for a new one."),
        "request-empty": _("Write what you ask for."),
        "request-too-long": _("At most 1,000 characters are taken."),
        "answered-already": _("This request is answered already."),
        "one-record-only": _("A request is about one record, named by its sign. There is no request for everybody."),
        "delay-too-long": _("A delay ends in the future, within a year."),
        "lawful-words-missing": _("Say who asks, by which act, and what for."),
        "decided-already": _("This request is decided already."),
        "two-people-decide": _("Two other people decide: neither who entered the request nor one of them twice."),
        "not-granted": _("Only what two people have granted is delivered, and only once."),
        "export-for-whom": _("Name who receives the file and what for."),
        "export-too-long": _("A file is good for 90 days at most."),
        "record-is-gone": _("This record is erased. There is nothing to deliver."),
        "field-key-missing": _("A sealed value opens with none of the keys in OCAQ_FIELD_KEYS."),
        "switched-already": _("Forms of this country keep nothing already."),
        "country-missing-here": _("Choose a country."),
        "keeps-nobody-here": _("In this country nothing is kept about people, for their safety."),
        "keeps-nothing-here": _(
            "In this country nothing is kept about people, for their safety. You can follow the conference on its page"
            " without registering."
        ),
    }
)
entitle(
    {
        "privacy_answered": _("Answer about one’s own record"),
        "privacy_code": _("Code to see one’s own record"),
        "privacy_emergency": _("Records were opened in an emergency"),
    }
)

KINDS = {
    "correct": _("Correct something"),
    "object": _("Stop keeping or doing something"),
    "explain": _("Explain why something is kept"),
}
STATES = {
    "waiting": ("half", _("Waiting for an answer")),
    "done": ("done", _("Done as asked")),
    "refused": ("refused", _("Not done, with a reason")),
}
LAWFUL_STATES = {
    "waiting": ("half", _("Waits for two people")),
    "agreed": ("half", _("Waits for one more person")),
    "granted": ("done", _("Granted")),
    "refused": ("refused", _("Refused")),
    "delivered": ("done", _("Delivered")),
}
GROUNDS = {
    "asked": _("needed for what you asked for"),
    "consent": _("you agreed to it"),
    "task": _("the public task of the institution"),
}
SHOWN = {
    "self": _("you alone"),
    "house": _("those whose work it is"),
    "hall": _("everybody in the hall"),
    "everybody": _("everybody"),
    "nobody": _("nobody"),
}
SOURCES = {
    "self": _("From you."),
    "institution": _("From the institution."),
    "community": _("From your community."),
}
