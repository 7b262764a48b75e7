"""Sentences of keeping the register: why something is not done, what groups, offices and states are called."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare
from ocaq.kernel.text import Text
from ocaq.mail.words import entitle

declare(
    {
        "not-your-community": _("This entry belongs to a community that you do not look after."),
        "not-yours-to-review": _("Changes of your own community are reviewed by the council above it, or by staff."),
        "no-such-community": _("There is no such community in the register."),
        "no-such-change": _("There is no such change."),
        "change-answered": _("This change has been answered already."),
        "change-overtaken": _(
            "The same words were changed since this was asked for. Read both, and choose below which of them hold."
        ),
        "form-of-another-entry": _("This form was used for another entry already. Open the page again."),
        "refusal-needs-reason": _("Say why, in a sentence: whoever asked for the change reads it."),
        "group-unknown": _("There is no such part of an entry."),
        "field-unknown": _("There is no such field."),
        "value-not-understood": _("This could not be understood."),
        "kind-unknown": _("There is no such kind of community."),
        "kind-code-wrong": _("A code has 2 to 20 small letters from a to z; hyphens may stand between them."),
        "kind-name-missing": _("Give the kind a name, for one and for many, of at most 60 characters each."),
        "place-unknown": _("There is no such town in the register. Add it first."),
        "place-other-country": _("This town lies in another country. Staff can move an entry there."),
        "place-name-missing": _("Write the name of the town."),
        "country-unknown": _("Choose a country."),
        "community-name-missing": _("Write at least one name: the original, in Latin letters, or translated."),
        "community-name-too-long": _("A name has 250 characters at most."),
        "name-mixes-alphabets": _(
            "One word mixes letters of two alphabets that look alike."
            " Type it again in one alphabet, so that it is found."
        ),
        "too-many-of-one": _("These are more lines than an entry can hold."),
        "founded-not-understood": _("Write a year, a month or a day: 1998, 1998-05 or 1998-05-28."),
        "closing-needs-source": _("Say how it is known that the community closed: a decision, a letter, a page."),
        "decision-needs-body": _("Say which body took the decision."),
        "point-not-on-earth": _("Latitude lies between −90 and 90, longitude between −180 and 180."),
        "email-not-understood": _("Write mail addresses like office@house.example, one on each line."),
        "phone-not-understood": _(
            "Write telephone numbers with the code of the country: +49 30 1234567, one on each line."
        ),
        "web-not-understood": _("Write addresses of pages like https://house.example, one on each line."),
        "hours-not-understood": _("Write times like 10:00 and 18:30."),
        "hours-end-before-start": _("A day closes after it opens. For a night, write two days."),
        "hours-overlap": _("Two times of the same day overlap."),
        "no-such-person": _("There is no such person in the register."),
        "no-such-post": _("There is no such post."),
        "no-such-area": _("The council does not span this country."),
        "no-such-affiliation": _("The body does not belong there."),
        "office-unknown": _("Choose a post."),
        "holder-name-missing": _("Write the name of the person."),
        "holder-name-too-long": _("A name has 200 characters at most."),
        "post-held": _("This person holds this post already."),
        "post-ended": _("This post has ended already."),
        "post-ends-before-start": _("A post cannot end before it began."),
        "spans-no-countries": _("Only a council spans countries."),
        "belongs-to-itself": _("A body cannot belong to itself."),
        "ends-before-start": _("The last day lies before the first."),
        "renewal-unknown": _("This link opens nothing. Perhaps a part of it was cut off."),
        "renewal-over": _("This link is no longer good. Ask for another, or sign in."),
        "nobody-to-ask": _("No mail address is known: neither of a person who holds a post, nor of the community."),
        "community-closed": _("This community is closed."),
        "quarter-not-open": _("Reports are taken for the running quarter and the seven before it."),
        "count-not-understood": _("Write whole numbers; nothing is 0."),
        "words-too-long": _("This is longer than 1,000 characters."),
        "no-such-picture": _("There is no such picture."),
        "picture-needs-words": _("Say what the picture shows, in one language at least."),
        "picture-words-too-long": _("These words are longer than a picture can carry."),
        "picture-not-understood": _("This is no picture that can be read. Send a JPEG, PNG or WebP file."),
        "picture-too-large": _("This picture is too large. Send one of at most 8 MB and 50 million pixels."),
        "too-many-pictures": _("A community shows eight pictures at most. Take one away first."),
        "nothing-to-count": _("There is nothing here to be counted yet."),
        "language-not-known": _("Write languages by their codes: az, ru, en."),
    }
)
entitle(
    {
        "register_renewal": _("Reminder to look over an entry"),
        "register_answered": _("Answer to a change that was asked for"),
    }
)

GROUPS: Final[dict[str, str | Promise]] = {
    "names": _("Name, kind and state"),
    "place": _("Place and address"),
    "contacts": _("Contacts"),
    "hours": _("Opening hours"),
    "work": _("Work and languages"),
    "posts": _("Posts"),
}
FIELDS: Final[dict[str, str | Promise]] = {
    "kind": _("Kind"),
    "names": _("Names"),
    "founded": _("Founded"),
    "decision": _("Founding decision"),
    "state": _("State"),
    "place": _("Town"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "point": _("Position of the door"),
    "shown": _("What the directory shows"),
    "email": _("Mail addresses"),
    "phone": _("Telephone numbers"),
    "web": _("Web pages"),
    "messenger": _("Messengers"),
    "hours": _("Opening hours"),
    "hours_note": _("A note on the hours"),
    "about": _("What happens there"),
    "languages": _("Languages spoken there"),
    "taught": _("Languages taught there"),
    "begin": _("A post begins"),
    "end": _("A post ends"),
    "rename": _("Somebody is called otherwise"),
}
SHOWN: Final[dict[str, str | Promise]] = {
    "town": _("Only the town"),
    "street": _("Street and number too"),
}
FRESHNESS: Final[dict[str, str | Promise]] = {
    "fresh": _("Looked at within a year"),
    "due": _("To be looked at soon"),
    "grey": _("Not looked at for a year"),
}
ANSWERS: Final[dict[str, str | Promise]] = {
    "waiting": _("Waits for an answer"),
    "applied": _("Holds"),
    "refused": _("Refused"),
    "overtaken": _("Kept beside what others wrote"),
}
# Labels of form fields, which take them loosely typed.
QUESTIONS: Final[dict[str, Any]] = {
    "events": _("How many events did you hold?"),
    "people": _("How many people came to them, all together?"),
    "pupils": _("How many pupils do you teach?"),
    "teachers": _("How many teachers do you have?"),
    "lessons": _("How many lessons were given?"),
    "publications": _("How many books, issues or recordings did you bring out?"),
}
COUNTED: Final[dict[str, str | Promise]] = {
    "events": _("Events"),
    "people": _("People who came"),
    "pupils": _("Pupils"),
    "teachers": _("Teachers"),
    "lessons": _("Lessons"),
    "publications": _("Publications"),
}


def network_title() -> Text:
    """Return what the whole register is called where its figures stand."""
    return Text({get_language() or "en": gettext("The network of communities")})
