from ocaq.accounts.commands.account import change_account, end_other_sessions, end_session, open_account
from ocaq.accounts.commands.erasing import end_sessions_with, erase_account, erase_account_of
from ocaq.accounts.commands.following import end_roles_of, move_roles, move_roles_back
from ocaq.accounts.commands.role import end_role, grant_role, grant_role_to, keep_role

__all__ = [
    "change_account",
    "end_other_sessions",
    "end_role",
    "end_roles_of",
    "end_session",
    "end_sessions_with",
    "erase_account",
    "erase_account_of",
    "grant_role",
    "grant_role_to",
    "keep_role",
    "move_roles",
    "move_roles_back",
    "open_account",
]
