"""Reading pages as a browser does: forms with their fields, links, and the block a script starts from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, cast

import msgspec


@dataclass
class Field:
    name: str
    kind: str  # text, hidden, radio, checkbox, select, textarea, submit …
    value: str = ""
    chosen: bool = False  # a ticked box, a picked radio
    choices: list[str] = field(default_factory=list)
    required: bool = False


@dataclass
class Form:
    action: str
    method: str
    marks: dict[str, str]  # the other attributes of the element
    fields: list[Field] = field(default_factory=list)

    def names(self) -> set[str]:
        return {f.name for f in self.fields}

    def filled(
        self, answers: Mapping[str, str | list[str]], *, button: tuple[str, str] | None = None
    ) -> list[tuple[str, str]]:
        """Return what a browser would send when a person gives `answers` and leaves the rest as it is."""
        sent: list[tuple[str, str]] = []
        for one in self.fields:
            given = answers.get(one.name)
            wanted = [given] if isinstance(given, str) else given
            if one.kind in {"radio", "checkbox"}:
                if (one.value in wanted) if wanted is not None else one.chosen:
                    sent.append((one.name, one.value))
            elif one.kind == "select":
                options = wanted if wanted is not None else [one.value]
                sent += [(one.name, value) for value in options if value in one.choices]
            elif one.kind not in {"submit", "button", "reset", "image", "file"}:
                sent.append((one.name, wanted[0] if wanted else one.value))
        if button is not None:
            sent.append(button)
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.scripts: dict[str, str] = {}
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "script" and given.get("id"):
            self._script = given["id"]
            self.scripts[self._script] = ""
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower(), given)
            self.forms.append(self._form)
        else:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self._form
        if tag == "option" and self._select is not None:
            value = given.get("value", "")
            self._select.choices.append(value)
            if "selected" in given or len(self._select.choices) == 1:
                self._select.value = value
        if form is None or not given.get("name") or "disabled" in given:
            return
        required = "required" in given
        if tag == "input":
            kind = given.get("type", "text").lower()
            value = given.get("value", "on" if kind in {"radio", "checkbox"} else "")
            form.fields.append(Field(given["name"], kind, value, "checked" in given, required=required))
        elif tag == "select":
            self._select = Field(given["name"], "select", required=required)
            form.fields.append(self._select)
        elif tag == "textarea":
            self._area = Field(given["name"], "textarea", required=required)
            form.fields.append(self._area)
        elif tag == "button":
            form.fields.append(Field(given["name"], "submit", given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[self._script] += data
        elif self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


@dataclass(frozen=True)
class Page:
    forms: list[Form]
    links: list[str]
    scripts: dict[str, str]

    def form(self, wanted: Callable[[Form], bool]) -> Form | None:
        return next((form for form in self.forms if wanted(form)), None)


def boot_of(html: str) -> dict[str, Any] | None:
    """Return the JSON block a room, console or speaker's screen starts from, without parsing the page round it."""
    mark = html.find('id="boot"')
    if mark < 0:
        return None
    start = html.index(">", mark) + 1
    return cast("dict[str, Any]", msgspec.json.decode(html[start : html.index("</script>", start)].encode()))


def read_page(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    return Page(reader.forms, reader.links, reader.scripts)
