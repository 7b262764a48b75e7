"""Every personal field of the intake."""

from django.utils.translation import gettext_lazy as _

from ocaq.intake.jobs import KEPT
from ocaq.kernel.personal import PersonalField

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "intake.Receipt",
        ("key", "participant", "digest", "answer"),
        _("so that what was sent twice over a poor line is done once"),
        "asked",
        "nobody",
        KEPT.days,
        "ocaq.intake.forgetting.forget_receipts",
        since="written",
    ),
)
