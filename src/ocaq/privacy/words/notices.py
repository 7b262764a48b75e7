"""What people agree to, as versions. A changed text is a new version; a test holds each against its digest."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Notice:
    """`purposes`: {code: what somebody agrees to}; the version is the month in which the text was written."""

    code: str
    version: str
    title: Promise
    text: tuple[Promise, ...]
    purposes: dict[str, Promise]


# Every version that anybody may have read, the newest of each last.
_EVERY = (
    Notice(
        "registration",
        "2026-11",
        _("Registering for a conference"),
        (
            _("We keep your name and how you are addressed, to greet you and to show who has the floor."),
            _("We keep your mail address to send your personal link, the calendar file and changes of the date."),
            _("Country and capacity are counted; totals are published, groups under five are not."),
            _("What would help you is kept only if you say so, and ends a day after the conference."),
            _("Everything that names you ends sixty days after the conference. You can erase it at once yourself."),
        ),
        {
            "registration": _("to be registered under this notice"),
            "needs": _("to have it arranged what would help me to take part"),
        },
    ),
    Notice(
        "post",
        "2026-11",
        _("Holding a post in a community"),
        (
            _("Your name and your post are kept so that the institution knows who answers for a community."),
            _("How to reach you is sealed, seen by those who look after posts, and never published."),
            _("With your consent your name stands on the community’s public page for a year; then we ask again."),
            _("You can see who read your record, correct it, take it with you, and erase it."),
        ),
        {"public": _("to have my name and my post stand on the public page of the community")},
    ),
    Notice(
        "post",
        "2026-11-22",
        _("Holding a post in a community"),
        (
            _("Your name and your post are kept so that the institution knows who answers for a community."),
            _("How to reach you is sealed, seen by those who look after posts, and never published."),
            _("The public page of the community says that the post is held, and not by whom, until you agree."),
            _("What you agree to stands there for a year; then we ask again. Without an answer it is taken down."),
            _("Everything ends five years after your last post, or at once when you erase it."),
            _("You can see who read your record, correct it, take it with you, object to it, and erase it."),
            _("If you do not agree with us, the data protection authority of the country you live in hears you."),
        ),
        {
            "public": _("to have my name stand on the public page of the community, beside my post"),
            "since": _("to have the day on which my post began stand there too"),
        },
    ),
)
NOTICES = {notice.code: notice for notice in _EVERY}
READ = {(notice.code, notice.version): notice for notice in _EVERY}
