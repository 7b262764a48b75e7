"""Sentences of lists and likenesses: why a file is not taken, what a row is and why, what became of it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "list-empty": _("The file holds no rows."),
        "list-too-large": _("The file is larger than 10 MB. Divide it."),
        "list-too-long": _("The list has more than 20,000 rows. Divide it."),
        "list-too-wide": _("A row has more than 60 cells. Leave out the columns that nobody needs here."),
        "list-locked": _("The file is locked by a password. Save it without one."),
        "list-old-office": _("This is a file of an old spreadsheet. Save it as XLSX or CSV."),
        "list-bomb": _("Unpacked, this file would be far larger than any list. It was not opened."),
        "list-broken": _("The file is damaged, or no spreadsheet. Save it again as XLSX or CSV."),
        "list-not-a-sheet": _("This is no list. Bring it as XLSX or CSV."),
        "list-without-headings": _("No row names the columns. Write above them what they hold: name, town, telephone."),
        "list-without-names": _("No column holds the names of communities."),
        "list-of-people": _(
            "This is a list of people. Lists of members are not taken: the register holds communities,"
            " and people only where they hold a post and were told so."
        ),
        "no-such-list": _("There is no such list."),
        "list-not-read": _("The rows of this list are not all read yet, or it was applied already."),
        "list-not-applied": _("Nothing of this list was applied."),
        "choice-unknown": _("Choose what this row is."),
        "no-such-likeness": _("There is no such pair."),
        "likeness-answered": _("This pair was answered already."),
        "no-such-merge": _("There is no such merge."),
        "merge-undone": _("This merge was undone already."),
        "merge-forgotten": _("This merge is more than five years old and can no longer be undone."),
        "merge-of-absorbed": _("One of the two was merged with another entry. Undo that first."),
        "merge-kinds-differ": _("A council is merged only with a council: it spans countries."),
    }
)

STATES: Final[dict[str, tuple[str, str | Promise]]] = {
    "reading": ("wait", _("being read")),
    "read": ("new", _("read, nothing written yet")),
    "applying": ("wait", _("being written")),
    "applied": ("done", _("written")),
    "undoing": ("wait", _("being taken back")),
    "undone": ("none", _("taken back")),
}
VERDICTS: Final[dict[str, tuple[str, str | Promise]]] = {
    "new": ("new", _("new")),
    "changes": ("done", _("changes an entry")),
    "same": ("none", _("stands there already")),
    "doubtful": ("wait", _("doubtful")),
    "wrong": ("problem", _("cannot be taken")),
    "": ("wait", _("not read yet")),
}
OUTCOMES: Final[dict[str, tuple[str, str | Promise]]] = {
    "waiting": ("wait", _("not written yet")),
    "entered": ("done", _("entered")),
    "changed": ("done", _("changed")),
    "left": ("none", _("left out")),
    "undone": ("none", _("taken back")),
    "remains": ("problem", _("remains")),
}
CHOICES: Final[dict[str, str | Promise]] = {
    "": _("Not decided"),
    "same": _("It is that one: change it"),
    "new": _("It is another: enter it"),
    "leave": _("Leave this row out"),
}
# What stands beside a row; refusals of the register's own fields stand there too.
ROW_REASONS: Final[dict[str, str | Promise]] = {
    "list-kind-unknown": _("This kind of community is not known here."),
    "list-kind-missing": _("Neither the row nor the name says what kind of community it is."),
    "list-country-unknown": _("This country is not known under that name."),
    "list-country-missing": _("No country is given, neither here nor for the whole list."),
    "list-not-your-country": _("You do not enter communities of this country."),
    "list-town-unknown": _("This town is not in the register yet. Add it, then bring the list again."),
    "list-town-twice": _("Two towns of this country bear this name. Write more of it."),
    "list-like-row": _("It looks like another row of this list:"),
    "list-phone-unread": _("This is no telephone number, and is left out."),
    "list-email-unread": _("This is no mail address, and is left out."),
    "list-web-unread": _("This is no address of a page, and is left out."),
    "list-messenger-unread": _("This is no messenger, and is left out."),
    "list-languages-unread": _("This language is not known, and is left out."),
    "list-taught-unread": _("This language is not known, and is left out."),
    "list-founded-unread": _("This is no year, month or day, and is left out."),
    "list-closed-by-hand": _("A list closes no community. Close it at its entry, with the day and how it is known."),
    "list-no-longer-new": _("Meanwhile somebody entered a community like it. Bring the row again."),
    "list-changed-since": _("Others changed it since; it stays as it is."),
}
