"""Forms of those who hold posts, and of the desk about them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ocaq.design.forms import DayInput
from ocaq.kernel.places import language_name
from ocaq.register.forms.keeping import KeyForm
from ocaq.register.rules.posts import LONGEST_NAME


class CorrectForm(KeyForm):
    name = forms.CharField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        help_text=_("As you write it yourself, in any script."),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    romanised = forms.CharField(
        label=_("Name in Latin letters"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Only if it is written in others."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("With the code of the country: +49 30 1234567. Never public. Empty takes it away."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language of letters"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, language_name(code)) for code, _english in settings.LANGUAGES]
        self.fields["language"].choices = [("", _("Not chosen")), *languages]  # type: ignore[attr-defined]


class NewAddressForm(forms.Form):
    address = forms.EmailField(
        label=_("New mail address"),
        max_length=254,
        help_text=_("We send six digits to it. Until you enter them, the old address stands."),
        error_messages={"required": _("Enter a mail address."), "invalid": _("This is not a mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )


class DigitsForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits from the mail"),
        max_length=20,
        error_messages={"required": _("Enter the six digits from the mail.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}
        ),
    )


class PaperForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    kept_at = forms.CharField(
        label=_("Where the paper lies"),
        max_length=250,
        help_text=_("A folder, a shelf, a number. They are told by letter and can take their consent back."),
    )


class ReachForm(forms.Form):
    address = forms.EmailField(
        label=_("Mail address of the person"),
        max_length=254,
        help_text=_("Kept sealed. The letter goes out within a day."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )


class ToldForm(forms.Form):
    told_on = forms.DateField(
        label=_("They were told on"),
        widget=DayInput,
        help_text=_("Somebody read the notice to them or gave it to them on paper."),
    )
