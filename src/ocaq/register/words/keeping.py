"""Sentences of keeping the register: why something is not done, what groups, offices and states are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "not-your-community": _("This entry belongs to a community that you do not look after."),
        "not-yours-to-review": _("Changes of your own community are reviewed by the council above it, or by staff."),
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
