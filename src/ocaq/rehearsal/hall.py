"""A channel as those outside see it: the state of a page, patched by the numbered events somebody received first."""

from typing import Any

import msgspec

from ocaq.rehearsal.truth import Line, Numbers

_decode = msgspec.json.Decoder().decode


class Hall:
    """Everybody in a rehearsal reads from one screen of the channel, so that a thousand need not parse alike events."""

    def __init__(self) -> None:
        self.numbers = Numbers()
        self.state: dict[str, Any] = {}
        self.cues: dict[str, list[int]] = {}  # numbers of the events that put an item on stage, by its ref
        self._ahead: dict[int, bytes] = {}

    @property
    def seq(self) -> int:
        return int(self.state.get("seq", -1))

    def begin(self, state: dict[str, Any]) -> None:
        """Take a page's snapshot if it is newer than what is known."""
        if state["seq"] > self.seq:
            self.state = msgspec.json.decode(msgspec.json.encode(state))
            self._ahead = {number: raw for number, raw in self._ahead.items() if number > self.seq}

    def saw(self, line: Line, number: int, data: bytes, at: float) -> None:
        """Note that `line` received an event; the first to do so turns everybody's page."""
        line.got(number, at)
        fresh = number not in self.numbers.first_seen
        self.numbers.saw(number, line, data, at)
        if fresh and number > self.seq:
            self._ahead[number] = data
            while self.seq + 1 in self._ahead:
                self._apply(_decode(self._ahead.pop(self.seq + 1)))

    def _apply(self, event: dict[str, Any]) -> None:
        patch = event["patch"]
        self.state.update(patch.get("set", {}))
        for name, entries in patch.get("put", {}).items():
            self.state.setdefault(name, {}).update(entries)
        for name, keys in patch.get("del", {}).items():
            for key in keys:
                self.state.get(name, {}).pop(key, None)
        self.state["seq"] = event["seq"]
        if event["kind"].startswith("cue.") and (now := patch.get("set", {}).get("now")):
            self.cues.setdefault(now["ref"], []).append(event["seq"])

    @property
    def mode(self) -> str:
        return str(self.state.get("mode", "open"))

    @property
    def phase(self) -> str:
        return str(self.state.get("phase", "before"))

    @property
    def open_poll(self) -> dict[str, Any] | None:
        poll = self.state.get("poll")
        return poll if poll and poll["state"] == "open" else None

    @property
    def questions(self) -> list[str]:
        """Refs of the questions on which one can vote."""
        return [ref for ref, one in self.state.get("questions", {}).items() if one["state"] in {"shown", "taken"}]
