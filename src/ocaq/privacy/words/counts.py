"""What everybody reads of requests, files, emergencies and reviews, a line each."""

from typing import Final

from django.utils.translation import gettext_lazy as _

# {field of a year: (what it is called, the figure that it is part of)}
COUNTED: Final = {
    "lawful": (_("Requests under a law"), "privacy.requests"),
    "granted": (_("Granted"), "privacy.requests"),
    "refused": (_("Refused"), "privacy.requests"),
    "delayed": (_("With a delay"), "privacy.requests"),
    "exports": (_("Other files"), "privacy.requests"),
    "export_rows": (_("Records in them"), "privacy.requests"),
    "asked": (_("People asked"), "privacy.requests"),
    "answered_late": (_("Answered late"), "privacy.requests"),
    "emergencies": (_("Opened in an emergency"), "privacy.emergencies"),
    "reviewed": (_("Looks reviewed"), "privacy.reviews"),
    "failed": (_("Without a good reason"), "privacy.reviews"),
}
