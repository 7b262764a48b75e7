"""Forms of signing in and up: allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ocaq.accounts.rules import digits

ADDRESS_LENGTH = 254


def _address_field(field: forms.Field, *, label: Any, hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(
        {"autocomplete": "email", "dir": "ltr", "maxlength": ADDRESS_LENGTH, "spellcheck": "false"}
    )
    field.error_messages["required"] = _("Enter your mail address.")
    field.error_messages["invalid"] = _(
        "This is not a mail address. It has one @ with a name before it and a domain after it."
    )
    for validator in field.validators:
        if isinstance(validator, EmailValidator):
            validator.message = field.error_messages["invalid"]
    others = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.validators = [*others, MaxLengthValidator(ADDRESS_LENGTH, message=field.error_messages["invalid"])]


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(
            self.fields["login"], label=_("Your mail address"), hint=_("We send a code of six digits to it.")
        )


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(
            self.fields["email"],
            label=_("Your mail address"),
            hint=_("We send a code of six digits to it, to see that it is yours."),
        )


class ChangeAddressForm(allauth_forms.ChangeEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(self.fields["email"], label=_("Another mail address"))


class NewAddressForm(allauth_forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(
            self.fields["email"],
            label=_("Your new mail address"),
            hint=_("We send a code to it. Until you enter the code here, the old address stays."),
        )


class _CodeField:
    """Takes a code as pasted, with spaces, or in another script's digits."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def _dress(self) -> None:
        field = self.fields["code"]
        field.label, field.help_text = _("The code from our mail"), _("Six digits.")
        field.error_messages["required"] = _("Enter the code from our mail.")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code",
                "dir": "ltr",
                "maxlength": 20,
                "spellcheck": "false",
                "autofocus": True,
            }
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = digits(self.cleaned_data["code"])
        return str(super().clean_code())  # type: ignore[misc]


class SignInCodeForm(_CodeField, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()


class AddressCodeForm(_CodeField, allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()
