"""What is asked before a country outside one's own is opened."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.places import countries
from ocaq.kernel.refusals import SENTENCES

# Django's types know only its own lazy strings.
SAID: Any = SENTENCES


class EmergencyForm(forms.Form):
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": SAID["emergency-where"]})
    reason = forms.CharField(
        label=_("Why do you need to see this?"),
        max_length=300,
        help_text=_("Goes to all staff at once, and is read by whoever reviews looks. Name nobody in it."),
        error_messages={"required": SAID["reason-too-short"], "max_length": SAID["reason-too-long"]},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries(get_language() or "en")]  # type: ignore[attr-defined]
