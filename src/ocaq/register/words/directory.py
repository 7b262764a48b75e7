"""Sentences of the public directory: offices, ways to reach a community, what happened to it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "no-opening-hours": _("No opening hours are known of this community, so there is no calendar of them."),
        "asked-too-often": _("That was too much in a short time. Wait a minute, then ask again."),
    }
)

OFFICES: Final[dict[str, str | Promise]] = {
    "chair": _("Chair"),
    "deputy": _("Deputy chair"),
    "secretary": _("Secretary"),
    "coordinator": _("Coordinator"),
    "head": _("Head of the school"),
    "teacher": _("Teacher"),
    "treasurer": _("Treasurer"),
    "member": _("Member of the board"),
}
STATES: Final[dict[str, str | Promise]] = {
    "active": _("Active"),
    "dormant": _("Dormant"),
    "closed": _("Closed"),
}
USES: Final[dict[str, str | Promise]] = {
    "original": _("as registered"),
    "romanised": _("in Latin letters"),
    "translated": _("translated"),
    "alias": _("as people call it"),
    "former": _("former name"),
}
# Icons of `design`, and what they stand for.
WAYS: Final[dict[str, tuple[str, str | Promise]]] = {
    "email": ("mail", _("Mail address")),
    "phone": ("phone", _("Telephone")),
    "web": ("globe", _("Web page")),
    "messenger": ("text", _("Messenger")),
}
CHANGED: Final[dict[str, str | Promise]] = {
    "names": _("Name, kind or state changed"),
    "place": _("Place or address changed"),
    "contacts": _("Contacts changed"),
    "hours": _("Opening hours changed"),
    "work": _("Description or languages changed"),
    "posts": _("Posts changed"),
}
# By whom an entry was last looked through: an office, never a person.
LOOKED_BY: Final[dict[str, str | Promise]] = {
    "staff": _("Verified by the institution"),
    "council": _("Verified by the council"),
    "country": _("Verified by the coordinator of the country"),
    "body": _("Verified by the community"),
    "renewal": _("Verified by the community"),
}
# Columns of the open data; their names stay as they are, whatever is added later.
COLUMNS: Final[dict[str, str | Promise]] = {
    "ref": _("An opaque reference that never changes."),
    "address": _("The page of the community."),
    "kind": _("The code of its kind: house, council, school, association, other, or one that was added."),
    "state": _("active, dormant or closed. Closed communities stay in the data."),
    "name": _("The name as registered, in its own script."),
    "name_language": _("The language of that name, as BCP 47 writes it; empty where it is not known."),
    "other_names": _("Names in other languages and scripts, earlier names, what people call it."),
    "country": _("The country of its seat, as ISO 3166-1 writes it in two letters."),
    "place": _("Its town, in English where that is known."),
    "latitude": _("Of its door where the community shows its street, else of its town."),
    "longitude": _("Of its door where the community shows its street, else of its town."),
    "street": _("Only where the community shows it."),
    "postcode": _("Only where the community shows its street."),
    "email": _("Mail addresses of the community, never of a person."),
    "phone": _("Telephone numbers of the community in the international form, never of a person."),
    "web": _("Its pages elsewhere."),
    "languages": _("Languages spoken there, as BCP 47 writes them, parted by spaces."),
    "taught": _("Languages taught there, as BCP 47 writes them, parted by spaces."),
    "founded": _("A year, a month or a day, as precisely as it is known."),
    "verified_on": _("The day on which the entry was last found true as a whole; empty when it never was."),
    "grey": _("yes when nobody has verified the entry for twelve months, else no."),
    "changed_on": _("The day on which something in the entry was last changed."),
}
