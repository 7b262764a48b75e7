"""Forms of giving and ending roles."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.accounts.rules import NAME_LENGTH, ROLES
from ocaq.accounts.words import ROLES as ROLE_WORDS
from ocaq.accounts.words import WHAT_ROLES_DO
from ocaq.kernel.places import countries
from ocaq.kernel.refusals import SENTENCES


class GrantRoleForm(forms.Form):
    email = forms.EmailField(
        label=_("Mail address of the person"),
        max_length=254,
        help_text=_("Without an account yet, one is opened; the person signs in with this address by a code."),
        error_messages={
            "required": _("Enter the person’s mail address."),
            "invalid": _("This is not a mail address. It has one @ with a name before it and a domain after it."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name of the person"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Only for a new account; people change their names themselves."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("For a coordinator of one country; empty: the whole institution."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, f"{ROLE_WORDS[role]}: {WHAT_ROLES_DO[role]}") for role in ROLES]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("The whole institution")), *countries(get_language() or "en")]  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    """Ending asks for the holder's address in the staff member's own hand."""

    address = forms.CharField(
        label=_("The person’s mail address, to confirm"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address.casefold() != self.expected.casefold():
            raise forms.ValidationError(str(SENTENCES["role-confirmation-wrong"]), code="role-confirmation-wrong")
        return address


class EraseAccountForm(forms.Form):
    """The address, written in the staff member's own hand, is the confirmation."""

    address = forms.EmailField(
        label=_("Mail address of the account"),
        max_length=254,
        help_text=_("Exactly as the person signs in with it."),
        error_messages={
            "required": _("Enter the person’s mail address."),
            "invalid": _("This is not a mail address. It has one @ with a name before it and a domain after it."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
