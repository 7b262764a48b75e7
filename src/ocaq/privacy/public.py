"""What domains above may ask: say that a record was read, and register what they keep of people."""

from ocaq.kernel.looking import How, looked
from ocaq.kernel.looking import declare as declare_purposes
from ocaq.privacy.commands.looking import forget_subjects
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.rules.keeping import Holder, Keeper, Kept, Line

__all__ = ["Holder", "How", "Keeper", "Kept", "Line", "declare_purposes", "forget_subjects", "keeps", "looked"]
