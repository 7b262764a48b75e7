"""Sentences and words of planning and registration."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare({
    "no-such-conference": _("There is no conference at this address."),
    "no-such-item": _("This item is not in the rundown any more."),
    "rundown-on-air": _("The conference is on air. The running order is changed from the console now."),
    "conference-over": _("This conference is over or cancelled; its rundown is kept as it was."),
    "conference-on-air": _("The conference is on air. End it from the console."),
    "already-cancelled": _("This conference is cancelled already."),
    "already-published": _("The programme is published already."),
    "programme-incomplete": _("Something is missing before the programme can be published. The overview lists it."),
    "item-length-out-of-range": _("An item lasts from 5 seconds to 6 hours."),
    "too-many-items": _("A rundown holds at most %(limit)s items."),
    "too-many-speakers": _("An item holds at most %(limit)s people."),
    "title-missing": _("Enter a title in at least one language."),
    "media-address-not-valid": _("A film or sound is played from an https address, or from the media folder of this server."),
    "no-such-place": _("There is no such place in the rundown."),
    "no-such-kind": _("There is no such kind of item."),
    "no-such-template": _("There is no such template."),
    "no-such-zone": _("There is no such time zone."),
    "no-such-language": _("There is no such language."),
    "slug-taken": _("Another conference has this address already. Choose another."),
    "slug-not-valid": _("An address has small Latin letters, digits and hyphens, up to 60 of them."),
    "registration-not-open": _("Registration has not opened yet."),
    "registration-closed": _("Registration for this conference is closed."),
    "registration-not-finished": _("This registration is not finished yet."),
    "entry-by-invitation": _("This conference is by invitation. Open the personal link from your mail."),
    "invitation-expired": _("This personal link was good until its date and is no longer. Ask for a new one."),
    "invitation-withdrawn": _("This personal link has been withdrawn. Ask for a new one."),
    "link-not-known": _("This link is not complete or was never given out. Copy the whole address from your mail."),
    "name-missing": _("Enter your name."),
    "name-too-long": _("A name has at most 200 characters."),
    "country-missing": _("Choose the country you will join from."),
    "capacity-missing": _("Choose in what capacity you take part."),
    "languages-missing-of-person": _("Choose at least one language."),
    "already-registered": _("This name and address are registered already. The personal link has been sent to that address again."),
    "too-many-lines": _("At most %(limit)s lines are taken at once."),
})
