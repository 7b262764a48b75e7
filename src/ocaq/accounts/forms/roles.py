"""Forms of giving and ending roles."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.accounts.network import MOST_FOUND, Body
from ocaq.accounts.queries import Offers
from ocaq.accounts.rules import NAME_LENGTH
from ocaq.accounts.words import ROLES as ROLE_WORDS
from ocaq.accounts.words import SCOPES, WHAT_ROLES_DO
from ocaq.design.dates import calendar_day
from ocaq.design.forms import DayInput, of_our_time
from ocaq.kernel.places import countries, country_name
from ocaq.kernel.refusals import SENTENCES


class GrantRoleForm(forms.Form):
    """Who gets which role, for what, until when. `bodies`: communities by the name that was written."""

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
    scope = forms.ChoiceField(
        label=_("For what"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the role is for.")},
    )
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("For a role for one country."))
    community = forms.CharField(
        label=_("Community"),
        required=False,
        max_length=200,
        help_text=_("For a role for one community: its name or a part of it. If several are called so, you choose."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ground = forms.ChoiceField(
        label=_("Which community, and because of which post"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A role with a post ends with it."),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    until = forms.DateField(
        label=_("Last day of the role"),
        required=False,
        help_text=_("If it is known. A role with neither a post nor a last day is looked through every year."),
        widget=DayInput,
        validators=[of_our_time],
    )

    def __init__(self, *args: Any, offers: Offers, bodies: Sequence[Body] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        self._choose("role", [(role, f"{ROLE_WORDS[role]}: {WHAT_ROLES_DO[role]}") for role in offers.roles])
        self._choose("scope", [(scope, SCOPES[scope]) for scope in offers.scopes])
        self._choose("country", [("", _("Choose")), *countries(get_language() or "en")])
        self._choose("ground", list(_grounds(bodies)))
        if "country" not in offers.scopes:
            del self.fields["country"]
        if len(bodies) == 0 or len(bodies) > MOST_FOUND:
            del self.fields["ground"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1 and name in {"role", "scope"}:
            self.fields[name].initial = choices[0][0]
            self.fields[name].widget = forms.HiddenInput()

    @property
    def is_asking(self) -> bool:
        """Nothing is wrong: the communities of this name stand in the form for the first time, to be chosen from."""
        return set(self.errors) == {"ground"} and "ground" not in self.data

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        scope = told.get("scope")
        told["place"], told["post"] = "", ""
        if scope == "country":
            told["place"] = told.get("country") or self._lacks("country", SENTENCES["role-country-wrong"])
        elif scope == "community" and "ground" not in self.errors:
            told["place"], _colon, told["post"] = self._ground(told).partition(":")
        last = told.get("until")
        told["ends_at"] = datetime.combine(last + timedelta(days=1), time(), UTC) if last else None
        return told

    def _ground(self, told: dict[str, Any]) -> str:
        """Return `community` or `community:post`, empty where it is not clear yet which."""
        if not told.get("community", "").strip():
            return self._lacks("community", _("Write the name of the community."))
        if not self.bodies:
            return self._lacks("community", _("No community that you can give a role for is called so."))
        if len(self.bodies) > MOST_FOUND:
            return self._lacks("community", _("Too many communities are called so. Write more of the name."))
        if told.get("ground"):
            return str(told["ground"])
        only = list(_grounds(self.bodies))
        return only[0][0] if len(only) == 1 else self._lacks("ground", _("Choose one of these."))

    def _lacks(self, field: str, sentence: Any) -> str:
        self.add_error(field, str(sentence))
        return ""


def _grounds(bodies: Sequence[Body]) -> Iterator[tuple[str, str]]:
    language = get_language() or "en"
    for body in bodies:
        where = ", ".join(part for part in (body.town, country_name(body.country, language)) if part)
        for post in body.posts:
            held = str(_("%(post)s since %(day)s") % {"post": post.office, "day": calendar_day(post.since)})
            yield f"{body.ref}:{post.ref}", f"{body.title} · {where} · {held}"
        yield body.ref, f"{body.title} · {where} · {_('without a post')}"


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
