from ocaq.accounts.forms.entrance import (
    AddressCodeForm,
    ChangeAddressForm,
    NewAddressForm,
    SignInCodeForm,
    SignInForm,
    SignUpForm,
)
from ocaq.accounts.forms.mine import AccountForm, NewPasskeyForm, PasskeyNameForm, PasskeySignInForm
from ocaq.accounts.forms.roles import EndRoleForm, EraseAccountForm, GrantRoleForm

__all__ = [
    "AccountForm",
    "AddressCodeForm",
    "ChangeAddressForm",
    "EndRoleForm",
    "EraseAccountForm",
    "GrantRoleForm",
    "NewAddressForm",
    "NewPasskeyForm",
    "PasskeyNameForm",
    "PasskeySignInForm",
    "SignInCodeForm",
    "SignInForm",
    "SignUpForm",
]
