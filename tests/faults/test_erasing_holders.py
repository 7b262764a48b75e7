"""Somebody who holds posts and has an account is erased; then every byte of the house is searched for them."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults import postgresql
from tests.faults.traces import Browser, contents, found_in, kept_by, spelled, spellings
from tests.journeys.house import POSTGRESQL, House

NAME, ROMANISED, PHONE = "Zəfəran Ələsgərqızı-Göyçə", "Zefferan Elesgerqizi-Goycheli", "+491719876543"
BACKWARDS, CYRILLIC = "Ələsgərqızı-Göyçə Zəfəran", "Зәфәран Әләсҝәргызы-Ҝөјчә"
EMAIL, WORDS = "zeferan.holder@post.example", "Ələsgər ocağının dərsləri"
STORY = Path(__file__).with_name("holder_story.py")
pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[postgresql.Server | None]:
    """Have a PostgreSQL whose raw files can be searched, set as docs/operations/erasing-people.md says."""
    if not POSTGRESQL:
        yield None
        return
    terse = ("log_error_verbosity=terse", "log_min_error_statement=panic")
    with postgresql.running("wal_recycle=off", "max_wal_size=64MB", *terse) as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, server: postgresql.Server | None) -> Iterator[House]:
    house = House(tmp_path, beside=server.url if server else "").start()
    yield house
    house.stop()


def sign_in(house: House, browser: Browser) -> None:
    """Sign in with a code out of the letter that brings it."""
    browser.get("/demo/")
    browser.submit("/accounts/login/", login=EMAIL)
    outbox = browser.get("/demo/outbox/", params={"to": EMAIL}).text
    letters = [browser.get(path).text for path in re.findall(r"/demo/outbox/\w+/", outbox)]
    code = next(found.group() for letter in letters if (found := re.search(r"\b\d{6}\b", letter)))
    page = browser.submit("/accounts/login/code/confirm/", code=code)
    assert page.url.path == "/my/", page.text[:500]


def traces_of(told: dict[str, list[str]]) -> dict[str, set[bytes]]:
    traces = {"salt": {one for salt in told["salts"] for one in spelled(bytes.fromhex(salt))}}
    traces["references"] = {ref.encode() for ref in told["refs"]}
    traces["digests"] = {digest.encode() for digest in told["digests"]}
    traces["heard"] = {heard.encode() for heard in told["heard"]}
    texts = (("name", NAME), ("romanised", ROMANISED), ("address", EMAIL), ("telephone", PHONE), ("words", WORDS))
    texts += (("backwards", BACKWARDS), ("in Cyrillic", CYRILLIC))
    return traces | {name: spellings(text) for name, text in texts}


def test_nothing_is_found_of_somebody_who_held_posts(
    house: House, server: postgresql.Server | None, tmp_path: Path
) -> None:
    told = json.loads(house.python(STORY, NAME, ROMANISED, BACKWARDS, CYRILLIC, EMAIL, PHONE, WORDS).splitlines()[-1])
    traces = traces_of(told)
    with Browser(base_url=house.url, timeout=60) as browser, Browser(base_url=house.url, timeout=60) as staff:
        sign_in(house, browser)
        assert NAME in browser.get("/my/record/").text
        assert NAME in browser.get(told["page"]).text
        staff.get("/demo/")
        staff.submit("/demo/sign-in/", role="staff")
        for path in ("/desk/register/changes/", "/desk/people/", "/desk/register/likeness/"):
            assert staff.get(path).status_code == 200, path
        before = {name for _, content in kept_by(house) for name in found_in(content, traces)}
        assert before >= {"salt", "references", "digests", "heard", "name", "romanised", "backwards", "in Cyrillic"}
        erased = browser.submit("/my/erasure/")
        assert erased.url.path == "/", erased.text[:500]

        time.sleep(7)  # what a reader held back is shed by the worker within five seconds
        house.ocaq("backup", str(tmp_path / "house" / "after.tar"))
        found = {where: names for where, content in kept_by(house) if (names := found_in(content, traces))}
        assert found == {}
        assert found_in((tmp_path / "log").read_bytes(), traces) == set()
        for path in (told["page"], "/directory/", "/directory.csv", "/directory.json"):
            assert found_in(browser.get(path).content, traces) == set(), path
        assert staff.get("/desk/register/changes/").status_code == 200
    if server is not None:
        assert raw_files(server, traces) != {}  # dead rows, samples of statistics, write-ahead log
        house.ocaq("shed")
        assert raw_files(server, traces) == {}

    key = httpx.get(f"{house.url}/log/key").text.strip()
    house.ocaq("log", "check")
    house.ocaq("verify", house.url, "--key", key, "--copy", str(tmp_path / "copy"))
    for where, content in contents(tmp_path / "copy"):
        assert found_in(content, traces) == set(), where


def raw_files(server: postgresql.Server, traces: dict[str, set[bytes]]) -> dict[str, set[str]]:
    """Return which of the server's own files hold what, its log among them."""
    return {where: names for where, content in contents(server.folder) if (names := found_in(content, traces))}
