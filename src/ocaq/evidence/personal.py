"""What the log keeps of people: who acted, beside the entries and never in what is published."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import PersonalField

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "evidence.Entry",
        ("by",),
        _("so that whoever did something for the institution answers for it"),
        "task",
        "nobody",
        None,
        "ocaq.evidence.recording.unname",
        since="written",
        end="parted",
    ),
)
