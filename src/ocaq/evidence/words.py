"""Why the log stands still, for whoever runs it. What to do about each: docs/operations/log.md."""

from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        "log-key-missing": _("The evidence log has no key to sign with."),
        "log-key-unknown": _("The evidence log was signed with another key until now."),
        "log-other-name": _("The key of the evidence log carries another name than the log."),
        "log-damaged": _("The end of the evidence log is not what was signed."),
        "log-copy-missing": _("The second place has no copy of the last checkpoint of the evidence log."),
        "log-copy-foreign": _("The copy in the second place is not of this evidence log."),
        "log-copy-inside": _(
            "The second place of the evidence log lies inside the data folder, so one loss takes both."
        ),
        "log-copy-near": _("The second place of the evidence log lies on the disk of the data folder."),
        "log-copy-unwritable": _("The second place of the evidence log cannot be written."),
        "log-tiles-unwritable": _("The tiles of the evidence log cannot be written."),
        "log-older-than-copy": _("The evidence log ends before its last checkpoint, as after an older backup."),
        "log-nothing-lost": _("Nothing is missing that could be taken back."),
        "log-not-of-this-log": _("These tiles do not lead to the last checkpoint of this log."),
        "log-key-known": _("The log knows its key, so there is nothing to replace."),
        "log-not-cosigned": _("This is no checkpoint of this log with a good signature of this witness."),
        "nothing-to-reveal": _("The log has no entries of this kind here whose commitments could be opened."),
        "no-such-entry": _("The log has no entry at this place."),
        "log-waits": _("The evidence log has not placed the newest entries yet. Try again in a moment."),
        "log-split": _("The evidence log and the copy of its last checkpoint contradict each other."),
    }
)
