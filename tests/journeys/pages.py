"""Where every page is: the addresses of the house as pages somebody may see, and the steps that lead to the rest."""

import html
import re
from collections.abc import Iterable, Iterator

from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page

from tests.architecture.addresses import GETS, ROLES
from tests.architecture.town import routes
from tests.journeys.conftest import Visitor

ON_AIR, OVER = "solidarity-day", "results-of-the-year"
# Addresses of the demo only, and what is shown for an address that is none.
BESIDE = ("/demo/", "/demo/start-over/", "/demo/outbox/", "/no-such-page/")
# The other half of a page, behind a tab of its own: stories use up what the first half leads to.
TABS = {"register:likenesses": "/desk/register/likeness/?about=people"}
# What a part may see and the walk does not meet, and why. A link to one of them makes its line wrong.
NOT_MET: dict[str, str] = {
    "privacy:desk_lawful": "no authority has asked in the demonstration",
    "register:api_community": "for programs; no page",
    "register:letter": "opened by a link that was mailed",
    "register:list": "no list was brought in; test_lists brings one and walks it",
    "register:list_rows": "a file of such a list",
    "register:photo": "a picture",
    "register:renewal": "opened by a link that was mailed; test_keeper walks it",
    "register:renewal_group": "as above",
    "sitemap_part": "for those who crawl; no page",
}
# Met or not: stories are told in any order.
LEFT_BY_STORIES = {"register:list", "register:list_rows"}
LETTER, _LETTER = "letter", re.compile(r"/demo/outbox/\w+/")


def names_for(part: str) -> set[str]:
    """Return the addresses this part looks at: the first role that may see a page does, and the last one."""
    looked_at = set()
    for name in GETS:
        may = [role for role in ROLES if name in _open_to(role)]
        if may and part in ({may[0]} if may[0] == "anonymous" else {may[0], may[-1]}):
            looked_at.add(name)
    return looked_at


def pages_of(visitor: Visitor, part: str) -> Iterator[tuple[str, Page]]:
    """Open each page of this part and yield it: what needs no reference by its address, the rest by links to it.

    What others look at is read for its links only, as long as nothing else leads to a page of this part.

    Raises:
        AssertionError: at the end, naming each address of this part that no page led to or that answered with no page.
    """
    walk = _Walk(part)
    while walk.todo or (walk.roads and walk.missed):
        asked, path = (walk.todo or walk.roads).pop(0)
        kind, status = _kind(visitor, path)
        walk.note(asked, path, status)
        if kind != "page" or (status != 200 and asked not in BESIDE):
            continue
        if asked in walk.passed:
            page = visitor.context.request.get(visitor.house.url + path).text()
        else:
            yield path, visitor.open(path)
            page = visitor.page.content()
        walk.follow(_links(page, visitor.house.url))
    if walk.missed:
        raise AssertionError(f"{part} does not meet {walk.missed}")
    if walk.wrong:
        raise AssertionError(f"{part} meets {walk.wrong}, which is said not to be met")


class _Walk:
    """What is still to be looked at, the roads to it, and what was met."""

    def __init__(self, part: str) -> None:
        self.wanted = names_for(part) | ({LETTER} if part == "anonymous" else set())
        self.passed = _open_to(part) - self.wanted
        begin = [*_plain(), *TABS.items()]
        begin += [(path, path) for path in BESIDE] if part == "anonymous" else []
        self.todo = [one for one in begin if one[0] in self.wanted or one[0] in BESIDE]
        self.roads = [one for one in begin if one[0] in self.passed]
        self.met: dict[str, str] = dict.fromkeys(self.wanted, "nothing leads there")
        self._gone, self._linked = set(begin), set[str]()

    @property
    def missed(self) -> dict[str, str]:
        return {name: why for name, why in self.met.items() if why != "met" and name not in NOT_MET}

    @property
    def wrong(self) -> set[str]:
        return {name for name, why in self.met.items() if why == "met" and name in NOT_MET.keys() - LEFT_BY_STORIES}

    def note(self, asked: str, path: str, status: int) -> None:
        if self.met.get(asked, "met") != "met":
            self.met[asked] = "met" if status == 200 else f"{path} answers {status}"

    def follow(self, links: Iterable[tuple[str, str]]) -> None:
        """Keep the first link to each address that was not begun with."""
        for name, path in links:
            if name in (self.wanted | self.passed) - self._linked and (name, path) not in self._gone:
                self._linked.add(name)
                (self.todo if name in self.wanted else self.roads).append((name, path))


def _open_to(role: str) -> set[str]:
    return {name for name, row in GETS.items() if row.split()[ROLES.index(role)] == "200"}


def _kind(visitor: Visitor, path: str) -> tuple[str, int]:
    """Ask before going there, whether it is a page: a browser would take a file for a download."""
    answer = visitor.context.request.head(visitor.house.url + path, max_redirects=0)
    told = answer.headers
    is_page = told.get("content-type", "").startswith("text/html") and "content-disposition" not in told
    return "page" if is_page else "file", answer.status


def _plain() -> list[tuple[str, str]]:
    """Return every address that needs no more than the name of a conference: of the one on the air, and of the last."""
    found = []
    for name, route in routes(get_resolver()):
        paths = ["/" + re.sub(r"<\w+:slug>", slug, route, count=1) for slug in (ON_AIR, OVER)]
        found += [(name, path) for path in dict.fromkeys(paths) if "<" not in path]
    return found


def _links(page: str, site: str) -> Iterator[tuple[str, str]]:
    for found in re.findall(r'<a [^>]*?href="([^"#?]+)', page):
        path = html.unescape(found).removeprefix(site)
        if _LETTER.fullmatch(path):
            yield LETTER, path
        try:
            yield resolve(path).view_name, path
        except Resolver404:
            continue
