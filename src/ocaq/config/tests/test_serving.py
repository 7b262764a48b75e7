"""The server as an operator meets it: started, asked, stopped, in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from ocaq.evidence.rules.notes import Signer
from ocaq.kernel.sealing import new_key

OPENING_S = 40


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *command: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Start a server, give it with a client once it answers, and see that nothing is left behind."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")} | {
        "OCAQ_MODE": "test",
        "OCAQ_DATA": str(folder / "data"),
        "OCAQ_LOG": "json",
        "OCAQ_SECRET": "t" * 40,
        "OCAQ_FIELD_KEYS": new_key(),
        **settings,
    }
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "ocaq.config.cli", *command, "--port", str(port)],
            text=True,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            _wait(server, client, folder)
            yield server, client
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[str], client: httpx.Client, folder: Path) -> None:
    until = time.monotonic() + OPENING_S
    while time.monotonic() < until and server.poll() is None:
        try:
            client.get("/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail((folder / "server.log").read_text())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(tmp_path_factory.mktemp("serving"), "serve") as (_, client):
        yield client


def test_it_is_alive_and_ready(server: httpx.Client) -> None:
    alive, ready = server.get("/healthz"), server.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"alive": True, "role": "all"})
    assert (ready.status_code, ready.json()) == (
        200,
        {"ready": True, "checks": {"database": True, "migrations": True, "writer": True, "worker": True}},
    )


def test_health_is_told_whatever_the_host_name(server: httpx.Client) -> None:
    assert server.get("/healthz", headers={"Host": "10.1.2.3"}).status_code == 200
    assert server.get("/style/", headers={"Host": "evil.example"}).status_code == 400


def test_what_askers_do_wrong_is_answered_and_fills_no_log(tmp_path: Path) -> None:
    with running(tmp_path, "serve") as (_, client):
        strange = client.get("/style/", headers={"Host": "evil.example"})
        client.get("/zone/")
        large = client.post("/zone/", data={"zone": "x" * 3_000_000})

    assert (strange.status_code, large.status_code) == (400, 400)
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_metrics_are_for_those_who_ask_directly(server: httpx.Client) -> None:
    server.get("/style/")
    near = server.get("/metrics")
    proxied = server.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    spoofed = server.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})

    assert 'ocaq_pages_total{method="GET",status="200"}' in near.text
    assert (near.status_code, proxied.status_code, spoofed.status_code) == (200, 404, 404)


def test_a_taken_port_is_said_in_one_sentence(server: httpx.Client, tmp_path: Path) -> None:
    port = str(server.base_url.port)

    done = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", "demo", "--port", port, "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"ocaq: Port {port} is in use by another program. Port ")
    assert done.stderr.strip().count("\n") == 0


def test_a_part_needs_a_database_to_share(tmp_path: Path) -> None:
    environment = {"OCAQ_SECRET": "t" * 40, "OCAQ_DATA": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", "serve", "--role", "live"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert "set OCAQ_DATABASE to a PostgreSQL" in done.stderr


def test_sigterm_ends_streams_and_stops_in_time(tmp_path: Path) -> None:
    with running(tmp_path, "serve") as (server, client):
        with closing(socket.create_connection(("127.0.0.1", client.base_url.port or 0))) as idle:
            idle.sendall(b"GET /style/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")  # a request that never ends
            started = time.monotonic()
            server.send_signal(signal.SIGTERM)
            status = server.wait(timeout=10)

        assert status == 0
        assert time.monotonic() - started < 10
    lines = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines() if line.startswith("{")]
    assert [line["event"] for line in lines if line["event"].startswith("server.")] == [
        "server.stopping",
        "server.stopped",
    ]


@pytest.mark.slow
def test_a_demo_sets_itself_up_and_keeps_its_secret(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    with running(tmp_path, "demo", "--data", str(data), OCAQ_MODE="") as (_, client):
        assert client.get("/readyz").json()["ready"] is True
        assert client.get("/demo/").status_code == 200
        told = (tmp_path / "server.log").read_text()
        named = f"http://localhost:{client.base_url.port}"
        assert f"{named}/demo/" in told  # not in numbers, where no browser keeps a passkey
        assert "127.0.0.1" not in told
        assert httpx.get(f"{named}/demo/").status_code == 200
    secret = (data / "secret").read_text()
    with running(tmp_path, "demo", "--data", str(data), OCAQ_MODE="") as (_, client):
        assert client.get("/healthz").status_code == 200

    assert (data / "secret").read_text() == secret
    assert len(secret) >= 32
    assert (data / "secret").stat().st_mode & 0o077 == 0


def test_production_says_at_its_start_and_when_asked_that_the_second_place_is_none(tmp_path: Path) -> None:
    key = Signer.new("ocaq.example/log").text
    with running(tmp_path, "serve", OCAQ_MODE="production", OCAQ_LOG_KEY=key) as (_, client):
        ready = client.get("/readyz").json()

    assert ready["ready"] is True
    assert ready["warnings"] == ["log-copy-inside"]
    lines = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["event"] == "log.second_place"]
    assert "inside the data folder, so one loss takes both" in line["what"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "OCAQ_FIELD_KEYS must hold the key that seals lines of people; `ocaq keys new` makes one."),
        ("secret,of,mine", "OCAQ_FIELD_KEYS holds something that is no key; `ocaq keys new` makes one."),
    ],
)
def test_production_without_a_key_for_people_says_so_and_stops(tmp_path: Path, given: str, said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")} | {
        "OCAQ_MODE": "production",
        "OCAQ_SECRET": "s" * 40,
        "OCAQ_DATA": str(tmp_path),
        "OCAQ_LOG_KEY": Signer.new("ocaq.example/log").text,
        "OCAQ_FIELD_KEYS": given,
    }
    command = [sys.executable, "-m", "ocaq.config.cli"]

    stopped = subprocess.run([*command, "serve"], env=environment, capture_output=True, text=True, check=False)
    made = subprocess.run([*command, "keys", "new"], env={"PATH": ""}, capture_output=True, text=True, check=False)

    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (1, "", f"ocaq: {said}\n")
    assert len(made.stdout) == 45


def test_production_without_a_key_for_the_log_says_so_and_stops(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")} | {
        "OCAQ_MODE": "production",
        "OCAQ_SECRET": "s" * 40,
        "OCAQ_DATA": str(tmp_path),
        "OCAQ_ADDRESS": "https://ocaq.example",
    }
    command = [sys.executable, "-m", "ocaq.config.cli"]

    stopped = subprocess.run([*command, "serve"], env=environment, capture_output=True, text=True, check=False)
    made = subprocess.run([*command, "log", "key", "new"], env=environment, capture_output=True, text=True, check=False)

    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr == (
        "ocaq: OCAQ_LOG_KEY must hold the key that signs the evidence log; `ocaq log key new` makes one.\n"
    )
    assert made.stdout.startswith("PRIVATE+KEY+ocaq.example/log+")
