"""What is asked when a list is brought in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, up to 20,000 rows. Columns about people are not read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        allow_empty_file=True,
    )
    country = forms.ChoiceField(
        label=_("Country where a row names none"), required=False, help_text=_("Leave it open when each row says it.")
    )
    kind = forms.ChoiceField(label=_("Kind where neither the row nor the name says it"), required=False)

    def __init__(
        self, *given: Any, countries: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.fields["country"].choices = [("", _("Each row says it")), *countries]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Each row says it")), *kinds]  # type: ignore[attr-defined]
