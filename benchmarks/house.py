"""The product's own server with a small domain for benchmarks: `python -m benchmarks.house PORT`.

`say` publishes its text as an event (live); `vote` writes one row of its own (intake). All else is as in production.
"""

import os
import resource
import socket
import sys
from collections.abc import Mapping
from typing import Any

import uvicorn


def open_domain() -> None:
    import msgspec
    from django.db import connection

    from ocaq.evidence.vocabulary import learn
    from ocaq.intake.kinds import Answer, Batch, Deed, Rate, handle
    from ocaq.kernel import rows
    from ocaq.live import channels

    class SayDeed(Deed, tag="say"):
        t: int
        filling: str

    class VoteDeed(Deed, tag="vote"):
        choice: str

    class LeaseDeed(Deed, tag="lease"):
        pass

    def say(batch: Batch) -> list[Answer]:
        for one in batch.deeds:
            patch = {"set": {"t": one.deed.t, "filling": one.deed.filling}}
            channels.publish(channel=f"{batch.channel}/public", kind="said", patch=patch, at=batch.at)
        return [Answer() for _ in batch.deeds]

    def vote(batch: Batch) -> list[Answer]:
        moment = connection.ops.adapt_datetimefield_value(batch.at)
        columns = ("key", "participant", "choice", "at")
        of_each = [(one.deed.key, one.ticket.participant, one.deed.choice, moment) for one in batch.deeds]
        rows.append("bench_vote", columns, of_each)
        return [Answer() for _ in batch.deeds]

    def lease(batch: Batch) -> list[Answer]:
        moment = connection.ops.adapt_datetimefield_value(batch.at)
        rows = [(one.ticket.participant, one.ticket.device, one.ticket.country, moment) for one in batch.deeds]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bench_lease (participant, device, country, seen_at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (participant, device) DO UPDATE SET seen_at = excluded.seen_at",
                rows,
            )
        return [Answer() for _ in batch.deeds]

    def snapshot(channel: str, _language: str) -> bytes:
        return msgspec.json.encode({"seq": channels.head(channel), "filling": "x" * 8_000})

    def levels(_channel: str) -> Mapping[str, Any]:
        return {}

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_vote (key VARCHAR(64) PRIMARY KEY, participant VARCHAR(40),"
            " choice VARCHAR(40), at TIMESTAMP WITH TIME ZONE)"
        )
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_lease (participant VARCHAR(40), device VARCHAR(40), country VARCHAR(2),"
            " seen_at TIMESTAMP WITH TIME ZONE, PRIMARY KEY (participant, device))"
        )
    anything = Rate(1_000_000, 60_000_000)
    channels.provide("bench", snapshot=snapshot, levels=levels)
    for kind in ("bench.words.said", "bench.votes.recorded"):
        learn(kind, of="bench", says={"deeds": "acts", "refused": "acts"})
    handle("say", body=SayDeed, apply=say, rate=anything, evidence="bench.words.said")
    handle("vote", body=VoteDeed, apply=vote, rate=anything, evidence="bench.votes.recorded")
    handle("lease", body=LeaseDeed, apply=lease, rate=anything, keeps_receipts=False)


def main(port: int) -> None:
    from django.conf import settings

    from ocaq.config import serve
    from ocaq.config.house import open_house

    open_house()
    settings.ROOT_URLCONF = os.environ.get("BENCH_ADDRESSES", settings.ROOT_URLCONF)
    open_domain()
    config = serve._config("all")  # loads all pages, before the port says that we are there
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(4096)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))
