"""What is counted of a conference. The meaning of each stands sealed in the log: a changed one is a new definition."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ocaq.evidence.figures import SMALLEST, Figure, declare

KIND = "conference"
KEPT = "conference.attendance.kept"
ATTENDANCE = "conference.attendance.counted"
ATTENDANCE_TABLES = "conference.attendance.listed"
FLOOR = "conference.floor.counted"
FLOOR_TABLES = "conference.floor.listed"
ASKED = "conference.questions.asked"

_AT_THE_END = _("At the end of the conference, for all of it.")
_NOW = _("At the moment the page was made.")
_NOW_AND_AT_THE_END = _("At the moment the page was made; of a conference that is over, at its end.")
_HOW_PEOPLE = _(
    "Everybody whose page or sound was open at any time between the opening of the doors and the end, each once, all "
    "their devices taken together. Who registered and did not come is not counted, nor is the crew."
)

declare(
    Figure(
        "conference.people",
        title=_("People who came"),
        words=ngettext_lazy("person came", "people came"),
        meaning=_HOW_PEOPLE,
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        how="count",
        of_type=KEPT,
        about_in="facts",
        latest="round",
    ),
    Figure(
        "conference.took_part",
        title=_("People who stayed"),
        words=ngettext_lazy("person stayed ten minutes or more", "people stayed ten minutes or more"),
        meaning=_(
            "People who came and whose time in the hall, all devices taken together, is ten minutes or more. Not told "
            "where fewer than five stayed shorter."
        ),
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        how="last:took_part",
        of_type=ATTENDANCE,
        latest="round",
    ),
    Figure(
        "conference.countries",
        title=_("Countries"),
        words=ngettext_lazy("country took part", "countries took part"),
        meaning=_(
            "A country counts when at least one person who came had named it when registering. It is never guessed "
            "from an address of the network. Where nearly every person came from another country it is not told."
        ),
        counted=_AT_THE_END,
        unit="country",
        how="last:countries",
        of_type=ATTENDANCE,
        latest="round",
    ),
    Figure(
        "conference.by_country",
        title=_("People by country"),
        words=ngettext_lazy("person came", "people came"),
        meaning=_(
            "People who came, by the country they named when registering. Countries of fewer than five people are told "
            "together with as many of the next larger ones as it takes, so that none of them can be found by "
            "subtraction."
        ),
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        definition=2,
        how="join:by_country",
        of_type=ATTENDANCE_TABLES,
        latest="round",
        others=_("Countries with few people each"),
    ),
    Figure(
        "conference.by_capacity",
        title=_("People by capacity"),
        words=ngettext_lazy("person came", "people came"),
        meaning=_(
            "People who came, by the capacity in which they said they take part. Capacities of fewer than five people "
            "are told together with as many of the next larger ones as it takes."
        ),
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        definition=2,
        how="join:by_capacity",
        of_type=ATTENDANCE_TABLES,
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "conference.by_item",
        title=_("People present at each item"),
        words=ngettext_lazy("person was present", "people were present"),
        meaning=_(
            "People who were in the hall at any time while the item ran. Items at which fewer than five people were "
            "present, or fewer than five were missing, are left out."
        ),
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        definition=2,
        how="join:by_item",
        of_type=ATTENDANCE_TABLES,
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "conference.peak",
        title=_("People at the same moment"),
        words=ngettext_lazy("person at the same moment, at the most", "people at the same moment, at the most"),
        meaning=_("The largest number of people who were in the hall at one and the same moment, each once."),
        counted=_AT_THE_END,
        unit="person",
        smallest=SMALLEST,
        how="last:peak",
        of_type=ATTENDANCE,
        latest="round",
    ),
    Figure(
        "conference.hours",
        title=_("Hours spent together"),
        words=ngettext_lazy("hour spent together", "hours spent together"),
        meaning=_("The time that all people spent in the hall, added up, in full hours."),
        counted=_AT_THE_END,
        unit="hour",
        how="last:hours",
        of_type=ATTENDANCE,
        latest="round",
    ),
    Figure(
        "conference.questions",
        title=_("Questions asked"),
        words=ngettext_lazy("question was asked in writing", "questions were asked in writing"),
        meaning=_("Questions that people in the hall sent in writing, also those that were not shown."),
        counted=_AT_THE_END,
        unit="question",
        how="sum:deeds",
        of_type=ASKED,
    ),
    Figure(
        "conference.answered",
        title=_("Questions answered"),
        words=ngettext_lazy("question was answered on air", "questions were answered on air"),
        meaning=_("Questions that were marked as answered on air when the conference ended."),
        counted=_AT_THE_END,
        unit="question",
        how="last:answered",
        of_type=FLOOR,
        latest="round",
    ),
    Figure(
        "conference.spoke",
        title=_("People who spoke"),
        words=ngettext_lazy("person spoke", "people spoke"),
        meaning=_("People named on the programme of the items that ran, and people who had the floor, each once."),
        counted=_AT_THE_END,
        unit="person",
        how="last:spoke",
        of_type=FLOOR,
        latest="round",
    ),
    Figure(
        "conference.spoke_countries",
        title=_("Countries of people who spoke"),
        words=ngettext_lazy("country was heard", "countries were heard"),
        meaning=_("Different countries of the people who spoke, as the programme or the people themselves named them."),
        counted=_AT_THE_END,
        unit="country",
        how="last:spoke_countries",
        of_type=FLOOR,
        latest="round",
    ),
    Figure(
        "conference.voices",
        title=_("Voices in polls"),
        words=ngettext_lazy("voice was given in polls", "voices were given in polls"),
        meaning=_(
            "Answers to all polls, one voice for each person in each poll, as they stood when it closed. Polls with "
            "fewer than five voices are left out."
        ),
        counted=_AT_THE_END,
        unit="voice",
        how="last:voices",
        of_type=FLOOR,
        latest="round",
    ),
    Figure(
        "conference.people_now",
        title=_("People in the hall now"),
        words=ngettext_lazy("person is in the hall", "people are in the hall"),
        meaning=_(
            "People whose page or sound told within the last minute that it is open, each once, counted every ten "
            "seconds. Fewer than five are not told."
        ),
        counted=_NOW,
        unit="person",
        smallest=SMALLEST,
    ),
    Figure(
        "conference.countries_now",
        title=_("Countries in the hall now"),
        words=ngettext_lazy("country is in the hall", "countries are in the hall"),
        meaning=_(
            "Countries whose light is on: different ones named by the people in the hall now. Where nearly every "
            "person comes from another country some lights stay dark, so that nobody is pointed at."
        ),
        counted=_NOW,
        unit="country",
    ),
    Figure(
        "conference.support",
        title=_("Voices for questions"),
        words=ngettext_lazy("voice for a question", "voices for questions"),
        meaning=_("People who gave a question their support and have not taken it back, each once for each question."),
        counted=_NOW_AND_AT_THE_END,
        unit="voice",
        how="join:support",
        of_type=FLOOR_TABLES,
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "conference.poll",
        title=_("Answers to polls"),
        words=ngettext_lazy("voice in a poll", "voices in polls"),
        meaning=_(
            "People who gave each answer to a poll, each once; who changes the answer is counted with the last one. Of "
            "a poll with fewer than five voices nothing is told, and nothing is published of a poll whose results were "
            "not shown."
        ),
        counted=_NOW_AND_AT_THE_END,
        unit="voice",
        how="join:poll",
        of_type=FLOOR_TABLES,
        latest="round",
        others=_("Others"),
    ),
    Figure(
        "conference.reactions",
        title=_("Reactions to an item"),
        words=ngettext_lazy("reaction", "reactions"),
        meaning=_(
            "People who applauded, thanked or agreed while the item was on stage, each once for each of the three."
        ),
        counted=_NOW,
        unit="reaction",
    ),
    Figure(
        "conference.hands",
        title=_("Hands further down the queue"),
        words=ngettext_lazy("more hand is up", "more hands are up"),
        meaning=_("People who wish to speak and stand below the part of the queue that is shown."),
        counted=_NOW,
        unit="hand",
    ),
)
