"""The page that lets anybody be anybody in the made-up institution."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.accounts.public import enter_as
from ocaq.conference.queries.programme import ConferenceRow, public_conferences
from ocaq.demo import filling, planning, seed, sound
from ocaq.demo.names import HOMES, people
from ocaq.kernel import capability, clock, ids
from ocaq.kernel.refusals import NotFound

LONGEST_SOUND_S = 7200
MEDIA = Path(__file__).parent / "media"
# Drawn by tools/draw_film.py.
FILMS = {"webm": "video/webm", "mp4": "video/mp4", "m3u8": "application/vnd.apple.mpegurl"}
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody a visitor can be. `lands`: the address after the tap, `{}` stands for the conference."""

    code: str
    title: str | Promise
    about: str | Promise
    lands: str


PARTS = (
    Part(
        "participant",
        _("A participant"),
        _("Registered a moment ago, with the room open in front of them."),
        "/conferences/{}/room",
    ),
    Part("director", _("The director"), _("Calls the show: standby, go, hold, the floor."), "/conferences/{}/console"),
    Part("second-director", _("The second director"), _("Can be handed the baton."), "/conferences/{}/console"),
    Part(
        "crew",
        _("A member of the crew"),
        _("Answers for a department, types what is said, looks through the questions."),
        "/conferences/{}/crew",
    ),
    Part(
        "staff", _("Staff of the institution"), _("Plans conferences, invites, gives roles, sees the mail."), "/desk/"
    ),
    Part(
        "guardian",
        _("A guardian of records"),
        _("Reviews who looked at people’s records and answers what people ask of theirs."),
        "/desk/privacy/",
    ),
    Part(
        "coordinator",
        _("A coordinator in Germany"),
        _("Looks after the communities of one country and answers what they want changed."),
        "/desk/register/",
    ),
    Part(
        "keeper", _("A coordinator of one house"), _("Keeps one entry of the register, on a phone."), "/desk/register/"
    ),
)
_BY_CODE = {part.code: part for part in PARTS}


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    conferences = public_conferences()
    return render(
        request,
        "demo/demo.html",
        {
            "parts": PARTS,
            "tonight": _tonight(conferences),
            "over": [one for one in conferences if one.state == "ended"],
            "guests": filling.guests(),
            "most_guests": filling.PEOPLE,
        },
    )


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    part = _BY_CODE.get(request.POST.get("role", ""))
    if part is None:
        raise NotFound("not-found")
    tonight = _tonight(public_conferences())
    response = redirect(part.lands.format(tonight.slug) if tonight else "/")
    if part.code == "participant":
        if tonight is None or not tonight.is_open:
            raise NotFound("no-such-conference")
        capability.hold(request, response, "registration", _new_participant(tonight.slug))
    else:
        enter_as(request, email=f"{part.code}@example.org")
    return response


def _new_participant(slug: str) -> str:
    """Register somebody who reads the language of the page, from a country where that is likely."""
    language, key = get_language() or "en", ids.new_ref()
    home = next((home for home in HOMES if home.reads == language), HOMES[0])
    somebody = next(one for one in people(400, seed=int.from_bytes(key.encode()[:4])) if one.home == home)
    return planning.register_one(somebody, slug=slug, key=f"visitor.{key}", at=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
def start_over(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "demo/start_over.html")
    filling.send_home()
    seed.start_over()
    request.session.flush()
    return redirect("demo")


@require_POST
def guests(request: HttpRequest) -> HttpResponse:
    """Bring made-up people into the hall, or send them home."""
    tonight = _tonight(public_conferences())
    if request.POST.get("come") and tonight is not None and tonight.is_open:
        filling.bring(slug=tonight.slug)
    else:
        filling.send_home()
    return redirect("demo")


@require_safe
def sound_of(request: HttpRequest, seconds: int) -> HttpResponse:
    """Serve a sound of that length, or the part of it a player asks for; without parts no player can jump."""
    if not 1 <= seconds <= LONGEST_SOUND_S:
        raise NotFound("not-found")
    return _piece(request, sound.length_bytes(seconds), partial(sound.piece, seconds), "audio/wav")


@require_safe
def film(request: HttpRequest, kind: str) -> HttpResponse:
    """Serve the film, whole or in parts: as WebM, as MP4, or as the playlist of the latter's fragments."""
    if kind not in FILMS:
        raise NotFound("not-found")
    body = (MEDIA / f"film.{kind}").read_bytes()
    return _piece(request, len(body), lambda start, end: body[start:end], FILMS[kind])


def _piece(request: HttpRequest, total: int, read: Callable[[int, int], bytes], content_type: str) -> HttpResponse:
    start, end, status = 0, total, 200
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", ""))
    if asked:
        start, end, status = int(asked[1]), min(total, int(asked[2] or total - 1) + 1), 206
        if start >= end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{total}"})
        # A player asks again for what follows; nobody waits for an hour of sound.
        end = min(end, start + MOST_BYTES)
    response = HttpResponse(read(start, end), status=status, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=86400"
    # Packed, its parts would be parts of something else.
    response["Content-Encoding"] = "identity"
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
    return response


def _tonight(conferences: list[ConferenceRow]) -> ConferenceRow | None:
    """Return the conference that is open, else the one that comes next."""
    open_now = [one for one in conferences if one.is_open]
    coming = sorted((one for one in conferences if one.state == "published"), key=lambda one: one.starts_at)
    return next(iter([*open_now, *coming]), None)
