"""Where every page is: the addresses of the house as pages somebody may see, and the steps that lead to the rest."""

import html
import re
from collections.abc import Iterator

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
    "register:own": "opened from a record; who signs in here holds no post",
    "register:own_address": "as above",
    "register:photo": "a picture",
    "register:renewal": "opened by a link that was mailed; test_keeper walks it",
    "register:renewal_group": "as above",
    "sitemap_part": "for those who crawl; no page",
}
# Met or not: stories are told in any order.
LEFT_BY_STORIES = {"register:list", "register:list_rows"}
LETTER = re.compile(r"/demo/outbox/\w+/")


def names_for(part: str) -> set[str]:
    """Return the addresses this part looks at: the first role that may see a page does, and the last one.

    A keeper sees of one house what a coordinator sees of many.
    """
    looked_at = set()
    for name, row in GETS.items():
        may = [role for role, status in zip(ROLES, row.split(), strict=True) if status == "200" and role != "keeper"]
        if may and part in ({may[0]} if may[0] == "anonymous" else {may[0], may[-1]}):
            looked_at.add(name)
    return looked_at


def pages_of(visitor: Visitor, part: str) -> Iterator[tuple[str, Page]]:
    """Open each page of this part and yield it: what needs no reference by its address, the rest by links to it.

    Raises:
        AssertionError: at the end, naming each address of this part that no page led to or that answered with no page.
    """
    wanted = names_for(part)
    todo = [(name, path) for name, path in _plain() if name in wanted]
    todo += [(path, path) for path in BESIDE] if part == "anonymous" else []
    todo += [(name, path) for name, path in TABS.items() if name in wanted]
    linked: set[str] = set()
    met: dict[str, str] = dict.fromkeys(wanted, "nothing leads there")
    for asked, path in todo:  # grows while it is walked
        kind, status = _kind(visitor, path)
        if met.get(asked) != "met":
            met[asked] = "met" if status == 200 else f"{path} answers {status}"
        if kind != "page" or (status != 200 and asked not in BESIDE):
            continue
        yield path, visitor.open(path)
        for name, link in _links(visitor.page, visitor.house.url):
            if name in wanted - linked and (name, link) not in todo:
                linked.add(name)
                todo.append((name, link))
    if unmet := {name: why for name, why in met.items() if why != "met" and name in wanted - NOT_MET.keys()}:
        raise AssertionError(f"{part} does not meet {unmet}")
    if wrong := {name for name, why in met.items() if why == "met" and name in NOT_MET.keys() - LEFT_BY_STORIES}:
        raise AssertionError(f"{part} meets {wrong}, which is said not to be met")


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


def _links(page: Page, site: str) -> Iterator[tuple[str, str]]:
    for found in re.findall(r'<a [^>]*?href="([^"#?]+)', page.content()):
        path = html.unescape(found).removeprefix(site)
        if LETTER.fullmatch(path):
            yield "letter", path
        try:
            yield resolve(path).view_name, path
        except Resolver404:
            continue
