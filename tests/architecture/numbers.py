"""Which numbers stand on a page, and where each of them leads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What holds digits and counts nothing: moments and lengths, what is typed, code, pictures, what a script reads.
NO_COUNT = {"time", "input", "select", "textarea", "code", "svg", "script", "style", "title"}
# What a picture says to whoever points at it or does not see it; a number in it stands as a figure beside the picture.
TOLD_OF_PICTURES = {"title", "desc"}
# Digits that are no figures, by the class of what holds them.
EXEMPT = {
    "when": "a moment in two zones",
    "clock2": "the same, drawn large",
    "key": "the legend of a map: from how many people on a light is larger",
    "queue": "places in the queue, and the time each is given",
    "prog": "when an item ran",
    "lateness": "how far the programme is from its times",
    "fg-how": "how a figure is made: indexes and digests of the log",
    "fg-meaning": "what a figure counts, in words",
    "fg-rule": "below which number nothing is told",
    "fg-entry": "an index of the log",
    "hits": "how many entries a list finds, on which page of it one is, and how far away an entry is",
    "price": "how much of the line a way to follow takes",
    "ck-go": "how much a check takes of the line",
    "ck-steps": "what a check found: indexes and digests of the log, and the figure counted again",
    "reported": "what a community says of itself",
}
WORDS = "data-words"  # digits in people's own words
FIGURE = "data-figure"
SPOKEN = ("aria-label", "alt", "placeholder")


@dataclass
class Element:
    tag: str
    given: dict[str, str]
    parent: "Element | None" = None
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.given.get("class", "").split())

    @property
    def path(self) -> str:
        above = [f"{each.tag}.{each.given.get('class', '')}" for each in self.upwards()]
        return " > ".join(reversed(above[:3]))

    def upwards(self) -> "Iterator[Element]":
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def elements(self) -> "Iterator[Element]":
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.elements()

    @property
    def is_exempt(self) -> bool:
        return WORDS in self.given or bool(self.classes & EXEMPT.keys())

    @property
    def place(self) -> "Element":
        """The part of the page in which the way to a figure has to stand beside it."""
        return next((one for one in self.upwards() if one.tag == "section" or "wrap" in one.classes), self)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = Element("page", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.inside.append(element)
        if tag not in VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        while self.open.parent is not None:
            ended, self.open = self.open.tag, self.open.parent
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        self.open.inside.append(data)


def read(page: str) -> Element:
    reading = _Reading()
    reading.feed(page)
    return next(each for each in reading.open.upwards() if each.parent is None)


@dataclass(frozen=True)
class Known:
    """What a page is held against.

    Args:
        words: what people wrote; digits in them are theirs.
        codes: of the declared figures.
        opens: the code of the figure that an address opens, or nothing.
        here: the figure whose own page this is.
    """

    words: Sequence[str]
    codes: set[str]
    opens: Callable[[str], str]
    here: str = ""


def wrong_numbers(page: str, known: Known) -> list[tuple[str, str]]:
    """Return each number that counts something and is no declared figure with a way to how it is known."""
    top = read(page)
    told = {element.given.get("value", "") for element in top.elements() if FIGURE in element.given}
    return [(element.path, why) for element in top.elements() for why in _wrong(element, known, told)]


def _wrong(element: Element, known: Known, told: set[str]) -> Iterator[str]:
    code = element.given.get(FIGURE)
    if code is not None and code not in known.codes:
        yield f"{code} is not declared"
    elif code is not None and code not in {known.here, *map(known.opens, _links(element))}:
        yield f"{code} does not open"
    above = list(element.upwards())
    if any(each.is_exempt for each in above):
        return
    if not any(each.tag in NO_COUNT or FIGURE in each.given for each in above):
        texts = (_without(each, known.words) for each in element.inside if isinstance(each, str))
        yield from (f"no figure: {text.strip()}" for text in texts if any(map(str.isdigit, text)))
    for name, text in _spoken(element, above):
        numbers = _numbers(_without(text, known.words))
        if numbers and not numbers & told:
            yield f"no figure: {name}={text}"


def _spoken(element: Element, above: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """Yield what is said of an element and not shown, by where it stands."""
    yield from ((name, element.given[name]) for name in SPOKEN if name in element.given)
    if element.tag in TOLD_OF_PICTURES and any(each.tag == "svg" for each in above):
        yield element.tag, "".join(each for each in element.inside if isinstance(each, str))


def _links(element: Element) -> Iterator[str]:
    around = [each for each in element.upwards() if each.tag == "a"]
    return (each.given.get("href", "") for each in [*around, *element.place.elements()] if each.tag == "a")


def _without(text: str, words: Sequence[str]) -> str:
    for each in words:
        text = text.replace(each, "")
    return text


def _numbers(text: str) -> set[str]:
    """Return the numbers in a text, without what parts thousands."""
    joined = "".join(letter for letter in text if letter not in "\u00a0\u202f,.٬")
    return set("".join(letter if letter.isdigit() else " " for letter in joined).split())


def anchor_of(address: str) -> tuple[str, str, str]:
    """Return path, query and fragment of an address."""
    parts = urlsplit(address)
    return parts.path, parts.query, parts.fragment
