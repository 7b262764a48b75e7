"""What is counted of the network. The meaning of each stands sealed in the log: a changed one is a new definition."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ocaq.evidence.figures import SMALLEST, Figure, declare

KIND = "register"
NETWORK = "network"  # what figures of the whole register are about; a quarter is the other
COUNTED = "register.network.counted"
KEPT = "register.network.kept"
QUARTER = "register.quarter.counted"
QUARTER_KEPT = "register.quarter.kept"

_WHEN_COUNTED = _("At the moment of the count.")
_IN_QUARTER = _("For the whole quarter, as communities reported it until the count.")

declare(
    Figure(
        "register.communities",
        title=_("Communities"),
        words=ngettext_lazy("community", "communities"),
        meaning=_("Communities in the register whose state is active or dormant; those that closed are not counted."),
        counted=_WHEN_COUNTED,
        unit="community",
        how="count",
        of_type=KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.by_kind",
        title=_("Communities by kind"),
        words=ngettext_lazy("community", "communities"),
        meaning=_("Communities that are active or dormant, by the kind that stands in their entry."),
        counted=_WHEN_COUNTED,
        unit="community",
        how="rows:kind",
        of_type=KEPT,
        about_in="facts",
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "register.by_country",
        title=_("Communities by country"),
        words=ngettext_lazy("community", "communities"),
        meaning=_("Communities that are active or dormant, by the country of their seat."),
        counted=_WHEN_COUNTED,
        unit="community",
        how="rows:country",
        of_type=KEPT,
        about_in="facts",
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "register.countries",
        title=_("Countries with communities"),
        words=ngettext_lazy("country", "countries"),
        meaning=_("Countries in which at least one active or dormant community has its seat."),
        counted=_WHEN_COUNTED,
        unit="country",
        how="distinct:country",
        of_type=KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.schools",
        title=_("Schools"),
        words=ngettext_lazy("school", "schools"),
        meaning=_("Communities of a kind that teaches, active or dormant."),
        counted=_WHEN_COUNTED,
        unit="school",
        how="count",
        of_type=KEPT,
        where=("school:1",),
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.school_countries",
        title=_("Countries with schools"),
        words=ngettext_lazy("country", "countries"),
        meaning=_("Countries in which at least one active or dormant school has its seat."),
        counted=_WHEN_COUNTED,
        unit="country",
        how="distinct:country",
        of_type=KEPT,
        where=("school:1",),
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.languages",
        title=_("Languages taught"),
        words=ngettext_lazy("language is taught", "languages are taught"),
        meaning=_("Different languages that active communities say they teach."),
        counted=_WHEN_COUNTED,
        unit="language",
        how="distinct:languages",
        of_type=KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.fresh",
        title=_("Entries looked at within a year"),
        words=ngettext_lazy("percent of entries", "percent of entries"),
        meaning=_(
            "Of the entries of active and dormant communities, how many in a hundred had every part looked at within "
            "the last 365 days; rounded down."
        ),
        counted=_WHEN_COUNTED,
        unit="percent",
        how="percent:fresh",
        of_type=KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.reported",
        title=_("Communities that reported"),
        words=ngettext_lazy("community reported", "communities reported"),
        meaning=_("Communities that sent a report on the quarter, each once, whatever they corrected."),
        counted=_IN_QUARTER,
        unit="community",
        how="count",
        of_type=QUARTER_KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.events",
        title=_("Events held"),
        words=ngettext_lazy("event", "events"),
        meaning=_("Events that communities say they held in the quarter, added up; of each the latest report counts."),
        counted=_IN_QUARTER,
        unit="event",
        how="sum:events",
        of_type=QUARTER_KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "register.people",
        title=_("People who came to events"),
        words=ngettext_lazy("person came", "people came"),
        meaning=_(
            "People who came to events of the quarter as communities counted them, added up; who came to two events "
            "is counted twice."
        ),
        counted=_IN_QUARTER,
        unit="person",
        smallest=SMALLEST,
        how="last:people",
        of_type=QUARTER,
        latest="round",
    ),
    Figure(
        "register.pupils",
        title=_("Pupils"),
        words=ngettext_lazy("pupil", "pupils"),
        meaning=_("Pupils that communities say they taught in the quarter, added up."),
        counted=_IN_QUARTER,
        unit="person",
        smallest=SMALLEST,
        how="last:pupils",
        of_type=QUARTER,
        latest="round",
    ),
    Figure(
        "register.lessons",
        title=_("Lessons given"),
        words=ngettext_lazy("lesson", "lessons"),
        meaning=_("Lessons that communities say were given in the quarter, added up."),
        counted=_IN_QUARTER,
        unit="lesson",
        how="sum:lessons",
        of_type=QUARTER_KEPT,
        about_in="facts",
        latest="round",
    ),
)
