"""Sentences and words of planning and registration."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare
from ocaq.mail.words import entitle

declare(
    {
        "no-such-conference": _("There is no conference at this address."),
        "no-such-item": _("This item is not in the rundown any more."),
        "rundown-on-air": _("The conference is on air. The running order is changed from the console now."),
        "conference-over": _("This conference is over or cancelled; its rundown is kept as it was."),
        "too-few-people": _(
            "Fewer than five people came. Figures of so few would point at them, so nothing is counted or published."
        ),
        "conference-not-over": _("The conference is not over yet. It is counted when it has ended."),
        "conference-on-air": _("The conference is on air. End it from the console."),
        "already-cancelled": _("This conference is cancelled already."),
        "already-published": _("The programme is published already."),
        "programme-incomplete": _("Something is missing before the programme can be published. The overview lists it."),
        "item-length-out-of-range": _("An item lasts from 5 seconds to 6 hours."),
        "too-many-items": _("A rundown holds at most %(limit)s items."),
        "too-many-speakers": _("An item holds at most %(limit)s people."),
        "title-missing": _("Enter a title in at least one language."),
        "media-address-not-valid": _(
            "A film or sound is played from an https address, or from the media folder of this server."
        ),
        "no-such-place": _("There is no such place in the rundown."),
        "no-such-kind": _("There is no such kind of item."),
        "no-such-template": _("There is no such template."),
        "no-such-zone": _("There is no such time zone."),
        "no-such-language": _("There is no such language."),
        "slug-taken": _("Another conference has this address already. Choose another."),
        "slug-not-valid": _("An address has small Latin letters, digits and hyphens, up to 60 of them."),
        "registration-not-open": _("Registration has not opened yet."),
        "registration-closed": _("Registration for this conference is closed."),
        "registration-not-finished": _("This registration is not finished yet."),
        "entry-by-invitation": _("This conference is by invitation. Open the personal link from your mail."),
        "invitation-expired": _("This personal link was good until its date and is no longer. Ask for a new one."),
        "invitation-withdrawn": _("This personal link has been withdrawn. Ask for a new one."),
        "link-not-known": _("This link is not complete or was never given out. Copy the whole address from your mail."),
        "name-missing": _("Enter your name."),
        "country-missing": _("Choose the country you will join from."),
        "capacity-missing": _("Choose in what capacity you take part."),
        "languages-missing-of-person": _("Choose at least one language."),
        "already-registered": _(
            "This name and address are registered already. The personal link has been sent to that address again."
        ),
        "too-many-lines": _("At most %(limit)s lines are taken at once."),
    }
)
entitle(
    {
        "conference_invited": _("Invitation"),
        "conference_registered": _("Registration confirmed"),
        "conference_withdrawn": _("Registration withdrawn"),
    }
)

KINDS = {
    "opening": _("Opening"),
    "anthem": _("Anthem"),
    "silence": _("Minute of silence"),
    "film": _("Film"),
    "address": _("Address"),
    "speech": _("Speech"),
    "greeting": _("Video greeting"),
    "music": _("Music"),
    "medals": _("Medals"),
    "exchange": _("Exchange of views"),
    "poll": _("Poll"),
    "answers": _("Answers to questions"),
    "break": _("Break"),
    "closing": _("Closing"),
}
DEPARTMENTS = {
    "stream": _("Stream"),
    "playout": _("Playout"),
    "interpreters": _("Interpreters"),
    "line": _("Line"),
    "captions": _("Captions"),
}
STATES = {
    "draft": ("new", _("Draft")),
    "published": ("saved", _("Published")),
    "doors": ("half", _("Doors open")),
    "on_air": ("half", _("On air")),
    "ended": ("done", _("Ended")),
    "cancelled": ("refused", _("Cancelled")),
}
CAPACITIES = {
    "house": _("For a house of compatriots"),
    "council": _("For a coordination council"),
    "school": _("For a weekend school"),
    "association": _("For an association"),
    "scholar": _("As a scholar or teacher"),
    "culture": _("As an artist or author"),
    "media": _("For the media"),
    "guest": _("As an invited guest"),
    "self": _("For myself"),
}
CAPACITIES_SHORT = {
    "house": _("House"),
    "council": _("Council"),
    "school": _("School"),
    "association": _("Association"),
    "scholar": _("Scholar"),
    "culture": _("Culture"),
    "media": _("Media"),
    "guest": _("Guest"),
    "self": _("For themselves"),
}
NEEDS = {
    "captions": _("Captions"),
    "sign-language": _("Sign language"),
    "telephone": _("A telephone line instead of the Internet"),
    "large-print": _("Large print"),
    "screen-reader": _("Documents for a screen reader"),
    "interpreter": _("An interpreter for my language"),
}
REGISTRATION_STATES = {
    "draft": ("half", _("Not finished")),
    "confirmed": ("done", _("Your place is kept")),
    "withdrawn": ("refused", _("Withdrawn")),
}
ENTRIES = {"open": _("Open: anyone may register"), "invitation": _("By invitation: only with a personal link")}
TEMPLATES = {
    "solidarity-day": _("Solidarity Day"),
    "year-results": _("Results of the year"),
    "": _("Nothing: an empty rundown"),
}
LACKS = {
    "title-missing": _("The conference has no title in %(language)s."),
    "languages-missing": _("No language is chosen."),
    "start-passed": _("The start is in the past."),
    "no-items": _("The rundown is empty."),
    "item-title-missing": _("Item %(number)s has no title."),
    "item-title-missing-in": _("Item %(number)s has no title in %(language)s."),
    "speaker-missing": _("Nobody is named in item %(number)s."),
    "film-missing": _("Item %(number)s has no film to play."),
    "overlap": _("Item %(number)s begins before the one in front of it has ended."),
}

# Beside every form: what is kept, why, and until how many days after the conference has ended.
KEPT = (
    (_("Name, mail address, organisation"), _("to greet you and to send your link and the date"), 60),
    (_("Country and capacity"), _("counted, then parted from your name"), None),
    (_("Language and time zone"), _("to write to you as you read"), 60),
    (_("What would help you"), _("seen only by those who arrange it"), 1),
)
