"""Forms of my pages."""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import available_timezones

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from fido2.attestation.base import InvalidAttestation

from ocaq.accounts.rules import NAME_LENGTH
from ocaq.kernel.lines import one_line
from ocaq.kernel.places import language_name

PASSKEY_NAME_LENGTH = 60


class AccountForm(forms.Form):
    name = forms.CharField(
        label=_("Your full name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("As you write it yourself, in any script. It is not split into parts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address_as = forms.CharField(
        label=_("How should we address you?"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("In letters, on pages, and when you are given the floor. Empty: by your full name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(label=_("Language of pages and letters"), required=False)
    zone = forms.ChoiceField(
        label=_("Your time zone"), required=False, help_text=_("Times stand in it, with the capital’s beside them.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, language_name(code)) for code, _english in settings.LANGUAGES]
        self.fields["language"].choices = [("", _("As my browser asks")), *languages]  # type: ignore[attr-defined]
        self.fields["zone"].choices = [("", _("As my browser says")), *zone_choices()]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_address_as(self) -> str:
        return one_line(self.cleaned_data["address_as"])


def zone_choices() -> list[tuple[str, str]]:
    """Return [(IANA name, words)] of the zones where people live, by continent."""
    places = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
    )
    return [(name, name.replace("_", " ").replace("/", " / ")) for name in places]


class AnyTextDecoder(json.JSONDecoder):
    """Finds thousands of digits or brackets to be no JSON either, where Python fails in its own ways."""

    def decode(self, s: str, *_: Any) -> Any:
        try:
            return super().decode(s)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("no JSON", s[:20], 0) from error


class NewPasskeyForm(passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey always signs in by itself, so it always proves who holds it (finger, face or number)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = AnyTextDecoder
        del self.fields["passwordless"]
        _dress_name(self.fields["name"])

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        with _broken_is_refused():
            return dict(super().clean())

    def clean_name(self) -> str:
        self.cleaned_data["name"] = one_line(self.cleaned_data["name"])
        return str(super().clean_name())


class PasskeySignInForm(passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = AnyTextDecoder

    def clean_credential(self) -> Authenticator:
        with _broken_is_refused():
            return super().clean_credential()


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    """Refuse what is no passkey's answer; the parsers below fail in many ways on what no browser would send."""
    try:
        yield
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        struct.error,
        InvalidSignature,
        InvalidAttestation,
    ) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyNameForm(passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_name(self.fields["name"])

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"]) or str(self.instance.wrap().name)


def _dress_name(field: forms.Field) -> None:
    field.label = _("Name of the passkey")
    field.help_text = _("So that you know it again in your list, for example: my telephone.")
    field.widget.attrs["autocomplete"] = "off"
    field.max_length = PASSKEY_NAME_LENGTH  # type: ignore[attr-defined]
    field.widget.attrs["maxlength"] = PASSKEY_NAME_LENGTH
    field.validators.append(MaxLengthValidator(PASSKEY_NAME_LENGTH))
