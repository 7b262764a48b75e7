"""What the style page shows: tokens as the style sheet has them, and made-up examples of every part."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocaq.design import icons, land, tokens
from ocaq.design.forms import CodeInput, DatePartsField, DayInput

# A Saturday evening on which no clock changes anywhere.
MOMENT = datetime(2026, 12, 19, 17, 0, tzinfo=UTC)


class Specimen(forms.Form):
    """Every kind of field, shown with a few of them filled in wrong."""

    name = forms.CharField(
        label=gettext_lazy("Your full name"),
        help_text=gettext_lazy("In any script. It is not split into parts."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    country = forms.ChoiceField(label=gettext_lazy("The country you join from"), choices=[("", gettext_lazy("Choose"))])
    code = forms.RegexField(
        r"^\d{6}$",
        label=gettext_lazy("The code from our mail"),
        widget=CodeInput(),
        error_messages={"invalid": gettext_lazy("The code has six digits.")},
    )
    born = DatePartsField(label=gettext_lazy("A day you know by heart"))
    soon = forms.DateField(label=gettext_lazy("A day near today"), widget=DayInput(), required=False)
    hear = forms.ChoiceField(
        label=gettext_lazy("How do you want to follow?"),
        widget=forms.RadioSelect(),
        choices=[
            ("text", gettext_lazy("Text")),
            ("sound", gettext_lazy("Sound")),
            ("picture", gettext_lazy("Picture")),
        ],
    )
    help = forms.MultipleChoiceField(
        label=gettext_lazy("What would help you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        choices=[("captions", gettext_lazy("Captions")), ("sign", gettext_lazy("Sign language"))],
    )
    agree = forms.BooleanField(
        label=gettext_lazy("Write to me about the next conference"),
        required=False,
        help_text=gettext_lazy("You can take this back at any time."),
    )
    note = forms.CharField(label=gettext_lazy("Anything else"), required=False, widget=forms.Textarea({"rows": 3}))


def _swatches(world: str) -> list[tuple[str, str, float]]:
    colours = tokens.colours(world)
    return [(name, value, tokens.contrast(value, colours["paper"])) for name, value in colours.items()]


def _people() -> dict[str, int]:
    """Made-up numbers, the same every time: few in most countries, many in some."""
    return {
        code: 1 + (x * 7 + y * 13) % 11 * ((x + y) % 9) for code, (x, y) in land.places().items() if (x + y) % 3 == 0
    }


def everything() -> dict[str, Any]:
    wrong = Specimen(
        {
            "name": "Aygün Lalazarlı",
            "code": "48217",
            "born_day": "3",
            "born_month": "14",
            "born_year": "1991",
            "hear": "text",
            "help": ["captions"],
        }
    )
    wrong.is_valid()
    return {
        "light_swatches": _swatches("light"),
        "hall_swatches": _swatches("hall"),
        "specimen": wrong,
        "icons": sorted(name for name in icons.shapes() if not name.startswith("st-")),
        "statuses": [
            ("new", _("new")),
            ("half", _("in hand")),
            ("done", _("done")),
            ("saved", _("saved")),
            ("wait", _("waits")),
            ("problem", _("problem")),
            ("refused", _("refused")),
            ("none", _("not needed")),
        ],
        "people": _people(),
        "moment": MOMENT,
        "facts": [
            (_("Counts"), _("What the number counts, in words.")),
            (_("As of"), _("The moment it was counted.")),
            (_("Left out"), _("What it does not count, and why.")),
        ],
        "sizes": ["2xl", "xl", "l", "m", "s", "xs"],
    }
