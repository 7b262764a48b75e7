"""A real server with a small domain of its own, to be run, killed and run again.

`python -m ocaq.live.tests.house PORT`.

Its rooms are `hall/<ref>`; the deed `note` publishes an event, so that what was kept can be read back from the log.
"""

import os
import socket
import sys
from typing import Any

import msgspec
import uvicorn


class Hall:
    """What the tests' domain provides; its levels are set by `POST`ed deeds only."""

    notes = 0


def open_domain() -> None:
    from ocaq.evidence.vocabulary import learn
    from ocaq.intake.kinds import Answer, Batch, Deed, Rate, handle
    from ocaq.live import channels

    class NoteDeed(Deed, tag="note"):
        text: str = ""

    class RareDeed(Deed, tag="rare"):
        pass

    def snapshot(channel: str, language: str) -> bytes:
        return msgspec.json.encode({"seq": channels.head(channel), "language": language})

    def levels(channel: str) -> dict[str, Any]:
        return {"notes": Hall.notes}

    def note(batch: Batch) -> list[Answer]:
        answers = []
        for one in batch.deeds:
            if one.deed.text == "no":
                answers.append(Answer(refused="not-allowed"))
                continue
            if one.deed.text == "burst":
                raise ZeroDivisionError
            patch = {"set": {"note": {"@": {"en": one.deed.text, "az": "az " + one.deed.text}}, "key": one.deed.key}}
            channel = f"{batch.channel}/public"
            if one.deed.text == "anew":
                seq = channels.publish_anew(channel=channel, patch=patch, at=batch.at)
            else:
                seq = channels.publish(channel=channel, kind="note", patch=patch, at=batch.at)
            answers.append(Answer(ref=str(seq)))
        Hall.notes += len(batch.deeds)
        return answers

    channels.provide("hall", snapshot=snapshot, levels=levels, opens={"crew": frozenset({"public"})})
    handle("rare", body=RareDeed, apply=lambda batch: [Answer() for _ in batch.deeds], rate=Rate(2, 2))
    learn("hall.notes.taken", of="hall", says={"deeds": "acts", "refused": "acts"})
    handle("note", body=NoteDeed, apply=note, rate=Rate(1_000_000, 60_000_000), evidence="hall.notes.taken")


def main(port: int) -> None:
    from ocaq.config import asgi

    open_domain()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(2048)
    config = uvicorn.Config(
        asgi.application,
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
        loop=os.environ.get("HOUSE_LOOP", "auto"),
        http=os.environ.get("HOUSE_HTTP", "ocaq.intake.short:Protocol"),  # as we serve
    )
    server = uvicorn.Server(config)
    if os.environ.get("HOUSE_CLOSES_FIRST"):
        plain = server.shutdown

        async def shutdown(sockets: Any = None) -> None:
            from ocaq.live import hub

            hub.close()
            await plain(sockets)

        server.shutdown = shutdown  # type: ignore[method-assign]
    server.run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))
