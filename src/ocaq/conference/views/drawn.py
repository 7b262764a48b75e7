"""The room as the server draws it: the island's markup, for readers without script and everybody's first second."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocaq.conference.words.room_words import island_words
from ocaq.design import dates
from ocaq.kernel.places import language_name, plural_form

REACTIONS = (("applause", "applause"), ("thanks", "thanks"), ("agree", "tick"))
_SHADES = ("now1", "b", "")
_RANK = {"taken": 0, "shown": 1, "answered": 2}
_QUEUE_SHOWN, _QUESTIONS_SHOWN = 8, 20


@cache
def words_nested(language: str, *, console: bool = False) -> dict[str, Any]:
    """Return the islands' words as {group: {word: text}}, as templates read them; shared, so only to be read."""
    nested: dict[str, Any] = {}
    for code, text in island_words(language, console=console).items():
        group, _, word = code.partition(".")
        nested.setdefault(group, {})[word] = text
    return nested


class Drawing:
    """Words and numbers of one page in one language."""

    def __init__(self, *, console: bool = False) -> None:
        self.language = get_language() or "en"
        self.words = words_nested(self.language, console=console)

    def t(self, code: str, **facts: object) -> str:
        group, _, word = code.partition(".")
        text: str = self.words[group][word]
        return text % facts if facts else text

    def n(self, code: str, count: int, **facts: object) -> str:
        group, _, word = code.partition(".")
        forms: Mapping[str, str] = self.words[group][word]
        return forms[plural_form(count, self.language)] % {"n": dates.number(count), **facts}


def at_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def elapsed_s(now: Mapping[str, Any], at: datetime) -> float:
    """Return the seconds an item has had of its own time; a hold stops them."""
    until = at_of(now["held_at"]) if now["held_at"] else at
    return (until - at_of(now["started_at"])).total_seconds() - float(now["held_s"])


def stage(state: Mapping[str, Any], drawing: Drawing, *, at: datetime) -> dict[str, Any] | None:
    """Return what the stage shows of the item that is on, None when nothing is."""
    now = state["now"]
    if now is None:
        return None
    gone = elapsed_s(now, at)
    person = now["people"][0] if now["people"] else None
    about = drawing.t("text.comma").join(filter(None, (person["role"], person["place"]))) if person else now["subtitle"]
    speaks = person["speaks"] if person else ""
    return {
        **now,
        "label": drawing.t("stage.held" if now["held_at"] else "stage.now"),
        "place": _place(state, drawing),
        "about": about,
        "language": drawing.t("stage.language", language=language_name(speaks, drawing.language)) if speaks else "",
        "left_s": round(now["seconds"] - gone),
        "over": gone > now["seconds"],
        "run_pct": f"{max(0.0, min(100.0, 100 * gone / max(1, now['seconds']))):.2f}",
        "thread_delay_s": f"-{max(0.0, gone):.1f}",
    }


def _place(state: Mapping[str, Any], drawing: Drawing) -> str:
    now = state["now"]
    kind = drawing.t(f"kind.{now['kind']}")
    alike = sorted(
        (item["order"], ref)
        for ref, item in state.get("programme", {}).items()
        if item["kind"] == now["kind"] and item["state"] != "skipped"
    )
    refs = [ref for _, ref in alike]
    if len(refs) < 2 or now["ref"] not in refs:
        return kind
    return drawing.t("stage.place", kind=kind, n=dates.number(refs.index(now["ref"]) + 1), of=dates.number(len(refs)))


def programme(state: Mapping[str, Any], drawing: Drawing) -> list[dict[str, Any]]:
    """Return the programme's rows in order."""
    rows = sorted(state["programme"].values(), key=lambda item: item["order"])
    return [
        {
            **item,
            "at": at_of(item["expected_at"]),
            "shape": {"on": "on", "to_come": ""}.get(item["state"], "past"),
            "ran": drawing.n("programme.ran", max(1, round(item["ran_s"] / 60))) if item["ran_s"] is not None else "",
        }
        for item in rows
    ]


def lateness(state: Mapping[str, Any], drawing: Drawing) -> str:
    if state["phase"] not in {"on_air", "held"}:
        return ""
    late = state["running_late_s"]
    minutes = round(abs(late) / 60)
    return (
        drawing.t("programme.on_time")
        if not minutes
        else drawing.n("programme.late" if late > 0 else "programme.ahead", minutes)
    )


def words(state: Mapping[str, Any], drawing: Drawing) -> dict[str, Any]:
    """Return the last three lines, the newest brightest, and whose they are."""
    said = state["words"][-3:]
    source = ""
    if said:
        line = said[-1]
        source = drawing.t("words.own") if not line["interpreted"] else drawing.t("words.interpreted")
    lines = [{**line, "shade": _SHADES[len(said) - 1 - place]} for place, line in enumerate(said)]
    return {"lines": lines, "source": source}


def queue(state: Mapping[str, Any], drawing: Drawing, *, participant: str) -> dict[str, Any]:
    """Return the queue as everybody sees it, and this person's place in it."""
    hands = sorted(({**hand, "ref": ref} for ref, hand in state["queue"].items()), key=lambda hand: hand["order"])
    rows = [
        {
            **hand,
            "mine": bool(participant) and hand["participant"] == participant,
            "told": drawing.t(f"hand_state.{hand['state']}") if hand["state"] != "raised" else "",
        }
        for hand in hands
    ]
    place = next((index for index, hand in enumerate(rows) if hand["mine"]), None)
    mine = None
    if place is not None:
        hand = rows[place]
        minutes = max(1, round(sum(before["budget_s"] for before in rows[:place]) / 60))
        told = (
            drawing.t(f"hand.{hand['state']}")
            if hand["state"] != "raised"
            else (f"{drawing.t('hand.place', place=dates.number(place + 1))} {drawing.n('hand.wait', minutes)}")
        )
        mine = {**hand, "told": told}
    more = len(rows) - _QUEUE_SHOWN
    told = drawing.n("queue.more", more) if more > 0 else ""
    return {"rows": rows[:_QUEUE_SHOWN], "mine": mine, "more": told, "more_count": more}


def questions(
    state: Mapping[str, Any], levels: Mapping[str, Any], drawing: Drawing, *, voted: list[str]
) -> list[dict[str, Any]]:
    """Return the questions on show, the one being answered first, then by voices."""
    votes = levels.get("votes", {})
    rows = [
        {
            **question,
            "ref": ref,
            "votes": votes.get(ref, question["votes"]),
            "on": ref in voted,
            "asked": at_of(question["at"]),
        }
        for ref, question in state["questions"].items()
    ]
    rows.sort(key=lambda row: (_RANK[row["state"]], -row["votes"], row["at"]))
    return [{**row, "label": drawing.n("questions.vote", row["votes"])} for row in rows[:_QUESTIONS_SHOWN]]


def poll(
    state: Mapping[str, Any], levels: Mapping[str, Any], drawing: Drawing, *, chosen: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the poll on show with its bars, when they are shown."""
    asked = state["poll"]
    if asked is None:
        return None
    level = levels.get("poll") or {}
    level = level if level.get("ref") == asked["ref"] else {}
    results, total = (level.get("options") or {}) if asked["results_shown"] else {}, level.get("votes")
    options = [
        {
            **option,
            "mine": chosen.get(asked["ref"]) == option["ref"],
            "share": round(100 * results[option["ref"]] / total) if total and option["ref"] in results else 0,
        }
        for option in asked["options"]
    ]
    told = drawing.t("poll.few") if total is None else drawing.n("poll.votes", total)
    said = {"shown": bool(results), "total": total, "votes": told}
    return {**asked, "options": options, **said}


def presence(levels: Mapping[str, Any], drawing: Drawing, *, counted: str) -> dict[str, Any]:
    """Return who is here; without `people` they are few, and no number is told."""
    people, countries = levels.get("people"), levels.get("countries", 0)
    told = {"lights": levels.get("lights", {}), "counted": drawing.t("count.at", time=counted)}
    if not people or not countries:
        few = {"people": None, "few": drawing.t("count.few"), "together": drawing.t("hush.few")}
        return told | few | {"label": drawing.t("world.dark")}
    return told | {
        "people": people,
        "countries": countries,
        "people_word": drawing.n("count.people", people),
        "countries_word": drawing.n("count.countries", countries),
        "label": drawing.n("world.label", countries),
        "together": mark_safe(  # noqa: S308 - escaped here
            escape(drawing.t("hush.together"))
            % {
                "people": _counted("people_now", people, drawing.n("hush.people", people)),
                "countries": _counted("countries_now", countries, drawing.n("hush.countries", countries)),
            }
        ),
    }


def _counted(figure: str, value: int, words: str) -> SafeString:
    """Return words with a number that open its figure."""
    number = format_html('<data value="{}" data-figure="conference.{}">{}</data>', value, figure, words)
    return format_html('<a class="counted" href="/figures/#conference.{}">{}</a>', figure, number)


def reactions(levels: Mapping[str, Any], drawing: Drawing, *, mine: list[str]) -> list[dict[str, Any]]:
    counts = levels.get("reactions", {})
    return [
        {
            "kind": kind,
            "icon": icon,
            "word": drawing.t(f"reaction.{kind}"),
            "count": counts.get(kind, 0),
            "on": kind in mine,
        }
        for kind, icon in REACTIONS
    ]
