"""What live keeps of people: what it told, for pages that lost their line."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import PersonalField
from ocaq.live.jobs import KEPT

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "live.Event",
        ("body",),
        _("so that a page whose line broke misses nothing"),
        "asked",
        "hall",
        KEPT.days,
        "ocaq.live.channels.publish_anew",
        since="written",
    ),
)
