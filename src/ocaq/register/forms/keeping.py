"""Forms of the desk beside those of an entry: founding, answers, posts, reports, towns, kinds."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.design.forms import DayInput, of_our_time
from ocaq.kernel import places
from ocaq.kernel.places import language_name
from ocaq.kernel.refusals import SENTENCES
from ocaq.register.forms.entry import LANGUAGES
from ocaq.register.forms.spoken import spoken
from ocaq.register.rules.activity import COUNTS, LONGEST_WORDS, MOST
from ocaq.register.rules.pictures import LONGEST_CREDIT, MOST_BYTES
from ocaq.register.rules.pictures import LONGEST_WORDS as LONGEST_WORDS_OF_PICTURE
from ocaq.register.rules.posts import LONGEST_NAME as LONGEST_PERSON
from ocaq.register.rules.posts import OFFICES
from ocaq.register.words import directory, keeping

Choices = list[tuple[str, Any]]
# The sentences of refusals, typed as loosely as form fields take them.
SAID: Any = SENTENCES
TAUGHT: Final = ("az", "en", "ru", "de", "fr", "tr", "ar", "fa", "ka", "uk", "es", "it")


class KeyForm(forms.Form):
    """`key` goes with a form so that it counts once when it is sent twice."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def refuse(self, sentence: str, field: str = "") -> None:
        self.add_error(field if field in self.fields else None, sentence)


class FoundForm(KeyForm):
    name = forms.CharField(
        label=_("Name, as registered"),
        max_length=400,
        help_text=_("In its own letters. Further names, contacts and hours come afterwards."),
    )
    language = forms.ChoiceField(label=_("Language of this name"))
    romanised = forms.CharField(
        label=_("The name in Latin letters"),
        required=False,
        max_length=400,
        help_text=_("Only if it is written in others."),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"))
    town = forms.CharField(
        label=_("Town"),
        required=False,
        max_length=120,
        help_text=_("As it is called in any language. One that is not known here yet is added first."),
    )

    def __init__(self, *args: Any, kinds: Choices, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        spoken = sorted(
            ((code, language_name(code, language)) for code in LANGUAGES),
            key=lambda pair: places.sort_key(pair[1], language),
        )
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("Choose")), *countries]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=500,
        help_text=_("Only if you refuse. Whoever asked for the change reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class BeginPostForm(KeyForm):
    name = forms.CharField(
        label=_("Name of the person"),
        max_length=LONGEST_PERSON,
        help_text=_("As they write it themselves, in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    holder = forms.ChoiceField(
        label=_("Is it one of these?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    office = forms.ChoiceField(label=_("Post"), error_messages={"required": SAID["office-unknown"]})
    starts_on = forms.DateField(label=_("First day"), widget=DayInput, validators=[of_our_time])
    email = forms.CharField(
        label=_("Mail address of the person"),
        required=False,
        max_length=250,
        help_text=_("Kept sealed, for the institution only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone of the person"),
        required=False,
        max_length=40,
        help_text=_("Kept sealed, for the institution only."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    letters_in = forms.ChoiceField(
        label=_("Language of letters to them"),
        required=False,
        help_text=_(
            "They are told by mail within a day that they stand here, and asked whether their name may be public."
        ),
    )
    source = forms.CharField(
        label=_("How this is known"), required=False, max_length=250, help_text=_("A protocol, a letter, a page.")
    )

    def __init__(self, *args: Any, alike: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", _("Choose")), *((code, directory.OFFICES[code]) for code in OFFICES)]  # type: ignore[attr-defined]
        letters = [(code, language_name(code)) for code, _english in settings.LANGUAGES]
        self.fields["letters_in"].choices = letters  # type: ignore[attr-defined]
        if alike:
            self.fields["holder"].choices = [*alike, ("new", _("Nobody of these: a new person"))]  # type: ignore[attr-defined]
        else:
            del self.fields["holder"]


class EndPostForm(KeyForm):
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput, validators=[of_our_time])
    source = forms.CharField(label=_("How this is known"), required=False, max_length=250)


class ReportForm(KeyForm):
    """Eight questions: six numbers, the languages taught, and one text."""

    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, quarters: Choices, taught: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters  # type: ignore[attr-defined]
        for name in COUNTS:
            self.fields[name] = forms.IntegerField(
                label=keeping.QUESTIONS[name],
                required=False,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SAID["count-not-understood"]),
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
            )
        language = get_language() or "en"
        self.fields["taught"] = forms.MultipleChoiceField(
            label=_("Which languages were taught?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(code, language_name(code, language)) for code in dict.fromkeys([*taught, *TAUGHT])],
        )
        self.fields["words"] = forms.CharField(
            label=_("What should others know of it?"),
            required=False,
            max_length=LONGEST_WORDS,
            help_text=_("A few sentences, without names of people. You may leave this empty."),
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def counts(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] or 0 for name in COUNTS}


class PlaceForm(forms.Form):
    country = forms.ChoiceField(label=_("Country"))
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=60,
        help_text=_("Like Europe/Berlin. Opening hours are read by it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    spellings = forms.CharField(
        label=_("Other spellings"),
        required=False,
        max_length=500,
        help_text=_("One on each line, as people write the name."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries]  # type: ignore[attr-defined]
        add_names(self, "name", _("Name of the town"))
        self.order_fields(["country", *(name for name in self.fields if name.startswith("name_"))])

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone and zone not in places.zone_names():
            raise forms.ValidationError(_("There is no such time zone."), code="zone-unknown")
        return zone


class AreaForm(forms.Form):
    """A country from a day on, with the decision behind it if it is known."""

    country = forms.ChoiceField(label=_("Country"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput, validators=[of_our_time])
    taken_by = forms.CharField(label=_("Which body decided so"), required=False, max_length=250)
    number = forms.CharField(label=_("Number of the decision"), required=False, max_length=40)

    def __init__(self, *args: Any, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries]  # type: ignore[attr-defined]

    def decision(self) -> dict[str, Any] | None:
        told = self.cleaned_data
        if not told["taken_by"].strip():
            return None
        taken_on = told["starts_on"].isoformat()
        named = {get_language() or "en": told["taken_by"]}
        return {"taken_by": named, "title": {}, "number": told["number"], "taken_on": taken_on, "address": ""}


class TieForm(forms.Form):
    umbrella = forms.ChoiceField(label=_("Belongs to"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput, validators=[of_our_time])

    def __init__(self, *args: Any, umbrellas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["umbrella"].choices = [("", _("Choose")), *umbrellas]  # type: ignore[attr-defined]


class PhotoForm(forms.Form):
    picture = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("JPEG, PNG or WebP, 8 MB at most. No picture on which children can be recognised."),
        error_messages={"required": _("Choose a picture."), "empty": SAID["picture-not-understood"]},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    credit = forms.CharField(
        label=_("Who made it"), required=False, max_length=LONGEST_CREDIT, help_text=_("If it is to be named.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_names(self, "described", _("What it shows, for those who do not see it"), longest=LONGEST_WORDS_OF_PICTURE)
        self.order_fields(["picture", *(name for name in self.fields if name.startswith("described"))])

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if picture.size > MOST_BYTES:
            raise forms.ValidationError(SAID["picture-too-large"], code="picture-too-large")
        return picture


class KindForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Small letters from a to z, for addresses and files; it stays."),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "short"}),
    )
    teaches = forms.BooleanField(label=_("Communities of this kind teach"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_names(self, "title", _("Name of one"))
        add_names(self, "plural", _("Name of many"))


def add_names(form: forms.Form, name: str, label: Any, *, longest: int = 120) -> None:
    """Add a line in each language of the house."""
    for code, language in spoken():
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=f"{label}: {language}",
            required=False,
            max_length=longest,
            widget=forms.TextInput(attrs={"lang": code, "dir": places.direction(code)}),
        )


def names_in(form: forms.Form, name: str) -> dict[str, str]:
    """Return the lines that `add_names` asked for, by language, without empty ones."""
    told = {code: form.cleaned_data[f"{name}_{code}"].strip() for code, _name in settings.LANGUAGES}
    return {code: text for code, text in told.items() if text}
