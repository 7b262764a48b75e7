"""Every personal field the register keeps: why, on what ground, to whom it is shown, until when, erased by what."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import Ground, PersonalField, Shown

POSTS_KEPT_DAYS = 365 * 5  # after the last post ended: who answered for what stays known that long
WORDS_KEPT_DAYS = 365 * 2
LISTS_KEPT_DAYS = 90  # as long as a list can be undone

_BY_PERSON = "ocaq.register.commands.erasing.erase_person"


def _field(
    table: str,
    fields: str,
    purpose: Promise,
    shown: Shown,
    *,
    days: int = POSTS_KEPT_DAYS,
    ground: Ground = "task",
) -> PersonalField:
    return PersonalField(
        f"register.{table}", tuple(fields.split()), purpose, ground, shown, days, _BY_PERSON, "changed"
    )


def _of_lists(table: str, fields: str, purpose: Promise) -> PersonalField:
    erased_by = "ocaq.register.commands.importing.forget_lists"
    kept_days = LISTS_KEPT_DAYS
    return PersonalField(
        f"register.{table}", tuple(fields.split()), purpose, "task", "house", kept_days, erased_by, "changed"
    )


PERSONAL: tuple[PersonalField, ...] = (
    _field("Person", "name romanised", _("to say who holds a post"), "house"),
    _field("Person", "email email_mark phone", _("to reach whoever holds a post"), "house"),
    _field("Person", "user language", _("to let them see and correct what is kept of them"), "self"),
    _field("Person", "wanted_name wanted_romanised", _("to let them be called as they wish"), "house"),
    _field(
        "Person", "untold_since told_at notice_version entered_as", _("to tell people what is kept of them"), "self"
    ),
    _field(
        "Letter",
        "ref person about secret_digest mail sent_at expires_at came_back",
        _("to tell people what is kept of them"),
        "self",
    ),
    _field(
        "Post",
        "public_until since_until answered_at",
        _("to show in public only what they agreed to"),
        "everybody",
        ground="consent",
    ),
    _field(
        "Paper",
        "post signed_on kept_at by at",
        _("to show in public only what they agreed to"),
        "house",
        ground="consent",
    ),
    _field("Person", "ref pseudonym salt", _("to speak of them where their name must not stand"), "house"),
    _field("PersonKey", "key heard", _("to find one person under every spelling of their name"), "nobody"),
    _field("Photo", "credit", _("to name whoever made a picture"), "everybody", days=WORDS_KEPT_DAYS),
    _field(
        "Change",
        "before after note answer",
        _("to let a change be reviewed and understood"),
        "house",
        days=WORDS_KEPT_DAYS,
    ),
    _field(
        "Change", "by reviewed_by", _("to know who asked for a change and who agreed"), "house", days=WORDS_KEPT_DAYS
    ),
    _field("ActivityReport", "words by", _("to tell what a community did"), "house", days=WORDS_KEPT_DAYS),
    _field("Verification", "by", _("to know who said that an entry is right"), "house", days=WORDS_KEPT_DAYS),
    _of_lists("Batch", "by title", _("to know who brought a list of communities")),
    _of_lists("Line", "cells draft reasons before", _("to bring in a list of communities, and to undo it")),
    _field("Likeness", "answered_by", _("to know who found two entries to be one, or two"), "house"),
    _field("Merge", "by undone_by moved", _("to undo it when two entries were taken for one by mistake"), "house"),
)
