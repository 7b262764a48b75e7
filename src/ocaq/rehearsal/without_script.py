"""People whose browser runs no script: they fetch the page again and again, and press its buttons."""

import asyncio
import random

from ocaq.rehearsal.http import Unreachable
from ocaq.rehearsal.pages import Form, read_page
from ocaq.rehearsal.seat import Seat
from ocaq.rehearsal.truth import DeedAnswered

REFRESH_S = 15.0
ACTS = 0.5  # how often somebody presses a button after reading the page


async def refresh(seat: Seat, luck: random.Random) -> None:
    """Fetch the page until leaving; each fetch is a sign of presence."""
    while not seat.leaving:
        await asyncio.sleep(REFRESH_S * (0.8 + 0.4 * luck.random()))
        sent = seat.now
        answer = await seat.page(seat.room_path)
        if answer.status != 200:
            continue
        seat.truth.beat(seat.device, sent=sent, done=seat.now)
        if luck.random() < ACTS:
            await _press(seat, read_page(answer.text).forms, luck)


async def _press(seat: Seat, forms: list[Form], luck: random.Random) -> None:
    """Press one of the buttons that give a vote or a voice, if there is any."""
    buttons = [
        (form, one.value) for form in forms for one in form.fields if one.kind == "submit" and _counts(one.value)
    ]
    if not buttons:
        return
    form, what = luck.choice(buttons)
    kind, ref = what.split(":")[:2]
    options = [one.value for one in form.fields if one.kind == "radio"]
    body: dict[str, object] = {"question": ref, "on": True}
    if kind == "poll-vote":
        body = {"poll": ref, "option": luck.choice(options)}
    sent = form.filled({"option": str(body.get("option", ""))} if options else {}, button=("do", what))
    await _send(seat, form, sent, kind, body)


def _counts(what: str) -> bool:
    return what.startswith("poll-vote:") or (what.startswith("question-vote:") and what.endswith(":on"))


async def _send(seat: Seat, form: Form, sent: list[tuple[str, str]], kind: str, body: dict[str, object]) -> None:
    """Send the form; sent again while nothing is answered, since a page's own key makes a repeat harmless."""
    key = f"{dict(sent).get('key', '')}.{dict(sent)['do']}"
    for attempt in range(1, 13):
        try:
            answer = await seat.browser.post(form.action, sent, referer=seat.room_path)
        except Unreachable:
            await asyncio.sleep(min(4, 0.2 * 2**attempt))
            continue
        if answer.status >= 500:
            seat.truth.troubles.append(f"POST {form.action}: {answer.status}")
            continue
        done = 'class="note good"' in answer.text
        # The page tells a refusal in a sentence, not in a code.
        seat.truth.deeds.append(
            DeedAnswered(kind, key, answer.status, None if done else "said-on-the-page", None, body, attempt, seat.now)
        )
        return
    seat.truth.unanswered.append((kind, key, body))
