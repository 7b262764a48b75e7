"""Every personal field that looking after privacy needs itself."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import End, PersonalField, Shown

LOOKS_KEPT_DAYS = 365 * 2
CODES_KEPT_DAYS = 1
REQUESTS_KEPT_DAYS = 365
LAWFUL_KEPT_DAYS = 365 * 5

_BY_SUBJECT = "ocaq.privacy.commands.erasing.forget_subjects"
_BY_ACCOUNT = "ocaq.privacy.commands.erasing.forget_account"


def _field(
    table: str,
    fields: str,
    purpose: Promise,
    shown: Shown,
    *,
    days: int | None,
    erased_by: str = _BY_SUBJECT,
    end: End = "erased",
) -> PersonalField:
    return PersonalField(
        f"privacy.{table}", tuple(fields.split()), purpose, "task", shown, days, erased_by, "written", end
    )


PERSONAL: tuple[PersonalField, ...] = (
    _field("Looked", "subject", _("to show a person who looked at their record"), "self", days=LOOKS_KEPT_DAYS),
    _field(
        "Look",
        "by reason",
        _("so that whoever looked at a record answers for it"),
        "house",
        days=LOOKS_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "Emergency",
        "by reason",
        _("so that who opened records in an emergency answers for it"),
        "house",
        days=LOOKS_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "Review",
        "decided_by",
        _("so that who reviewed a look can be asked about it"),
        "house",
        days=LOOKS_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "Code",
        "address_mark origin_mark digest",
        _("to open a record without an account, and to send no one too many codes"),
        "nobody",
        days=CODES_KEPT_DAYS,
        erased_by="ocaq.privacy.commands.erasing.forget",
    ),
    _field(
        "Request",
        "key subject words address language answer",
        _("to answer what a person asks of their record"),
        "house",
        days=REQUESTS_KEPT_DAYS,
    ),
    _field("Receipt", "ref subject language", _("to prove what a person agreed to"), "self", days=None),
    _field(
        "LawfulRequest",
        "subject act asks",
        _("to decide on a request under a law, and to count it"),
        "house",
        days=LAWFUL_KEPT_DAYS,
        end="parted",
    ),
    _field(
        "LawfulRequest",
        "entered_by first_by second_by",
        _("so that whoever decided on a request answers for it"),
        "house",
        days=LAWFUL_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "Request",
        "answered_by",
        _("so that whoever answered a request can be asked about it"),
        "house",
        days=REQUESTS_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "Export",
        "by recipient purpose",
        _("to know which file went to whom"),
        "house",
        days=LAWFUL_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
    _field(
        "DirectoryOnly",
        "set_by",
        _("to know who decided that forms of a country keep nothing of people"),
        "house",
        days=LAWFUL_KEPT_DAYS,
        erased_by=_BY_ACCOUNT,
        end="parted",
    ),
)
