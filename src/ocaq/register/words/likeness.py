"""Why two names of bodies were taken for one body, or for two, as sentences."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A body is called by translation; these say what its words mean.
BODY_REASONS: Final[dict[str, str | Promise]] = {
    "same-letters": _("The two are the same, letter for letter."),
    "same-but-marks": _("Only capitals, marks or look-alike letters differ."),
    "same-own-name": _("Sort and own name are the same, whatever the language."),
    "same-meaning": _("The names mean the same, and neither has an own name."),
    "sort-in-one": _("The names agree; only one says what sort of body it is."),
    "same-line": _("Both are reached under the same address, number or page."),
    "own-name-in-one": _("The sort agrees; only one has an own name."),
    "own-names-differ": _("The own names differ."),
    "other-sort": _("One is another sort of body."),
    "for-others": _("They are for different people or purposes."),
    "body-says-nothing": _("One of the names says too little."),
}
ABOUT: Final[dict[str, str | Promise]] = {"bodies": _("Communities"), "people": _("People")}
SIDES: Final[dict[str, str | Promise]] = {
    "kind": _("Kind"),
    "names": _("Names"),
    "place": _("Place"),
    "contacts": _("Contacts"),
    "founded": _("Founded"),
    "taught": _("Languages taught there"),
    "romanised": _("In Latin letters"),
    "posts": _("Posts"),
    "email": _("Mail address"),
    "phone": _("Telephone"),
}
