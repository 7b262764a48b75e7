"""Every word of the island that checks a figure in the browser; a test holds them against its sources."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

CHECK: Mapping[str, str | Promise] = {
    "check.key": _("Public key of the log"),
    "check.key_hint": _("As this site tells it. Compare it with the printed key, or paste the printed one here."),
    "check.go": _("Check this figure"),
    "check.price": _("Fetches about %(kb)s kB."),
    "check.paid": _("Fetched %(kb)s kB."),
    "check.working": _("Checking. This takes a few seconds."),
    "check.forget": _("Forget the former key"),
    "check.offline": _("How to check without this page"),
    # what was proven, one step after the other
    "check.key_is": _("The key is whole: %(key)s"),
    "check.handed_over": _("The key is new, and the one this browser knows signs beside it."),
    "check.signed": _("The checkpoint is signed with this key. Entries in the log: %(size)s"),
    "check.history": _(
        "The log still begins as it did when this browser checked it on %(day)s. Entries at that time: %(size)s"
    ),
    "check.hangs": _("Every entry fetched is one that was signed. Entries: %(entries)s"),
    "check.stands": _("The figure stands in the log as entry %(index)s."),
    "check.counted": _("Counted again here: %(value)s. Entries it is made from: %(entries)s"),
    "check.stated": _(
        "The log states it in entry %(entries)s: %(value)s. It was read back, not counted again: what it was counted "
        "from is sealed."
    ),
    "check.fits": _("It contradicts no other total of the same count."),
    "check.people": _("Everybody who was counted has an entry of their own. Entries: %(people)s"),
    "check.read_to": _("Read up to entry %(index)s. What was logged after it was not looked at."),
    "check.since": _(
        "Entry %(index)s has said since that entry %(wrong)s is wrong. The figure has not been published anew."
    ),
    "check.holds": _("This figure holds."),
    # how it can end otherwise
    "check.is_wrong": _("Something is wrong. Do not rely on this figure."),
    "check.is_unknown": _("This could not be checked. That says nothing about the figure."),
    "check.no_crypto": _(
        "This browser cannot check signatures of this kind (Ed25519), or the page came without encryption."
    ),
    "check.no_line": _("The log could not be fetched. Try again when the line is better."),
    "check.no_answer": _("The check broke off in this browser."),
    "check.wrong_key": _("This is not a whole key of a log: it was mistyped or changed."),
    "check.wrong_other_key": _(
        "This browser knows %(name)s with another key. If a new key was announced in print, compare it, then forget "
        "the former."
    ),
    "check.wrong_checkpoint": _("The checkpoint is not of the form it must have."),
    "check.wrong_signature": _("The signature does not fit: the checkpoint was changed, or signed with another key."),
    "check.wrong_signer": _("The checkpoint is not signed with this key."),
    "check.wrong_edge": _("The tiles at the end of the log do not lead to the signed root."),
    "check.wrong_tile": _("The file %(path)s is not the one that was signed."),
    "check.wrong_missing": _("The file %(path)s is missing."),
    "check.wrong_entry": _("Entry %(index)s is not the one that was logged: it was changed."),
    "check.wrong_form": _("Entry %(index)s does not have the form it must have."),
    "check.wrong_correction": _("Entry %(index)s corrects no entry that stands before it."),
    "check.wrong_query": _("Entry %(index)s publishes a figure by another query than its digest says."),
    "check.wrong_made": _("Entry %(index)s publishes %(figure)s in another way than this figure is made."),
    "check.wrong_range": _("Entry %(index)s publishes a figure made from entries that do not stand before it."),
    "check.wrong_about": _("The figure says it is about %(about)s, but is made from entries of others."),
    "check.wrong_second": _("Entry %(index)s publishes this figure a second time, as another figure."),
    "check.wrong_number": _("A publication of this figure is hidden: the number of entry %(index)s is not next."),
    "check.wrong_shared": _("Entry %(index)s publishes another figure under the reference of this one."),
    "check.wrong_none": _("The figure is made from entries that do not exist."),
    "check.wrong_row": _("Entry %(index)s says a row of %(name)s for the second time, or one that says no number."),
    "check.wrong_twice": _("Entry %(index)s says another %(name)s than an entry before it of the same count."),
    "check.wrong_short": _("The page speaks of entry %(index)s, but the log has fewer entries: %(size)s"),
    "check.wrong_cut": _(
        "The log has become shorter than this browser has seen it: then it had %(size)s entries or more."
    ),
    "check.wrong_history": _(
        "The log no longer begins as it did: its first %(size)s entries are not those this browser has checked before. "
        "History was rewritten, or you are shown another log than others."
    ),
    "check.wrong_left_out": _("The figure leaves out entry %(index)s, which it should be made from."),
    "check.wrong_count": _("The log publishes %(published)s, but its entries give %(computed)s."),
    "check.wrong_total": _("One count says two things that cannot both be true. %(one)s, %(other)s"),
    "check.wrong_again": _("Entry %(index)s counts %(ref)s a second time."),
    "check.wrong_words": _("This page explains the figure in other words than those it was published with."),
    "check.wrong_newer": _("Entry %(index)s has published this figure anew. This page shows an older one."),
    "check.wrong_small": _(
        "The figure tells of %(number)s, though it promises to tell nobody of fewer than %(smallest)s."
    ),
    "check.wrong_page": _("This page says %(published)s, but the log says %(computed)s."),
}


def words_of_check(language: str) -> dict[str, str]:
    """Return {code: text} in one language."""
    with override(language):
        return {code: str(text) for code, text in CHECK.items()}
