"""What is counted of requests for people's records."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ocaq.evidence.figures import Figure, declare

_NOW = _("At the moment the page was made.")

declare(
    Figure(
        "privacy.requests",
        title=_("Requests and files"),
        words=ngettext_lazy("request or file", "requests and files"),
        meaning=_(
            "Requests of authorities under a law and what was decided on them, other files with people’s records that "
            "left, and requests of people about their own record, each once, in the year it was entered."
        ),
        counted=_NOW,
        unit="request",
    ),
    Figure(
        "privacy.emergencies",
        title=_("Opened in an emergency"),
        words=ngettext_lazy("time", "times"),
        meaning=_(
            "How often somebody opened who holds posts in a country outside what they look after, for an hour and with "
            "a reason, each time once, in the year it was opened."
        ),
        counted=_NOW,
        unit="emergency",
    ),
    Figure(
        "privacy.reviews",
        title=_("Looks reviewed"),
        words=ngettext_lazy("look", "looks"),
        meaning=_(
            "Looks at people’s records that were drawn by lot and judged by a second person, and those whose reason "
            "did not hold, each once, in the year it was judged."
        ),
        counted=_NOW,
        unit="look",
    ),
    Figure(
        "privacy.countries",
        title=_("Countries whose forms keep nothing"),
        words=ngettext_lazy("country", "countries"),
        meaning=_("Countries for which forms keep nothing about people, as the institution has decided."),
        counted=_NOW,
        unit="country",
    ),
)
