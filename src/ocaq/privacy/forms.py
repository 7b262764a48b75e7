"""Forms of one's record and of privacy at the desk."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.design.zones import capital_zone
from ocaq.kernel.ids import key_saying
from ocaq.kernel.places import countries
from ocaq.kernel.refusals import SENTENCES
from ocaq.privacy.rules.asking import ANSWER_LENGTH, WORDS_LENGTH
from ocaq.privacy.rules.looks import REASON_LENGTH, refusal_of_reason
from ocaq.privacy.words.asking import KINDS

_ADDRESS_ERRORS = {
    "required": _("Enter your mail address."),
    "invalid": _("This is not a mail address. It has one @ with a name before it and a domain after it."),
}


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        error_messages=_ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits from the mail"),
        max_length=20,
        error_messages={"required": _("Enter the six digits from the mail.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}
        ),
    )


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you ask?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=WORDS_LENGTH,
        help_text=_("What is wrong and what is right, or what you want to know. In any language."),
        error_messages={"required": _("Write what you ask for.")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    address = forms.EmailField(
        label=_("Where the answer goes"), max_length=254, error_messages=_ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        return told | {"key": key_saying(told.get("key", ""), told.get("kind"), told.get("words"))}


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What was done"),
        choices=[("done", _("Done as asked")), ("refused", _("Not done, with a reason"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    words = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_LENGTH,
        help_text=_("Goes to the person by mail, as it stands here."),
        error_messages={"required": _("Write an answer.")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see this?"),
        max_length=REASON_LENGTH[1],
        help_text=_("Kept with the look and read by whoever reviews looks. Name nobody in it."),
        error_messages={"required": _("Write in a few words why you need to see this.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if refusal := refusal_of_reason(reason):
            raise forms.ValidationError(str(SENTENCES[refusal]), code=refusal)
        return reason


class LawfulForm(forms.Form):
    authority = forms.CharField(label=_("Who asks"), max_length=200)
    act = forms.CharField(label=_("By which act and decision"), max_length=300)
    asks = forms.CharField(
        label=_("What of the record"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    subject = forms.CharField(
        label=_("Sign of the record"),
        max_length=60,
        help_text=_("One record, as the log calls it: the kind, a colon and twelve characters."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    told_from = forms.DateField(
        label=_("The person is told from"),
        required=False,
        help_text=_("Only when the act orders a delay; it ends within a year. Empty: at once."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_told_from(self) -> datetime | None:
        day = self.cleaned_data["told_from"]
        return datetime(day.year, day.month, day.day, tzinfo=capital_zone()) if day else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        said = (told.get(name) for name in ("authority", "act", "asks", "subject", "told_from"))
        return told | {"key": key_saying(told.get("key", ""), *said)}


class RefuseForm(forms.Form):
    why = forms.CharField(label=_("Why it is refused"), max_length=500)


class CountryForm(forms.Form):
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose a country.")})
    why = forms.CharField(label=_("Why"), max_length=REASON_LENGTH[1])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries(get_language() or "en")]  # type: ignore[attr-defined]
