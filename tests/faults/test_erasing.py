"""A person is erased from a running server; then every byte it keeps is searched for them, and each proof tried."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ocaq.rehearsal.pages import boot_of
from tests.faults.traces import Browser, contents, found_in, kept_by, spelled, spellings
from tests.journeys.house import House

NAME, EMAIL, TOPIC = "Zəfəran Ələsgərqızı-Göyçə", "zeferan.elesgerqizi@post.example", "Ələsgər ocağının dərsləri"
FIRST = NAME.partition("-")[0]
SLUG = "solidarity-day"
pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path).start()
    yield house
    house.stop()


@pytest.fixture
def browser(house: House) -> Iterator[Browser]:
    with Browser(base_url=house.url, timeout=60) as browser:
        yield browser


@dataclass
class Person:
    """Somebody who came: their browser, their ticket to the hall, and what the database kept of them."""

    browser: Browser
    boot: dict[str, str]
    row: dict[str, object]

    def deed(self, **deed: object) -> None:
        headers = {"Authorization": f"Bearer {self.boot['ticket']}"}
        answer = self.browser.post(self.boot["intakeUrl"], json=deed, headers=headers)
        assert "refused" not in answer.json(), answer.text


def come(house: House, browser: Browser) -> Person:
    """Register, enter the hall, ask, raise a hand, applaud."""
    steps = f"/conferences/{SLUG}/register/"
    browser.get(steps)
    browser.submit(steps, name=NAME, address_as=f"{NAME} xanım", email=EMAIL, country="IS")
    browser.submit(f"{steps}part/", capacity="scholar", organisation=TOPIC, languages="az")
    assert FIRST in browser.submit(f"{steps}check/").text
    boot = boot_of(browser.get(f"/conferences/{SLUG}/room").text)
    assert boot is not None
    person = Person(browser, boot, row_of(house))
    person.deed(kind="present", key="zeferan-presence-key")
    person.deed(kind="question", key="zeferan-question-key", text=TOPIC)
    person.deed(kind="hand", key="zeferan-hand-key-1", topic=TOPIC)
    person.deed(kind="reaction", key="zeferan-reaction-key", reaction="thanks", on=True)
    return person


def row_of(house: House) -> dict[str, object]:
    (row,) = house.rows("SELECT * FROM conference_registration WHERE name = ?", NAME)
    return row


def show_the_question(house: House) -> None:
    """Have a director show the question and call the hand: every screen and the show's log say the name."""
    with Browser(base_url=house.url, timeout=60) as crew:
        crew.get("/demo/")
        boot = boot_of(crew.submit("/demo/sign-in/", role="director").text)
        assert boot is not None
        question = next(ref for ref, one in boot["state"]["waiting"].items() if one["text"] == TOPIC)
        hand = next(ref for ref, one in boot["state"]["queue"].items() if one["name"] == NAME)
        acts = ({"act": "moderate", "question": question, "state": "shown"}, {"act": "call_hand", "hand": hand})
        for number, act in enumerate(acts):
            headers = {"X-CSRFToken": crew.cookies["csrftoken"]}
            answer = crew.post(boot["actsUrl"], json={"key": f"director-{number:09}", **act}, headers=headers)
            assert "refused" not in answer.json(), answer.text


def erase_one_who_was_counted(house: House) -> dict[str, set[bytes]]:
    """Have staff erase somebody of the conference whose figures are published; return what may be found no more."""
    (one,) = house.rows(
        "SELECT slug, registration.ref, registration.salt, attendance.salt AS other"
        " FROM conference_attendance attendance"
        " JOIN conference_registration registration ON registration.ref = attendance.participant"
        " JOIN conference_conference conference ON conference.id = attendance.conference_id LIMIT 1"
    )
    slug, ref, salts = one["slug"], one["ref"], {one["salt"], one["other"]}
    with Browser(base_url=house.url, timeout=60) as staff:
        staff.get("/demo/")
        staff.submit("/demo/sign-in/", role="staff")
        erased = staff.submit(f"/desk/conferences/{slug}/registrations/{ref}/erasure/")
    assert "Everything kept about this person for the conference is erased." in erased.text
    return {"counted person": {ref.encode(), *salts, *(salt.hex().encode() for salt in salts)}}


def traces_of(row: dict[str, object], link: str) -> dict[str, set[bytes]]:
    """Return what may be found nowhere: names in every spelling, address, words, salt, digests, keys."""
    salt = row["salt"]
    assert isinstance(salt, bytes)
    traces = {"salt": spelled(salt)}
    for name, text in (("name", NAME), ("first name", FIRST), ("address", EMAIL), ("words", TOPIC)):
        traces[name] = spellings(text)
    for column in ("ref", "key", "secret_digest"):
        traces[column] = {str(row[column]).encode()}
    traces["link"] = {link.encode()}
    traces["keys of deeds"] = {b"zeferan-"}
    return traces


def placed_entry(house: House, pseudonym: str) -> tuple[int, bytes]:
    """Return index and bytes of the entry that confirmed this registration, once the log has placed it."""
    for _try in range(100):
        for row in house.rows(
            'SELECT "index", body FROM evidence_entry WHERE subject = ? AND kind = ? AND "index" IS NOT NULL',
            f"registration:{pseudonym}",
            "conference.registration.confirmed",
        ):
            return row["index"], row["body"].encode()
        time.sleep(0.2)
    message = "the entry was not placed within twenty seconds"
    raise AssertionError(message)


def test_nothing_is_found_of_an_erased_person_and_every_proof_holds(
    house: House, browser: Browser, tmp_path: Path
) -> None:
    person = come(house, browser)
    show_the_question(house)
    mine = person.browser.get(f"/conferences/{SLUG}/mine/").text
    link = re.search(rf"/conferences/{SLUG}/mine/([\w-]{{32}})/", mine)
    assert link is not None
    traces = traces_of(person.row, link[1])
    before = {name for where, content in kept_by(house) for name in found_in(content, traces)}
    assert before >= {"name", "words", "salt", "secret_digest", "keys of deeds"}
    assert "address" not in before  # sealed from the first moment
    index, body = placed_entry(house, str(person.row["pseudonym"]))
    old = tmp_path / "old"
    old.mkdir()
    (old / "checkpoint").write_bytes(httpx.get(f"{house.url}/log/checkpoint").content)
    key = httpx.get(f"{house.url}/log/key").text.strip()
    (old / "entry").write_bytes(body)

    counted = erase_one_who_was_counted(house)
    traces |= counted
    erased = person.browser.submit(f"/conferences/{SLUG}/mine/erasure/")

    assert "Everything kept about you for this conference is erased." in erased.text
    time.sleep(7)  # what a reader held back is shed by the worker within five seconds
    house.ocaq("backup", str(tmp_path / "house" / "after.tar"))
    found = {where: names for where, content in kept_by(house) if (names := found_in(content, traces))}
    assert found == {}
    assert found_in((tmp_path / "log").read_bytes(), traces) == set()
    for path in pages(house, person.boot):
        assert found_in(httpx.get(house.url + path, timeout=60).content, traces) == set(), path

    house.ocaq("log", "check")
    trusted = ("--key", key, "--with", str(old / "checkpoint"), "--copy", str(tmp_path / "copy"))
    told = house.ocaq("verify", house.url, *trusted)
    assert re.search(r"\b[1-9][0-9] publications read back from the entry that states each", told), told
    proof = old / "kept.tlog-proof"
    proof.write_bytes(httpx.get(f"{house.url}/log/proof/{index}").content)
    house.ocaq("verify", "--key", key, "--proof", str(proof), "--entry", str(old / "entry"))
    for where, content in contents(tmp_path / "copy"):
        assert found_in(content, traces) == set(), where


def pages(house: House, boot: dict[str, str]) -> list[str]:
    """Return what the hall still answers somebody whose ticket is good, in every language that is kept ready."""
    asked = f"?ticket={boot['ticket']}"
    return [
        boot["stateUrl"] + asked,
        boot["eventsUrl"] + asked + "&after=0",
        f"/conferences/{SLUG}/",
        "/",
        *(f"/conferences/{SLUG}/?lang={language}" for language in ("az", "ru", "ar")),
    ]
