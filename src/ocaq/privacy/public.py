"""What domains above may ask: say that a record was read, and register what they keep of people."""

from ocaq.kernel.looking import How, looked
from ocaq.kernel.looking import declare as declare_purposes
from ocaq.privacy.commands.consent import end_receipt, give_receipt
from ocaq.privacy.commands.erasing import forget_subjects
from ocaq.privacy.commands.exporting import write_export
from ocaq.privacy.queries.consent import ends_with
from ocaq.privacy.queries.countries import keeps_nothing
from ocaq.privacy.queries.exports import declare_export
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.rules.keeping import Holder, Keeper, Kept, Line

__all__ = [
    "Holder",
    "How",
    "Keeper",
    "Kept",
    "Line",
    "declare_export",
    "declare_purposes",
    "end_receipt",
    "ends_with",
    "forget_subjects",
    "give_receipt",
    "keeps",
    "keeps_nothing",
    "looked",
    "write_export",
]
