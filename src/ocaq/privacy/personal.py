"""Every personal field that looking after privacy needs itself."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import PersonalField

LOOKS_KEPT_DAYS = 365 * 2

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "privacy.Looked",
        ("subject",),
        _("to show a person who looked at their record"),
        "task",
        "self",
        LOOKS_KEPT_DAYS,
        "ocaq.privacy.commands.looking.forget_subjects",
        since="written",
    ),
    PersonalField(
        "privacy.Look",
        ("by", "reason"),
        _("so that who looked at a record answers for it"),
        "task",
        "nobody",
        LOOKS_KEPT_DAYS,
        "ocaq.privacy.commands.looking.forget_looks_of",
        since="written",
        end="parted",
    ),
)
