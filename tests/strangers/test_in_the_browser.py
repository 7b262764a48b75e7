"""The check in the browser, in a real one: what it accepts, what it refuses and in which words."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ocaq.evidence.check_words import words_of_check
from tests.strangers.model import ModelLog, a_log
from tests.strangers.served import served
from tests.strangers.test_counting import counted

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/ocaq/design/static"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIGURE = 560
HEAD = """<!doctype html><html lang="{language}" dir="{dir}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Check</title><link rel="stylesheet" href="/ocaq/tokens.css"><link rel="stylesheet" href="/ocaq/ocaq.css">
<link rel="stylesheet" href="/evidence/check.css">
<div class="wrap"><h1>Check</h1><div id="check-figure"><p>Without script nothing can be checked here.</p></div>
<p id="offline">The way without us</p></div>
<script type="application/json" id="boot">{boot}</script><script type="module" src="/dist/check.js"></script>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A static site: the log of the model, the house's style and the built island."""
    folder = tmp_path / "site"
    for name in ("ocaq", "dist"):
        shutil.copytree(STATIC / name, folder / name)
    shutil.copytree(ROOT / "src/ocaq/evidence/static/evidence", folder / "evidence")
    a_log().write(folder / "log")
    draw(folder, index=FIGURE, value=560)
    return folder


def draw(site: Path, *, language: str = "en", **told: Any) -> None:
    boot = {"log": "/log", "offline": "#offline", "words": words_of_check(language), "language": language}
    direction = "rtl" if language == "ar" else "ltr"
    page = HEAD.format(language=language, dir=direction, boot=json.dumps(boot | {"dir": direction} | told))
    (site / "check.html").write_text(page)


@pytest.fixture
def page(site: Path) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.fail("Chromium is needed: apt-get install chromium")
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 780}, base_url=address)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        browser.close()
    assert errors == []


def check(page: Page) -> None:
    page.goto("/check.html")
    page.get_by_role("button", name="Check this figure").click()


def test_a_figure_holds_and_is_remembered(page: Page, site: Path) -> None:
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    expect(page.locator(".ck-steps > li")).to_have_count(5)
    expect(page.get_by_text("Counted again here: 560. Entries it is made from: 560")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    grown = a_log()
    for number in range(300):
        grown.add(number=number)
    grown.write(site / "log")
    check(page)
    expect(page.get_by_text("The log still begins as it did when this browser checked it on")).to_be_visible()
    expect(page.get_by_text("This figure holds.")).to_be_visible()


def test_a_table_holds(page: Page, site: Path) -> None:
    draw(site, index=FIGURE + 2, value=["tr:96", "de:84", "other:14"])
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()


def test_a_count_that_one_entry_states_is_read_back_and_held_against_the_rest(page: Page, site: Path) -> None:
    counted().write(site / "log")
    draw(site, index=22, value=15)
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    expect(page.get_by_text("The log states it in entry 20: 15. It was read back, not counted again")).to_be_visible()
    expect(page.get_by_text("It contradicts no other total of the same count.")).to_be_visible()
    expect(page.get_by_text("Everybody who was counted has an entry of their own. Entries: 20")).to_be_visible()

    counted(peak=21).write(site / "log")
    page.evaluate("localStorage.clear()")
    check(page)
    expect(page.get_by_text("One count says two things that cannot both be true. peak: 21, people: 20")).to_be_visible()


def test_a_page_that_says_something_else_than_the_log_is_found(page: Page, site: Path) -> None:
    """What a log alone can have wrong stands in `lies.py`."""
    for index, words in (
        (FIGURE, "This page says 561, but the log says 560."),
        (9999, "The page speaks of entry 9,999, but the log has fewer entries: 563"),
    ):
        draw(site, index=index, value=561)
        check(page)
        expect(page.get_by_text("Something is wrong. Do not rely on this figure.")).to_be_visible()
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_text("This figure holds.")).to_have_count(0)


def test_words_in_any_language_are_those_the_figure_was_published_with(page: Page, site: Path) -> None:
    words = {"en": "People who came.", "az": "Gələn insanlar."}
    log = ModelLog()
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    log.publish(how="sum:deeds", of_type="conference.questions.asked", value=0, meaning=digest.hexdigest())
    log.write(site / "log")
    draw(site, index=0, value=0, meaning=words)
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()

    draw(site, index=0, value=0, meaning=words | {"az": "Hamı."})
    check(page)
    expect(page.get_by_text("This page explains the figure in other words than those")).to_be_visible()


def test_what_was_said_of_a_figure_since_is_told(page: Page, site: Path) -> None:
    log = a_log()
    late = log.add("evidence.entry.corrected", "log:entry", index=7, reason="counted-twice")
    log.write(site / "log")
    check(page)
    expect(page.get_by_text(f"Entry {late} has said since that entry 7 is wrong.")).to_be_visible()
    expect(page.get_by_text("This figure holds.")).to_be_visible()

    anew = {"how": "count", "of_type": "conference.attendance.kept", "of_facts": ["conference:k7m2", "round:1"]}
    newer = log.publish(**anew, value=559, number=2, replaces=FIGURE)
    log.write(site / "log")
    check(page)
    expect(page.get_by_text(f"Entry {newer} has published this figure anew. This page shows an older")).to_be_visible()
    expect(page.get_by_text("This figure holds.")).to_have_count(0)


def test_a_history_rewritten_since_the_last_check_is_said(page: Page, site: Path) -> None:
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    other = a_log()
    other.entries[10] = other.entries[11]
    other.write(site / "log")

    check(page)
    expect(page.get_by_text("The log no longer begins as it did: its first 563 entries")).to_be_visible()

    a_log().write(site / "log", size=562)
    check(page)
    expect(page.get_by_text("The log has become shorter than this browser has seen it")).to_be_visible()


def test_another_key_is_said_until_the_former_is_forgotten(page: Page, site: Path) -> None:
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    a_log(seed=2).write(site / "log")

    check(page)
    expect(page.get_by_text("This browser knows model.example/log with another key")).to_be_visible()
    page.get_by_role("button", name="Forget the former key").click()
    page.get_by_role("button", name="Check this figure").click()
    expect(page.get_by_text("This figure holds.")).to_be_visible()


def test_the_printed_key_decides_not_the_one_the_server_tells(page: Page, site: Path) -> None:
    printed = ModelLog().signer.vkey
    a_log(seed=2).write(site / "log")
    page.goto("/check.html")
    page.get_by_label("Public key of the log").fill(printed)
    page.get_by_role("button", name="Check this figure").click()

    expect(page.get_by_text("The checkpoint is not signed with this key.")).to_be_visible()


def test_a_mistyped_key_says_nothing_about_the_figure(page: Page) -> None:
    page.goto("/check.html")
    page.get_by_label("Public key of the log").fill(ModelLog().signer.vkey.replace("model", "modell"))
    page.get_by_role("button", name="Check this figure").click()

    expect(page.get_by_text("This is not a whole key of a log: it was mistyped or changed.")).to_be_visible()
    expect(page.get_by_text("This could not be checked. That says nothing about the figure.")).to_be_visible()


def test_a_browser_without_the_signature_says_so(page: Page) -> None:
    page.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
    )
    check(page)

    expect(page.get_by_text("This could not be checked. That says nothing about the figure.")).to_be_visible()
    expect(page.get_by_text("This browser cannot check signatures of this kind")).to_be_visible()
    expect(page.get_by_role("link", name="How to check without this page")).to_be_visible()


def test_a_broken_line_says_so(page: Page) -> None:
    page.goto("/check.html")
    page.context.set_offline(True)
    page.get_by_role("button", name="Check this figure").click()

    expect(page.get_by_text("The log could not be fetched.")).to_be_visible()


def test_a_key_that_is_handed_over_is_taken_from_the_one_known(page: Page, site: Path) -> None:
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    new = ModelLog(seed=2).signer
    (site / "log/checkpoint").write_bytes(a_log().checkpoint(None, new))
    (site / "log/key").write_text(f"{new.vkey}\n{ModelLog().signer.vkey}\n")

    check(page)
    expect(page.get_by_text("The key is new, and the one this browser knows signs beside it.")).to_be_visible()
    expect(page.get_by_text("This figure holds.")).to_be_visible()

    a_log(seed=2).write(site / "log")
    check(page)
    expect(page.get_by_text("This figure holds.")).to_be_visible()
