"""What planners type: the conference, and one item with everything it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.conference.forms.registration import SAID, TOO_LONG, Line
from ocaq.conference.queries.programme import ConferenceRow, ItemRow
from ocaq.conference.rules import planning as rules
from ocaq.conference.rules.entries import ConferenceEntry, ItemEntry, SpeakerEntry
from ocaq.conference.words.planning import DEPARTMENTS, ENTRIES, KINDS, TEMPLATES
from ocaq.design.forms import MomentInput
from ocaq.design.zones import zones_with_offsets
from ocaq.kernel import clock, places

_LENGTH = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,3})")
LTR = {"dir": "ltr", "spellcheck": "false"}


class LengthField(forms.CharField):
    """A length written as people write it: 5 (minutes), 5:30 or 1:05:00; cleaned to seconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=12, widget=forms.TextInput(attrs={**LTR, "inputmode": "numeric", "class": "short"}), **kwargs
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = _LENGTH.fullmatch(text.strip())
        if found is None:
            raise forms.ValidationError(_("Write a length like 5 (minutes), 5:30 or 1:05:00."), code="length")
        hours, minutes, last = (int(part or 0) for part in found.groups())
        seconds = last * 60 if found[2] is None else hours * 3600 + minutes * 60 + last
        if refusal := rules.refusal_of_length(length_s=seconds):
            raise forms.ValidationError(SAID[refusal], code=refusal)
        return seconds


def length_face(seconds: int) -> str:
    """Write seconds as `LengthField` reads them: 5:00, 1:05:00."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


class MomentField(forms.DateTimeField):
    """A wall clock time; `at_zone` makes it a moment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=MomentInput(), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        # At either end of the calendar another zone's clock has no date.
        wall: datetime | None = super().to_python(value)
        if wall is not None and not 1900 <= wall.year <= 2999:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return wall


def at_zone(wall: datetime, zone: str) -> datetime:
    """Return the moment when clocks in `zone` show `wall`."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_clock(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if at else ""


class _Texts(forms.Form):
    """Fields that exist once a language: `title_az`, `title_ru` and so on."""

    languages: Sequence[str] = ()

    def add_texts(self, name: str, label: Any, *, limit: int, rows: int = 0) -> None:
        for code in self.languages:
            attrs = {"lang": code, "dir": places.direction(code)}
            widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
            said: dict[str, Any] = {
                "label": _("%(field)s, %(language)s") % {"field": label, "language": places.language_name(code)},
                "required": False,
                "max_length": limit,
                "widget": widget,
            }
            self.fields[f"{name}_{code}"] = (
                forms.CharField(**said, error_messages={"max_length": TOO_LONG}) if rows else Line(**said)
            )

    def texts(self, name: str, before: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the texts of a valid form; languages the form does not ask about stay as they were."""
        return {**(before or {}), **{code: self.cleaned_data[f"{name}_{code}"] for code in self.languages}}

    def fields_of(self, name: str) -> Iterator[BoundField]:
        return (self[f"{name}_{code}"] for code in self.languages)


class ConferenceForm(_Texts):
    template = forms.ChoiceField(label=_("Begin with"), required=False, widget=forms.RadioSelect, choices=[])
    slug = forms.CharField(
        label=_("Web address"),
        max_length=60,
        help_text=_(
            "The last part of its address: small Latin letters, digits, hyphens; for example solidarity-day-2026"
        ),
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", SAID["slug-not-valid"])],
        widget=forms.TextInput(attrs=LTR),
        error_messages={"max_length": SAID["slug-not-valid"], "required": SAID["slug-not-valid"]},
    )
    zone = forms.ChoiceField(label=_("Time zone of the conference"), choices=[])
    starts_at = MomentField(
        label=_("Starts"),
        help_text=_("By the clock of the zone above."),
        error_messages={"required": _("Choose the day and the time."), "invalid": _("Choose the day and the time.")},
    )
    doors_open_min = forms.IntegerField(label=_("Doors open, minutes before"), min_value=0, max_value=1440)
    spoken = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=[],
        help_text=_("In which its pages are shown and people may follow it."),
        error_messages={"required": _("Choose at least one language.")},
    )
    entry = forms.ChoiceField(label=_("Who may register"), widget=forms.RadioSelect, choices=list(ENTRIES.items()))
    floor_budget_s = forms.IntegerField(label=_("Seconds a speaker from the floor has"), min_value=10, max_value=3600)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, making: bool = False, begins_at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever plans begins in their own language.
        self.languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != get_language())
        self.add_texts("title", _("Title"), limit=200)
        self.add_texts("slogan", _("Slogan"), limit=300)
        self.add_texts("about", _("What it is about"), limit=2000, rows=3)
        offer: Any = self.fields
        offer["zone"].choices = zones_with_offsets(
            get_language() or "en", begins_at or clock.now(), also=str(self.initial.get("zone", ""))
        )
        offer["spoken"].choices = [(code, places.language_name(code)) for code in self.languages]
        offer["template"].choices = list(TEMPLATES.items())
        if making:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The last part of its address: small Latin letters, digits, hyphens."
                " Empty: made from the template or title."
            )
        else:
            del self.fields["template"]

    def entry_made(self) -> ConferenceEntry:
        said = self.cleaned_data
        return ConferenceEntry(
            slug=said["slug"] or self._suggested(),
            title=self.texts("title"),
            slogan=self.texts("slogan"),
            about=self.texts("about"),
            zone=said["zone"],
            starts_at=at_zone(said["starts_at"].replace(tzinfo=None), said["zone"]),
            languages=said["spoken"],
            entry=said["entry"],
            doors_open_min=said["doors_open_min"],
            floor_budget_s=said["floor_budget_s"],
        )

    def _suggested(self) -> str:
        said = self.cleaned_data
        name = said.get("template") or next((text for text in self.texts("title").values() if text), "")
        return rules.suggested_slug(name, said["starts_at"].year)


def initial_of_conference(row: ConferenceRow) -> dict[str, Any]:
    texts = {
        f"{name}_{code}": text for name in ("title", "slogan", "about") for code, text in getattr(row, name).items()
    }
    return {
        **texts,
        "slug": row.slug,
        "zone": row.zone,
        "starts_at": wall_clock(row.starts_at, row.zone),
        "spoken": row.languages,
        "entry": row.entry,
        "doors_open_min": row.doors_open_min,
        "floor_budget_s": row.floor_budget_s,
        "version": row.version,
    }


class NewItemForm(forms.Form):
    """The line under the rundown: enough to go on, the rest on the item's own page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    title = Line(label=_("Title"), max_length=200)
    length = LengthField(
        label=_("Length"), error_messages={"required": _("Write a length like 5 (minutes), 5:30 or 1:05:00.")}
    )

    def entry_made(self, languages: Sequence[str]) -> ItemEntry:
        language = get_language() or "en"
        language = language if language in languages or not languages else languages[0]
        return ItemEntry(
            kind=self.cleaned_data["kind"],
            length_s=self.cleaned_data["length"],
            title={language: self.cleaned_data["title"]},
        )


class ItemForm(_Texts):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    length = LengthField(label=_("Length"), help_text=_("5 is five minutes; 5:30 and 1:05:00 are read too."))
    fixed_start_at = MomentField(
        label=_("Fixed start"),
        required=False,
        help_text=_("Leave it empty and the item starts when the one before ends."),
    )
    owner = Line(label=_("Answers for it"), max_length=120, required=False)
    media_url = forms.CharField(
        label=_("Film or picture to play"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("An https address, or a path in the media folder of this server."),
    )
    media_kind = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[
            ("", "–"),
            ("video", _("Video file")),
            ("hls", _("Live or long video (HLS)")),
            ("audio", _("Sound only")),
        ],
    )
    sound_url = forms.CharField(
        label=_("The same as sound alone"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("For people on a thin line."),
    )
    notes = forms.CharField(
        label=_("Notes for the crew"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[str], zone: str, people: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.zone = languages, zone
        self.places = min(people + 2, rules.MOST_SPEAKERS)
        self.add_texts("title", _("Title"), limit=200)
        self.add_texts("subtitle", _("Line under the title"), limit=300)
        self.add_texts("script", _("Prepared words"), limit=20_000, rows=5)
        for code, name in DEPARTMENTS.items():
            self.fields[f"cue_{code}"] = Line(label=name, max_length=300, required=False)
        for place in range(self.places):
            self._add_speaker(f"speaker{place}")

    def _add_speaker(self, prefix: str) -> None:
        language = get_language() or "en"
        self.fields[f"{prefix}_name"] = Line(label=_("Name"), max_length=200, required=False)
        self.fields[f"{prefix}_country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=[("", "–"), *places.countries(language)]
        )
        self.fields[f"{prefix}_speaks"] = forms.ChoiceField(
            label=_("Speaks"),
            required=False,
            choices=[("", "–"), *((code, places.language_name(code)) for code, _name in settings.LANGUAGES)],
        )
        self.add_texts(f"{prefix}_role", _("Post or profession"), limit=200)
        self.add_texts(f"{prefix}_place", _("Town or house"), limit=200)

    @property
    def cue_fields(self) -> list[BoundField]:
        return [self[f"cue_{code}"] for code in DEPARTMENTS]

    @property
    def speaker_rows(self) -> list[dict[str, Any]]:
        """Return the boxes of each person: name, country, language, then role and place in every language."""
        return [
            {
                "number": place + 1,
                "name": self[f"speaker{place}_name"],
                "others": [
                    self[f"speaker{place}_country"],
                    self[f"speaker{place}_speaks"],
                    *self.fields_of(f"speaker{place}_role"),
                    *self.fields_of(f"speaker{place}_place"),
                ],
            }
            for place in range(self.places)
        ]

    @property
    def title_rows(self) -> list[list[BoundField]]:
        return [list(self.fields_of("title")), list(self.fields_of("subtitle"))]

    @property
    def script_fields(self) -> list[BoundField]:
        return list(self.fields_of("script"))

    def entry_made(self, before: ItemRow) -> ItemEntry:
        said = self.cleaned_data
        fixed = said["fixed_start_at"]
        return ItemEntry(
            kind=said["kind"],
            length_s=said["length"],
            title=self.texts("title", before.title),
            subtitle=self.texts("subtitle", before.subtitle),
            script=self.texts("script", before.script),
            fixed_start_at=at_zone(fixed.replace(tzinfo=None), self.zone) if fixed else None,
            owner=said["owner"],
            media_url=said["media_url"].strip(),
            media_kind=said["media_kind"],
            sound_url=said["sound_url"].strip(),
            notes=said["notes"],
            cues={code: said[f"cue_{code}"] for code in DEPARTMENTS},
            speakers=tuple(
                self._speaker(place, before) for place in range(self.places) if said[f"speaker{place}_name"]
            ),
        )

    def _speaker(self, place: int, before: ItemRow) -> SpeakerEntry:
        said, prefix = self.cleaned_data, f"speaker{place}"
        was = before.speakers[place] if place < len(before.speakers) else None
        return SpeakerEntry(
            said[f"{prefix}_name"],
            self.texts(f"{prefix}_role", was.role if was else None),
            self.texts(f"{prefix}_place", was.place if was else None),
            said[f"{prefix}_country"],
            said[f"{prefix}_speaks"],
        )


def initial_of_item(row: ItemRow, zone: str) -> dict[str, Any]:
    """Return what the form of this item starts from; also what a second editor is shown of the first one's work."""
    initial: dict[str, Any] = {
        f"{name}_{code}": text for name in ("title", "subtitle", "script") for code, text in getattr(row, name).items()
    }
    initial |= {f"cue_{code}": text for code, text in row.cues.items()}
    initial |= {
        "kind": row.kind,
        "length": length_face(row.length_s),
        "fixed_start_at": wall_clock(row.fixed_start_at, zone),
        "owner": row.owner,
        "media_url": row.media_url,
        "media_kind": row.media_kind,
        "sound_url": row.sound_url,
        "notes": row.notes,
        "version": row.version,
    }
    for place, speaker in enumerate(row.speakers):
        initial |= {
            f"speaker{place}_name": speaker.name,
            f"speaker{place}_country": speaker.country,
            f"speaker{place}_speaks": speaker.speaks,
        }
        initial |= {f"speaker{place}_role_{code}": text for code, text in speaker.role.items()}
        initial |= {f"speaker{place}_place_{code}": text for code, text in speaker.place.items()}
    return initial


def differences(form: ItemForm, row: ItemRow) -> list[tuple[BoundField, str]]:
    """Return (field, what is saved now) wherever the saved item says something else than what was sent."""
    saved = initial_of_item(row, form.zone)
    return [
        (bound, str(saved.get(bound.name, "")))
        for bound in form
        if bound.name != "version" and str(bound.value() or "").strip() != str(saved.get(bound.name, "")).strip()
    ]
