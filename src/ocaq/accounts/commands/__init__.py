from ocaq.accounts.commands.account import change_account, end_other_sessions, end_session, open_account
from ocaq.accounts.commands.erasing import erase_account, erase_account_of
from ocaq.accounts.commands.role import end_role, grant_role

__all__ = [
    "change_account",
    "end_other_sessions",
    "end_role",
    "end_session",
    "erase_account",
    "erase_account_of",
    "grant_role",
    "open_account",
]
