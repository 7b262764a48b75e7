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
LETTER = re.compile(r"/demo/outbox/\w+/")


def names_for(part: str) -> set[str]:
    """Return the addresses this part looks at: the first role that may see a page does, and the last one."""
    looked_at = set()
    for name, row in GETS.items():
        may = [role for role, status in zip(ROLES, row.split(), strict=True) if status == "200"]
        if may and part in ({may[0]} if may[0] == "anonymous" else {may[0], may[-1]}):
            looked_at.add(name)
    return looked_at


def pages_of(visitor: Visitor, part: str) -> Iterator[tuple[str, Page]]:
    """Open each page of this part and yield it: what needs no reference by its address, the rest by links to it."""
    wanted = names_for(part)
    todo = [path for name, path in _plain() if name in wanted] + (list(BESIDE) if part == "anonymous" else [])
    linked: set[str] = set()
    for path in todo:  # grows while it is walked
        if not _is_page(visitor, path):
            continue
        yield path, visitor.open(path)
        for name, link in _links(visitor.page, visitor.house.url):
            if name in wanted - linked and link not in todo:
                linked.add(name)
                todo.append(link)


def _is_page(visitor: Visitor, path: str) -> bool:
    """Ask before going there: a browser would take a file for a download, not for a page."""
    headers = visitor.context.request.head(visitor.house.url + path).headers
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers


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
