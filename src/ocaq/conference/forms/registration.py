"""What a person fills in to take part, in two short pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.conference.rules.entries import InvitationEntry, PersonEntry
from ocaq.conference.rules.registration import MOST_LINES, NAME_LIMIT, refusal_of_name, unknown_in_line
from ocaq.conference.words.planning import CAPACITIES, NEEDS
from ocaq.design.zones import city_of, known_zones
from ocaq.kernel import places
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import SENTENCES

# The sentences of refusals, typed as loosely as form fields take them.
SAID: Any = SENTENCES
_SOLSTICES = (datetime(2026, 6, 21), datetime(2026, 12, 21))  # noqa: DTZ001 - wall clocks, compared by their zones
TOO_LONG = _("This is longer than %(limit_value)d characters.")


class Line(forms.CharField):
    """One line of a person's own words, without control characters and marks that turn the direction."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(
            max_length=max_length, error_messages={"max_length": TOO_LONG, **kwargs.pop("error_messages", {})}, **kwargs
        )

    def to_python(self, value: Any) -> str:
        # Longer than any limit here: refused as it is, without walking a megabyte letter by letter.
        text = super().to_python(value) or ""
        return one_line(text) if len(text) <= 20_000 else text


class AboutYouForm(forms.Form):
    name = Line(
        label=_("Your full name"),
        help_text=_("As you write it yourself, in any script. It is not split into parts."),
        max_length=NAME_LIMIT,
        error_messages={"required": SAID["name-missing"], "max_length": SAID["name-too-long"]},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    address_as = Line(
        label=_("How should we address you?"),
        help_text=_("For example in a letter or when you are given the floor. You may leave this empty."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "We send your personal link and a calendar file there. Without one, keep the link from the last page."
        ),
        error_messages={"invalid": _("Enter a mail address like name@post.example."), "max_length": TOO_LONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    country = forms.ChoiceField(
        label=_("The country you will join from"),
        help_text=_("It is counted; nobody guesses it from your connection."),
        error_messages={"required": SAID["country-missing"], "invalid_choice": SAID["country-missing"]},
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["country"].choices = [("", _("Choose")), *places.countries(language)]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if refusal := refusal_of_name(name):
            raise forms.ValidationError(SAID[refusal], code=refusal)
        return name


def zones_of(country: str) -> list[str]:
    """Return the time zones of a country as CLDR lists them; one when their clocks agree all year."""
    zones = [zone for zone in get_global("territory_zones").get(country, []) if zone in known_zones()]
    clocks = {tuple(ZoneInfo(zone).utcoffset(day) for day in _SOLSTICES) for zone in zones}
    return zones if len(clocks) > 1 else zones[:1]


class TakingPartForm(forms.Form):
    """Languages are those of the conference; the zone is asked only where a country has several."""

    capacity = forms.ChoiceField(
        label=_("In what capacity do you take part?"),
        widget=forms.RadioSelect,
        error_messages={"required": SAID["capacity-missing"], "invalid_choice": SAID["capacity-missing"]},
    )
    organisation = Line(
        label=_("Name of the house, school or association"),
        max_length=200,
        required=False,
        help_text=_("If you speak for one. Shown beside your name when you have the floor."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    languages = forms.ChoiceField(
        label=_("Which language do you want to read and hear?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": SAID["languages-missing-of-person"],
            "invalid_choice": SAID["languages-missing-of-person"],
        },
    )
    zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        help_text=_("Your country has several. Times in our mail follow this one."),
        error_messages={"invalid_choice": SAID["no-such-zone"]},
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help you?"),
        help_text=_("You may leave this empty."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(NEEDS.items()),
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], country: str, device_zone: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer: Any = self.fields
        offer["capacity"].choices = list(CAPACITIES.items())
        offer["languages"].choices = [(code, places.language_name(code)) for code in languages]
        self._zones, self._device_zone = zones_of(country), device_zone
        if len(self._zones) > 1:
            offer["zone"].choices = [("", self._own_zone()), *self._cities()]
        else:
            del self.fields["zone"]

    def _own_zone(self) -> str:
        if not self._device_zone:
            return str(_("As the conference"))
        return str(_("As on this device: %(city)s")) % {"city": city_of(self._device_zone, get_language() or "en")}

    def _cities(self) -> list[tuple[str, str]]:
        language = get_language() or "en"
        cities = [(zone, city_of(zone, language)) for zone in self._zones]
        return sorted(cities, key=lambda pair: places.sort_key(pair[1], language))

    def clean_languages(self) -> tuple[str, ...]:
        return (self.cleaned_data["languages"],)

    def zone_chosen(self) -> str:
        if len(self._zones) == 1:
            return self._zones[0]
        return self.cleaned_data.get("zone") or self._device_zone


class RegistrationForm(TakingPartForm, AboutYouForm):
    """Both pages at once, to change what was said."""

    field_order = ("name", "address_as", "email", "country", "capacity", "organisation", "languages", "zone", "needs")


def person_of(form: AboutYouForm | TakingPartForm, before: PersonEntry) -> PersonEntry:
    """Return `before` with the answers of a valid form."""
    said = {name: form.cleaned_data[name] for name in form.fields if name in PersonEntry.__dataclass_fields__}
    if isinstance(form, TakingPartForm):
        said["zone"] = form.zone_chosen()
    return PersonEntry(**{name: said.get(name, getattr(before, name)) for name in PersonEntry.__dataclass_fields__})


class InvitationsForm(forms.Form):
    """Lines pasted from a table: name, mail address, country code, capacity, language."""

    lines = forms.CharField(
        label=_("People to invite"),
        max_length=400_000,
        help_text=_(
            "One person a line: name, mail address, country code, capacity, language. Commas, semicolons or tabs"
            " between; all but the first two may be left out."
        ),
        error_messages={"required": _("Paste at least one line."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "spellcheck": "false"}),
    )

    def clean_lines(self) -> str:
        raw: str = self.cleaned_data["lines"]
        self.people, wrong = read_lines(raw)
        if wrong:
            raise forms.ValidationError(
                [
                    _("Line %(number)d has no name or no mail address: %(line)s") % {"number": number, "line": line}
                    for number, line in wrong[:20]
                ]
            )
        if len(self.people) > MOST_LINES:
            raise forms.ValidationError(str(SAID["too-many-lines"]) % {"limit": MOST_LINES})
        return raw


def read_lines(raw: str) -> tuple[list[InvitationEntry], list[tuple[int, str]]]:
    """Return the people of pasted lines and the lines that name nobody or no address, numbered from 1."""
    check, people, wrong = forms.EmailField(), [], []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        cells = [one_line(cell).strip('"') for cell in _split(line)]
        name, email, country, capacity, language = (cells + [""] * 5)[:5]
        try:
            people.append(
                InvitationEntry(name, check.clean(email), country.upper(), capacity.lower(), language.lower())
            )
        except forms.ValidationError:
            wrong.append((number, one_line(line)[:80]))
            continue
        if refusal_of_name(name):
            wrong.append((number, one_line(line)[:80]))
    return people, wrong


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line as it will be sent: which of its parts are unknown here, and whether an earlier line has its address."""

    entry: InvitationEntry
    unknown: frozenset[str]
    twice: bool


def checked(people: Sequence[InvitationEntry]) -> list[CheckedLine]:
    languages, seen, lines = [code for code, _name in settings.LANGUAGES], set[str](), []
    for one in people:
        unknown = unknown_in_line(
            country=one.country,
            capacity=one.capacity,
            language=one.language,
            countries=places.country_codes(),
            capacities=CAPACITIES,
            languages=languages,
        )
        lines.append(CheckedLine(one, unknown, one.email.lower() in seen))
        seen.add(one.email.lower())
    return lines


def _split(line: str) -> list[str]:
    for mark in ("\t", ";"):
        if mark in line:
            return line.split(mark)
    return line.split(",")
