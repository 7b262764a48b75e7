"""Every personal field of the mail room."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import PersonalField
from ocaq.mail.rules import KEPT

_ERASED_BY = "ocaq.mail.commands.erase_mails"

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "mail.Mail",
        ("to", "to_mark", "about", "language"),
        _("to send a letter, and to see whether it arrived"),
        "asked",
        "house",
        KEPT.days,
        _ERASED_BY,
        since="written",
    ),
    PersonalField(
        "mail.Mail",
        ("subject", "text", "html", "ref", "message_id"),
        _("to send a letter, and to try again"),
        "asked",
        "nobody",
        KEPT.days,
        _ERASED_BY,
        since="written",
    ),
    PersonalField(
        "mail.Attachment",
        ("mail", "name", "content"),
        _("to send what belongs to a letter"),
        "asked",
        "nobody",
        KEPT.days,
        _ERASED_BY,
        since="written",
    ),
)
