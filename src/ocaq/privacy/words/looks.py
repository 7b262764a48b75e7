"""Sentences about looks: from which office, for what, how."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ocaq.design.dates import number
from ocaq.kernel import looking
from ocaq.kernel.places import country_name
from ocaq.kernel.refusals import declare


class LookRow(Protocol):
    """What is known of a look; `queries.looks.LookRow` is one."""

    @property
    def office(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def size(self) -> int: ...


declare(
    {
        "reason-too-short": _("Write in a few words why you need to see this."),
        "reason-first": _("Write first, in a few words, why you need to see this."),
        "reason-too-long": _("A reason has 300 characters at most."),
        "own-look": _("Somebody else reviews your own looks."),
        "review-decided": _("Somebody has reviewed this look already."),
        "look-is-gone": _("The person’s record is erased, and the look with it."),
        "emergency-where": _("Choose a country."),
        "no-emergency": _("Nothing is open here. An emergency ends after an hour; open it anew if it lasts."),
    }
)

looking.declare(
    {
        "roles": _("to look after who holds which role"),
        "mail": _("to see that letters arrive"),
        "erasing": _("to erase a record, as the person asked"),
        "conference": _("to prepare a conference and to help those who come"),
        "show": _("to run a conference: hands, questions and the floor"),
        "post": _("to keep the posts of the network up to date"),
        "likeness": _("to find entries that stand twice"),
        "import": _("to bring in a list that a community keeps"),
        "answer": _("to answer what the person asked of us"),
        "lawful": _("to answer a request under a law"),
        "emergency": _("to help in an emergency, outside what they look after"),
    }
)

HOW = {
    "screen": _("read it on a screen"),
    "search": _("found it by searching"),
    "export": _("took it out as a file"),
    "api": _("had a program read it"),
}

# {verdict: (shape of its sign, what it says)}
VERDICTS = {
    "holds": ("done", _("The reason holds")),
    "fails": ("problem", _("It does not hold")),
}


@dataclass(frozen=True, slots=True)
class LookSaid:
    """`bulk` says how many records were read at once, empty for one."""

    office: str
    how: str
    purpose: str
    bulk: str


def sentence_of(row: LookRow) -> LookSaid:
    """Return one look in plain words, in the active language."""
    bulk = ""
    if row.size > 1:
        bulk = ngettext(
            "Yours was one of %(count)s record read together.",
            "Yours was one of %(count)s records read together.",
            row.size,
        ) % {"count": number(row.size)}
    return LookSaid(
        office_words(row.office), str(HOW[row.how]), str(looking.PURPOSES.get(row.purpose, row.purpose)), bulk
    )


def office_words(office: str) -> str:
    """Return from where somebody looked: a role, and what it is for."""
    role, _colon, place = office.partition(":")
    scope, _colon, code = place.partition(":")
    named = str(_OFFICES.get(role, role))
    if scope == "country":
        return gettext("%(office)s for %(country)s") % {
            "office": named,
            "country": country_name(code, get_language() or "en"),
        }
    return gettext("%(office)s of a community") % {"office": named} if scope == "community" else named


_OFFICES = {
    "staff": _("Staff of the institution"),
    "guardian": _("Guardian of records"),
    "director": _("A director of conferences"),
    "crew": _("The crew of a conference"),
    "coordinator": _("A coordinator"),
    "none": _("Somebody without an office"),
}
