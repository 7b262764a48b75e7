"""Whoever reads somebody's record leaves a look: of each person whose words an answer holds, and of nobody else.

A small world of people is met at every address by every role; what comes back is held against the looks that were
written. A new address is met without being added; one that nobody opens here stands below, with its reason.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseBase

from ocaq.privacy.models import Look, Looked
from ocaq.register.queries import people as register_people
from tests.architecture import people
from tests.architecture.addresses import GETS, ROLES
from tests.architecture.people import World, address

SOURCE = Path(__file__).parents[2] / "src" / "ocaq"
# Where somebody stands for everybody in the hall, or for those who run the show together with them.
OFFICIALS = {f"Xrole{role}" for role in ROLES[2:]}
SHOWN_TO_ALL = {
    "conference:room": {"Xguestperson"},  # asked a question, which stands in the hall under their name
    "conference:console": OFFICIALS,  # who is on duty
    "conference:crew": OFFICIALS,
}
# What is posted to pages of the desk that show somebody only when asked; nothing to the others.
ASKED = {
    "privacy:desk_find": [{"address": address("Xguestperson")}, {"address": address("Xholderperson")}],
    "register:desk_alike": [{"name": "Xholderperson"}],
    "register:desk_post_new": [{"name": "Xholderperson", "office": "chair", "starts_on": "2026-01-01", "key": "k"}],
}
# What nobody may open in town, and somebody here.
OPENED_HERE = {"register:desk_emergency_body"}
# Addresses that answer with a page in town and with none here.
UNOPENED = {
    "privacy:erasure_one": "one's own record",
    "privacy:receipt": "one's own record",
    "privacy:request": "one's own record",
    "register:calendar": "opening hours, of which this house has none",
    "register:desk_change_both": "nothing is overtaken here; it names people as the page of the change does",
    "register:letter": "one's own record",
    "register:list": "rows of communities; a list of people is refused",
    "register:list_rows": "as above",
    "register:own": "one's own record",
    "register:own_address": "one's own record",
    "register:photo": "a picture",
    "report:desk_publish": "figures",
    "report:figure": "figures",
    "report:figure_csv": "figures",
    "report:figure_json": "figures",
    "sitemap_part": "addresses of public pages",
}


@pytest.fixture
def world(db: None) -> World:
    return people.build()


@dataclass(frozen=True)
class Read:
    """What one answer held, and whose looks were written with it; of the reader's own record neither."""

    name: str
    role: str
    status: int
    shown: frozenset[str]
    looked: frozenset[str]

    @property
    def wrong(self) -> str:
        said = [f"shows {one} unseen" for one in sorted(self.shown - self.looked - SHOWN_TO_ALL.get(self.name, set()))]
        said += [f"looks at {one}, who is not shown" for one in sorted(self.looked - self.shown)]
        return f"{self.name} as {self.role}: {'; '.join(said)}" if said else ""


class _Undo(Exception):
    pass


def _ways(world: World, role: str, name: str, path: str) -> Iterator[Callable[[], HttpResponseBase]]:
    browser, status = world.browsers[role], GETS.get(name, " ".join(["200"] * len(ROLES))).split()[ROLES.index(role)]
    if status not in {"302", "403", "405"} or name in OPENED_HERE:
        yield lambda: browser.get(path)
    if path.startswith("/desk/") and status not in {"302", "403"}:
        for body in ASKED.get(name, [{}]):
            yield lambda body=body: browser.post(path, body)  # type: ignore[misc]


def reads(world: World, wanted: Callable[[str], bool] = lambda _name: True) -> Iterator[Read]:
    """Ask at every address as everybody; the world stays as it was after each."""
    for name, path in people.addresses():
        for role in ROLES if wanted(name) else ():
            for ask in _ways(world, role, name, path):
                try:
                    with transaction.atomic():
                        answer = ask()
                        assert answer.status_code < 500, (name, role)
                        yield _read(world, role, name, answer)
                        raise _Undo
                except _Undo:
                    pass


def _read(world: World, role: str, name: str, answer: HttpResponseBase) -> Read:
    told = answer.getvalue().decode("utf-8", "replace").lower().replace(" ", "")  # type: ignore[attr-defined]
    # Whoever opens a personal link of a body acts by that link, signed in or not.
    reader = (
        Q(look__by__startswith="renewal:") if name.startswith("register:renewal") else Q(look__by=world.actors[role])
    )
    mine = Looked.objects.filter(reader)
    subjects, own = set(mine.values_list("subject", flat=True)), world.own.get(role)
    others = [one for one in world.people.values() if one.name != own]
    return Read(
        name,
        role,
        answer.status_code,
        frozenset(one.name for one in others if any(word.lower() in told for word in one.words)),
        frozenset(one.name for one in others if one.subjects & subjects),
    )


@pytest.mark.slow
def test_whoever_is_shown_was_looked_at_and_nobody_else(world: World) -> None:
    found = list(reads(world))

    assert "\n".join(sorted({one.wrong for one in found} - {""})) == ""
    met = {name for one in found for name in one.looked}
    assert met == world.people.keys() - {"Xrolestaff"}  # else finding nothing would prove nothing
    opened = {one.name for one in found if one.status == 200}
    assert " ".join(sorted({name for name, row in GETS.items() if "200" in row} - opened - UNOPENED.keys())) == ""
    assert not UNOPENED.keys() & opened


def test_a_look_is_written_where_people_are_returned() -> None:
    """A door that wrote it would have to be remembered at the next door to the same rows."""
    written = re.compile(r"from ocaq\.kernel\.looking import .*\bseen\b|import write_look$", re.MULTILINE)
    rooms = {path.relative_to(SOURCE) for path in SOURCE.rglob("*.py") if written.search(path.read_text())}

    doors = {str(path) for path in rooms if not {"queries", "tests"} & set(path.parts) and path.stem != "queries"}
    assert doors == {
        "accounts/public.py",  # whose names others ask for
        "privacy/commands/lawful.py",  # hands over a file, and may have to tell the person later
    }


def test_a_page_that_forgets_to_say_so_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_people, "seen", lambda read, *_args, **_kwargs: read)

    silent = {one.wrong for one in reads(world, lambda name: name == "register:desk_post")}

    assert "register:desk_post as staff: shows Xholderperson unseen" in silent


def test_a_look_at_somebody_who_is_not_shown_is_seen(world: World) -> None:
    page = Read(
        "register:desk_post", "staff", 200, frozenset({"Xkeptperson"}), frozenset({"Xkeptperson", "Xholderperson"})
    )

    assert page.wrong == "register:desk_post as staff: looks at Xholderperson, who is not shown"
    assert not Look.objects.exists()
