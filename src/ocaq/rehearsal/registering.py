"""Registering as a person does: opens the page, fills what it asks, presses on until it says that it is done."""

import asyncio

from ocaq.rehearsal.http import Answer, Browser, Unreachable
from ocaq.rehearsal.pages import Form, Page, read_page
from ocaq.rehearsal.people import Person
from ocaq.rehearsal.truth import Truth

MAX_STEPS = 8
MAX_TRIES = 12
NEEDS = ("captions", "large-print", "interpreter")
ASKED = frozenset({"name", "country", "capacity", "languages", "email"})


def answers_of(person: Person) -> dict[str, str | list[str]]:
    """Return what this person writes, by the names of the fields."""
    return {
        "name": person.name,
        "address_as": "",
        "email": person.email,
        "country": person.country,
        "capacity": person.capacity,
        "organisation": "" if person.capacity in {"self", "guest"} else f"House of {person.number % 31 + 1}",
        "languages": [person.language],
        "needs": [NEEDS[person.number % 3]] if person.number % 7 == 0 else [],
        "zone": "",
        "notice": "on",
        "agree": "on",
        "consent": "on",
    }


async def register(browser: Browser, slug: str, person: Person, truth: Truth) -> bool:
    """Register through the pages; say whether it was confirmed, keeping in the truth what went wrong."""
    path = f"/conferences/{slug}/register/"
    answer = await _get(browser, path, truth)
    for _ in range(MAX_STEPS):
        if answer.status >= 400:
            truth.troubles.append(f"registration: {answer.status} at {answer.url}")
            return False
        page = read_page(answer.text)
        form = None if f"/conferences/{slug}/mine" in answer.url else _step(page)
        if form is None:
            return _is_confirmed(page, slug, answer, truth)
        answer = await _send(browser, form, answers_of(person), answer, truth)
    truth.troubles.append(f"registration: not done after {MAX_STEPS} pages, at {answer.url}")
    return False


def _step(page: Page) -> Form | None:
    """Return the form of the step: the one whose page asks about the person, or asks to send what was said."""
    return page.form(
        lambda form: (
            form.method == "post"
            and (bool(form.names() & ASKED) or "/register" in form.action or "data-step" in form.marks)
        )
    )


def _is_confirmed(page: Page, slug: str, answer: Answer, truth: Truth) -> bool:
    if f"/conferences/{slug}/mine" in answer.url and any("/mine/" in link for link in page.links):
        return True
    truth.troubles.append(f"registration: no way to the room at {answer.url}")
    return False


async def _get(browser: Browser, path: str, truth: Truth) -> Answer:
    for attempt in range(MAX_TRIES):
        try:
            answer = await browser.get(path)
            if answer.status < 500:
                return answer
            truth.troubles.append(f"GET {path}: {answer.status}")
        except Unreachable:
            pass
        await asyncio.sleep(min(4, 0.2 * 2**attempt))
    raise Unreachable(path)


async def _send(
    browser: Browser, form: Form, answers: dict[str, str | list[str]], page: Answer, truth: Truth
) -> Answer:
    """Send one step; a step whose answer was lost is sent again, and must not register twice."""
    button = next(((f.name, f.value) for f in form.fields if f.kind == "submit"), None)
    for attempt in range(MAX_TRIES):
        try:
            answer = await browser.post(form.action or page.url, form.filled(answers, button=button), referer=page.url)
            if answer.status < 500:
                return answer
            truth.troubles.append(f"POST {form.action or page.url}: {answer.status}")
        except Unreachable:
            pass
        await asyncio.sleep(min(4, 0.2 * 2**attempt))
    raise Unreachable(page.url)
