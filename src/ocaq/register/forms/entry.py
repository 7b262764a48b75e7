"""The forms of an entry, one a group. Each turns what stands into its boxes, and its boxes into fields of a change."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.design import dates
from ocaq.kernel import places
from ocaq.kernel.phones import readable
from ocaq.kernel.places import language_name
from ocaq.kernel.refusals import SENTENCES
from ocaq.register.forms.spoken import spoken
from ocaq.register.rules.fields import CONTACTS, LONGEST_TEXT, STATES, USES, refusal_of, tidy
from ocaq.register.words import directory

Choices = list[tuple[str, Any]]
# The languages met most in the network; whatever an entry holds already is offered beside them.
LANGUAGES: Final = (
    *("az", "tr", "ru", "en", "de", "fr", "ar", "fa", "ka", "uk", "he", "kk", "uz", "es", "it", "pt", "nl", "sv"),
    *("no", "da", "fi", "pl", "cs", "hu", "ro", "bg", "el", "lv", "lt", "et", "be", "ky", "zh", "ja", "ko", "ur"),
)
MOST_NAMES: Final = 6
_HOURS: Final = re.compile(r"\s*(\d{1,2})[:.]?(\d\d)?\s*[-\u2010-\u2015]\s*(\d{1,2})[:.]?(\d\d)?\s*")
_COLUMN: dict[str, Any] = {"rows": 3, "dir": "ltr", "spellcheck": "false"}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _named_languages(held: list[str]) -> Choices:
    language = get_language() or "en"
    names = [(code, language_name(code, language)) for code in dict.fromkeys([*LANGUAGES, *held])]
    return sorted(names, key=lambda pair: (pair[0] not in held, places.sort_key(pair[1], language)))


class GroupForm(forms.Form):
    """A group of fields; `version` and `key` go with it so that collisions and repeats are found out."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    # Which box shows what is wrong with a field of the rules, where they are not called alike.
    box_of: Mapping[str, str] = {}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for field, value in self.fields_wanted().items():
                refusal = refusal_of(field, tidy(field, value))
                if refusal:
                    self.say(field, str(SENTENCES[refusal]) % {"limit": LONGEST_TEXT})
        return cleaned

    def say(self, field: str, sentence: str) -> None:
        """Put a sentence at the box of a field."""
        box = self.box_of.get(field, field.replace(":", "_"))
        self.add_error(box if box in self.fields else None, sentence)

    def fields_wanted(self) -> dict[str, Any]:
        """Return what is written in the form as fields of `rules.fields`."""
        raise NotImplementedError


class NamesForm(GroupForm):
    box_of: Mapping[str, str] = {"names": "name_0", "state": "source", "decision": "taken_by"}

    kind = forms.ChoiceField(label=_("Kind"))
    founded = forms.CharField(
        label=_("Founded"),
        required=False,
        max_length=10,
        help_text=_("A year, a month or a day: 1998, 1998-05 or 1998-05-28."),
        widget=forms.TextInput(attrs={"class": "short", "dir": "ltr"}),
    )
    state = forms.ChoiceField(label=_("State"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("In this state since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(label=_("How this is known"), required=False, max_length=250)
    taken_by = forms.CharField(
        label=_("Which body decided to found it"),
        required=False,
        max_length=250,
        help_text=_("Leave empty if unknown."),
    )
    number = forms.CharField(label=_("Number of the decision"), required=False, max_length=40)
    taken_on = forms.DateField(
        label=_("Day of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["state"].choices = [(code, directory.STATES[code]) for code in STATES]  # type: ignore[attr-defined]
        spoken = [("", _("Choose")), *_named_languages([row[1] for row in self.initial.get("names", []) if row[1]])]
        for i in range(MOST_NAMES):
            self.fields[f"name_{i}"] = forms.CharField(label=_("Name"), required=False, max_length=400)
            self.fields[f"language_{i}"] = forms.ChoiceField(label=_("Language"), required=False, choices=spoken)
            self.fields[f"use_{i}"] = forms.ChoiceField(
                label=_("What it is"), required=False, choices=[(use, directory.USES[use]) for use in USES]
            )

    @staticmethod
    def boxes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
        decision, state = fields["decision"] or {}, fields["state"]
        boxes = {
            "kind": fields["kind"],
            "names": fields["names"],
            "founded": fields["founded"],
            "state": state["state"],
            "since": state["since"],
            "source": state["source"],
            "taken_by": next(iter(decision.get("taken_by", {}).values()), ""),
            "number": decision.get("number", ""),
            "taken_on": decision.get("taken_on", ""),
            "decision": fields["decision"],
        }
        for i, (text, language, use) in enumerate(fields["names"][:MOST_NAMES]):
            boxes |= {f"name_{i}": text, f"language_{i}": language, f"use_{i}": use}
        return boxes

    def name_rows(self) -> list[list[Any]]:
        """Return the boxes of each name, in the order of the page."""
        return [[self[f"{part}_{i}"] for part in ("name", "language", "use")] for i in range(MOST_NAMES)]

    def other_boxes(self) -> list[Any]:
        return [box for box in self.visible_fields() if not box.name.startswith(("name_", "language_", "use_"))]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("state") != self.initial.get("state") and not told.get("since"):
            self.add_error("since", _("Say since when."))
        if bool(told.get("taken_by")) != bool(told.get("taken_on")):
            self.add_error("taken_on", _("Write both the body and the day, or neither."))
        return super().clean()

    def fields_wanted(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = [
            [told[f"name_{i}"], told[f"language_{i}"], told[f"use_{i}"] or "original"]
            for i in range(MOST_NAMES)
            if told[f"name_{i}"].strip()
        ]
        wanted: dict[str, Any] = {
            "kind": told["kind"],
            # An entry may hold more names than there are boxes; those stay as they are.
            "names": [*names, *self.initial.get("names", [])[MOST_NAMES:]],
            "founded": told["founded"],
            "decision": self._decision(),
        }
        state = {
            "state": told["state"],
            "since": told["since"].isoformat() if told["since"] else "",
            "source": told["source"],
        }
        # Entered without a day: it is as it was.
        return wanted | ({"state": state} if state["since"] else {})

    def _decision(self) -> dict[str, Any] | None:
        told, before = self.cleaned_data, self.initial.get("decision") or {}
        if not told["taken_by"].strip() or not told["taken_on"]:
            return None
        kept = before.get("taken_by", {})
        language = next(iter(kept), get_language() or "en")
        return {
            "taken_by": {**kept, language: told["taken_by"]},
            "title": before.get("title", {}),
            "number": told["number"],
            "taken_on": told["taken_on"].isoformat(),
            "address": before.get("address", ""),
        }


class PlaceForm(GroupForm):
    box_of: Mapping[str, str] = {"point": "latitude"}

    place = forms.ChoiceField(label=_("Town"), required=False)
    street = forms.CharField(label=_("Street and number"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    latitude = forms.FloatField(
        label=_("Latitude of the door"), required=False, help_text=_("Only if the street is shown, for the map.")
    )
    longitude = forms.FloatField(label=_("Longitude of the door"), required=False)
    shown = forms.ChoiceField(
        label=_("What the directory shows"),
        widget=forms.RadioSelect,
        choices=[("town", _("Only the town")), ("street", _("Street and number too"))],
    )

    def __init__(self, *args: Any, towns: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("No town")), *towns]  # type: ignore[attr-defined]

    @staticmethod
    def boxes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
        latitude, longitude = fields["point"] or (None, None)
        return {**fields, "latitude": latitude, "longitude": longitude}

    def fields_wanted(self) -> dict[str, Any]:
        told = self.cleaned_data
        point = [told["latitude"], told["longitude"]]
        plain = {name: told[name] for name in ("place", "street", "postcode", "shown")}
        return {**plain, "point": None if point == [None, None] else point}


class ContactsForm(GroupForm):
    email = forms.CharField(
        label=_("Mail addresses"),
        required=False,
        help_text=_("Of the community, not of a person. One on each line; the first is shown first."),
        widget=forms.Textarea(attrs=_COLUMN),
    )
    phone = forms.CharField(
        label=_("Telephone numbers"),
        required=False,
        help_text=_("With the code of the country, one on each line: +49 30 1234567."),
        widget=forms.Textarea(attrs=_COLUMN),
    )
    web = forms.CharField(
        label=_("Web pages"), required=False, help_text=_("One on each line."), widget=forms.Textarea(attrs=_COLUMN)
    )
    messenger = forms.CharField(
        label=_("Messengers"),
        required=False,
        help_text=_("One on each line, as people find it there."),
        widget=forms.Textarea(attrs=_COLUMN),
    )

    @staticmethod
    def boxes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
        phones = [readable(number) for number in fields["phone"]]
        return {way: "\n".join(phones if way == "phone" else fields[way]) for way in CONTACTS}

    def fields_wanted(self) -> dict[str, Any]:
        return {way: _lines(self.cleaned_data[way]) for way in CONTACTS}


class HoursForm(GroupForm):
    box_of: Mapping[str, str] = {"hours": "day_0"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in range(7):
            self.fields[f"day_{day}"] = forms.CharField(
                label=dates.weekdays(day, day),
                required=False,
                max_length=80,
                help_text=_("10:00-13:00, 14:00-18:00. Empty: closed.") if not day else "",
                widget=forms.TextInput(attrs={"dir": "ltr", "class": "short"}),
            )
        _add_texts(self, "hours_note", _("A note on the hours"), LONGEST_TEXT, rows=2)

    @staticmethod
    def boxes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
        days: dict[str, list[str]] = {}
        for day, opens, closes in fields["hours"]:
            days.setdefault(f"day_{day}", []).append(f"{opens}-{closes}")
        return {**{day: ", ".join(spans) for day, spans in days.items()}, **_text_boxes(fields, "hours_note")}

    def clean(self) -> dict[str, Any]:
        for day in range(7):
            spans = self.cleaned_data.get(f"day_{day}", "")
            if not all(_HOURS.fullmatch(span) for span in spans.split(",") if span.strip()):
                self.add_error(f"day_{day}", _("Write times like 10:00-18:00, two of them with a comma between."))
        return super().clean()

    def fields_wanted(self) -> dict[str, Any]:
        rows = [
            [day, *_span(span)]
            for day in range(7)
            for span in self.cleaned_data[f"day_{day}"].split(",")
            if span.strip()
        ]
        return {"hours": rows, **_texts_wanted(self, "hours_note")}


class WorkForm(GroupForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    taught = forms.MultipleChoiceField(
        label=_("Languages taught there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_texts(self, "about", _("What happens there"), LONGEST_TEXT, rows=4)
        for name in ("languages", "taught"):
            self.fields[name].choices = _named_languages(self.initial.get(name, []))  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name.startswith("about")), "languages", "taught"])

    @staticmethod
    def boxes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"languages": fields["languages"], "taught": fields["taught"], **_text_boxes(fields, "about")}

    def fields_wanted(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            **_texts_wanted(self, "about"),
            "languages": _in_order(told["languages"], self.initial.get("languages", [])),
            "taught": _in_order(told["taught"], self.initial.get("taught", [])),
        }


def _in_order(chosen: list[str], before: list[str]) -> list[str]:
    """Boxes come in the order of the alphabet; what stood before keeps its own."""
    return [code for code in before if code in chosen] + [code for code in chosen if code not in before]


def _add_texts(form: forms.Form, name: str, label: str | Promise, longest: int, *, rows: int) -> None:
    for code, language in spoken():
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=f"{label}: {language}",
            required=False,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "lang": code, "dir": places.direction(code)}),
        )


def _text_boxes(fields: Mapping[str, Any], name: str) -> dict[str, str]:
    return {field.replace(":", "_"): text for field, text in fields.items() if field.startswith(f"{name}:")}


def _texts_wanted(form: forms.Form, name: str) -> dict[str, str]:
    # A browser sends lines of a text with CR LF.
    return {
        f"{name}:{code}": form.cleaned_data[f"{name}_{code}"].replace("\r\n", "\n")
        for code, _name in settings.LANGUAGES
    }


def _span(text: str) -> tuple[str, str]:
    found = cast("re.Match[str]", _HOURS.fullmatch(text))
    hour, minute, last_hour, last_minute = found.groups()
    return f"{int(hour):02}:{minute or '00'}", f"{int(last_hour):02}:{last_minute or '00'}"


FORMS: Final[Mapping[str, type[GroupForm]]] = {
    "names": NamesForm,
    "place": PlaceForm,
    "contacts": ContactsForm,
    "hours": HoursForm,
    "work": WorkForm,
}
