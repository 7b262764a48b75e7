"""Every personal field the conference keeps: why, on what ground, to whom it is shown, until when, erased by what."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import End, Ground, PersonalField, Shown

NAMES_KEPT_DAYS = 60
NEEDS_KEPT_DAYS = 1
DRAFTS_KEPT_DAYS = 14

_BY_PERSON = "ocaq.conference.commands.erasing.erase_registration"
_BY_ACCOUNT = "ocaq.accounts.commands.erasing.erase_account"
_BY_PLANNER = "ocaq.conference.commands.rundown.remove_item"


def _field(
    table: str,
    fields: str,
    purpose: Promise,
    ground: Ground,
    shown: Shown,
    *,
    days: int | None = NAMES_KEPT_DAYS,
    end: End = "erased",
    erased_by: str = _BY_PERSON,
) -> PersonalField:
    return PersonalField(f"conference.{table}", tuple(fields.split()), purpose, ground, shown, days, erased_by, end=end)


PERSONAL: tuple[PersonalField, ...] = (
    _field(
        "Registration",
        "name address_as organisation",
        _("to greet a person and to show who has the floor"),
        "asked",
        "hall",
    ),
    _field(
        "Registration",
        "email email_mark",
        _("to send the personal link, the calendar file and changes of the date"),
        "asked",
        "house",
    ),
    _field(
        "Registration",
        "country capacity",
        _("to count who took part and from where"),
        "task",
        "house",
        end="parted",
    ),
    _field(
        "Registration",
        "languages zone",
        _("to write and show times as the person reads them"),
        "asked",
        "house",
    ),
    _field(
        "Registration",
        "needs",
        _("to arrange what helps the person to take part"),
        "consent",
        "house",
        days=NEEDS_KEPT_DAYS,
    ),
    _field(
        "Registration",
        "user invitation",
        _("to know the same person when they come back"),
        "asked",
        "nobody",
    ),
    _field(
        "Registration",
        "ref key secret_digest",
        _("to open the person’s own page, and to do once what was sent twice"),
        "asked",
        "self",
        days=None,
    ),
    _field(
        "Registration",
        "pseudonym salt",
        _("so that the public log can speak of a registration without saying whose it is"),
        "task",
        "nobody",
        days=None,
    ),
    _field(
        "Invitation",
        "ref secret_digest",
        _("to recognise a personal link"),
        "task",
        "nobody",
        days=None,
    ),
    _field(
        "Invitation",
        "name email email_mark country capacity language",
        _("to send a personal link and fill in what is known"),
        "task",
        "house",
    ),
    _field(
        "Speaker",
        "name role place country speaks",
        _("so that the published programme names who speaks"),
        "task",
        "everybody",
        days=None,
        erased_by=_BY_PLANNER,
    ),
    _field(
        "Item",
        "owner",
        _("so that the crew knows who looks after an item of the programme"),
        "task",
        "house",
        days=None,
        erased_by=_BY_PLANNER,
    ),
    _field(
        "Question",
        "participant name country language text key ref",
        _("to ask in one’s own name"),
        "asked",
        "hall",
        end="parted",
    ),
    _field(
        "Hand",
        "participant name country topic key ref",
        _("to give the floor in turn"),
        "asked",
        "hall",
        end="parted",
    ),
    _field("QuestionVote", "participant", _("to count each person once"), "asked", "nobody", end="parted"),
    _field("PollVote", "participant", _("to count each person once"), "asked", "nobody", end="parted"),
    _field("Reaction", "participant", _("to count each person once"), "asked", "nobody", end="parted"),
    _field(
        "PresenceInterval",
        "participant device country capacity",
        _("to count who was there, each person once"),
        "task",
        "nobody",
        end="parted",
    ),
    _field(
        "Attendance",
        "ref participant country capacity minutes salt",
        _("to prove later what was counted of one person"),
        "task",
        "nobody",
        days=None,
    ),
    _field(
        "LogLine",
        "facts",
        _("so that the record of the conference says who had the floor"),
        "task",
        "house",
        end="parted",
    ),
    _field(
        "LogLine",
        "by key",
        _("so that the record of the conference says who did what"),
        "task",
        "house",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
    _field(
        "Show",
        "baton baton_offered_to undo",
        _("so that one director at a time runs the conference"),
        "task",
        "house",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
    _field(
        "Readiness",
        "by",
        _("so that the crew sees who said that their part is ready"),
        "task",
        "house",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
    _field(
        "Question",
        "decided_by",
        _("so that whoever showed or declined a question can be asked about it"),
        "task",
        "nobody",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
    _field(
        "SpeakerMessage",
        "by",
        _("so that whoever wrote to the speaker can be asked about it"),
        "task",
        "nobody",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
    _field(
        "Words",
        "by",
        _("so that it is known who wrote down what was said"),
        "task",
        "house",
        days=None,
        end="parted",
        erased_by=_BY_ACCOUNT,
    ),
)
