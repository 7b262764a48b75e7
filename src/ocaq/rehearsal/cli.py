"""`ocaq rehearse`: bring synthetic people to a conference and count what arrives."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop

from ocaq.kernel.places import country_codes
from ocaq.rehearsal.desk import ShowStopped
from ocaq.rehearsal.evening import Plan, Rehearsal
from ocaq.rehearsal.http import Origin, Unreachable
from ocaq.rehearsal.outcome import Outcome, table
from ocaq.rehearsal.people import choose_countries, luck_of, make_people
from ocaq.rehearsal.server import OwnServer, ServerTrouble

TELL_EVERY_S = 5


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="ocaq rehearse",
        description="Bring synthetic people through the public pages to a conference, call its whole programme, and"
        " judge by what they themselves saw. Without URL an own server with own data is started and stopped. Ends with"
        " 1 when anything was lost, doubled or miscounted, or when not all was done that a rehearsal must do.",
    )
    top.add_argument(
        "url",
        nargs="?",
        default="",
        help="server to rehearse on, in demo mode; the conference must be one for rehearsing",
    )
    top.add_argument("--slug", default="", help="the conference, when a URL is given")
    top.add_argument(
        "--director-link",
        default="/demo/",
        metavar="PATH",
        help="page of that server where the director and the crew sign in (/demo/)",
    )
    top.add_argument("--people", type=_number(1, 20_000), default=200, help="how many come (200)")
    top.add_argument("--countries", type=_number(1, 249), default=40, help="from how many countries (40)")
    top.add_argument(
        "--speed", type=_number(1, 600), default=60, help="how many times faster than the programme's plan (60)"
    )
    top.add_argument("--json", type=Path, default=None, metavar="FILE", help="keep the outcome in a file")
    top.add_argument("--seed", type=int, default=1, help="the same seed makes the same people and habits (1)")
    top.add_argument(
        "--kill-after",
        type=float,
        default=None,
        metavar="S",
        help="kill the own server S seconds into the show and start it again",
    )
    top.add_argument(
        "--limit", type=_number(10, 7200), default=1200, metavar="S", help="give up after so many seconds (1200)"
    )
    return top


def _number(least: int, most: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - argparse takes any callable
    def read(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            message = f"must be from {least} to {most}"
            raise argparse.ArgumentTypeError(message)
        return value

    read.__name__ = "number"
    return read


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold a rehearsal; return 0 when all was done and counted right, 1 when it was not, 2 on bad usage."""
    top = parser()
    options = top.parse_args(arguments)
    if options.countries > options.people:
        top.error("there must be at least one person of each country")
    if options.url and not options.slug:
        top.error("with a URL, --slug names the conference to rehearse")
    if options.url and options.kill_after is not None:
        top.error("only the rehearsal's own server can be killed")
    try:
        outcome = _rehearse(options)
    except (ShowStopped, ServerTrouble, Unreachable, ValueError) as error:
        print(f"ocaq rehearse: {error}", file=sys.stderr)
        return 1
    print(table(outcome))
    if options.json is not None:
        options.json.write_text(json.dumps(outcome.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if outcome.passed else 1


def _rehearse(options: argparse.Namespace) -> Outcome:
    if options.url:
        return uvloop.run(_hold(options, Origin.of(options.url), options.slug, server=None))
    server = OwnServer(database=os.environ.get("OCAQ_DATABASE", ""))
    try:
        print(f"Preparing a server of our own at {server.url}", flush=True)
        slug = str(server.prepare()["slug"])
        server.start()
        # uvloop's close waits for ever for a connection that was being opened when its server was killed.
        run = asyncio.run if options.kill_after is not None else uvloop.run
        return run(_hold(options, Origin.of(server.url), slug, server=server))
    except (ShowStopped, Unreachable) as error:
        said = "\n".join(server.errors()[-3:]) or server.last_lines()
        message = f"{error}\nThe server said last:\n{said}"
        raise ShowStopped(message) from error
    finally:
        server.close()


async def _hold(options: argparse.Namespace, origin: Origin, slug: str, *, server: OwnServer | None) -> Outcome:
    people = make_people(
        options.people, choose_countries(country_codes(), options.countries, luck_of(options.seed)), seed=options.seed
    )
    plan = Plan(
        origin,
        slug,
        people,
        speed=options.speed,
        seed=options.seed,
        demo_link=options.director_link,
        limit_s=options.limit,
        kill_after_s=options.kill_after,
    )
    rehearsal = Rehearsal(plan, server=server, tell=_tell)
    telling = asyncio.create_task(_tell_progress(rehearsal))
    try:
        return await rehearsal.hold()
    finally:
        telling.cancel()


async def _tell_progress(rehearsal: Rehearsal) -> None:
    """One line that renews itself on a terminal, a plain line every few seconds elsewhere."""
    alive = sys.stdout.isatty()
    while True:
        await asyncio.sleep(1 if alive else TELL_EVERY_S)
        print(
            f"\r\x1b[K{rehearsal.progress()}" if alive else rehearsal.progress(), end="" if alive else "\n", flush=True
        )


def _tell(words: str) -> None:
    print(f"{chr(13) + chr(27) + '[K' if sys.stdout.isatty() else ''}{time.strftime('%H:%M:%S')}  {words}", flush=True)
