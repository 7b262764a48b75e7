"""Those who crawl find every public page, in every language, and nothing else."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from ocaq.conference.models import Conference
from ocaq.conference.tests.makers import make_conference
from ocaq.kernel import clock
from ocaq.register.queries import addresses
from ocaq.register.tests.network import make_network

pytestmark = pytest.mark.django_db
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = settings.SITE_ADDRESS


def _read(path: str) -> ET.Element:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "application/xml")
    return ET.fromstring(answer.content)


def _pages() -> set[str]:
    files = [file.text or "" for file in _read("/sitemap.xml").iterfind("s:sitemap/s:loc", SPACES)]
    read = [_read(file.removeprefix(SITE)) for file in files]
    return {(page.text or "").removeprefix(SITE) for file in read for page in file.iterfind("s:url/s:loc", SPACES)}


def test_every_public_page_is_listed_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "PART", 2)
    bodies = make_network()
    conference = make_conference(at=clock.now())
    hidden = bodies["choir"]
    hidden.absorbed_into = bodies["house"]
    hidden.save()

    pages = _pages()

    assert {f"/directory/{bodies[name].slug}/" for name in ("house", "school", "far", "closed")} < pages
    assert f"/directory/{hidden.slug}/" not in pages
    assert f"/conferences/{conference.slug}/" in pages
    assert [page for page in pages if Client().get(page).status_code != 200] == []
    Conference.objects.update(state="draft")
    assert f"/conferences/{conference.slug}/" not in _pages()


def test_each_page_is_listed_in_every_language() -> None:
    (page, *_) = _read("/sitemap/pages.xml").iterfind("s:url", SPACES)

    spoken = {link.get("hreflang"): link.get("href") for link in page.iterfind("x:link", SPACES)}
    assert spoken == {code: f"{SITE}/?lang={code}" for code, _ in settings.LANGUAGES} | {"x-default": f"{SITE}/"}


def test_a_page_names_its_own_address_and_those_in_other_languages() -> None:
    make_network()

    for path in ("/directory/", "/directory/nar/", "/directory/data/", "/", "/figures/", "/conferences/", "/privacy/"):
        page = Client().get(path, {"q": "x"}).text
        assert f'<link rel="canonical" href="{SITE}{path}">' in page
        assert len(re.findall(r'<link rel="alternate" hreflang=', page)) == len(settings.LANGUAGES) + 1
        spoken = Client().get(path, {"lang": "az", "utm": "x"}).text
        assert f'<link rel="canonical" href="{SITE}{path}?lang=az">' in spoken


def test_an_empty_institution_has_a_list_too_and_no_part_that_is_not() -> None:
    assert "/directory/" in _pages()
    assert Client().get("/sitemap/1.xml").status_code == 404
    for none in (0, 50_001, 2**63, 10**30):
        assert Client().get(f"/sitemap/{none}.xml").status_code == 404
    assert f"Sitemap: {SITE}/sitemap.xml" in Client().get("/robots.txt").text
