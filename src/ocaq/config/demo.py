"""`ocaq demo`: a made-up institution on this machine only."""

import argparse
import os
import secrets
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from ocaq.config.house import checkout, open_house, prepare_house
from ocaq.config.serve import bind, run


def demo(options: argparse.Namespace) -> int:
    data = (options.data or ((checkout() or Path.cwd()) / ("var/demo" if checkout() else "ocaq-demo"))).resolve()
    socket = bind("127.0.0.1", options.port)
    port = socket.getsockname()[1]
    os.environ.setdefault("OCAQ_LOG", "plain")
    print(f"Setting up a made-up institution in {data}", flush=True)
    data.mkdir(parents=True, exist_ok=True)
    # By its name: no browser keeps a passkey for an address in numbers.
    address = f"http://localhost:{port}"
    open_house(
        mode="demo",
        data=data,
        secret=_secret(data / "secret"),
        address=address,
        hosts="localhost,127.0.0.1,[::1]",
        contact="contact@example.org",
        role="all",
    )
    prepare_house()
    if find_spec("ocaq.demo.seed"):
        import_module("ocaq.demo.seed").seed()
    return run(socket, role="all", greeting=_addresses(address))


def _secret(path: Path) -> str:
    """Return the secret kept with the data, made when there is none, so that sessions outlive a restart."""
    if not path.exists():
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _addresses(address: str) -> str:
    lines = [
        ("Front page", "/"),
        ("Sign in by one tap", "/demo/"),
        ("Conferences", "/conferences/"),
        ("Figures", "/figures/"),
        ("Mail that was sent", "/demo/outbox/"),
    ]
    lines += _evening()
    width = max(len(what) for what, _ in lines)
    return "\n".join(
        [
            "",
            "Ocaq is ready:",
            *(f"  {what.ljust(width)}  {address}{path}" for what, path in lines),
            "",
            f"Everything counted is checked by: {'./ocaq' if checkout() else 'ocaq'} verify {address}",
            "Ctrl-C stops it.",
            "",
        ]
    )


def _evening() -> list[tuple[str, str]]:
    """Return the room and the console of the conference that runs or comes next."""
    from django.apps import apps  # noqa: PLC0415

    conferences = apps.get_model("conference", "Conference")._default_manager.exclude(state__in=["draft", "cancelled"])
    # "doors" and "on_air" before "ended" and "published".
    order = {"on_air": 0, "doors": 1, "published": 2, "ended": 3}
    first = min(conferences, key=lambda each: (order[each.state], each.starts_at), default=None)
    return (
        []
        if first is None
        else [("Room", f"/conferences/{first.slug}/room"), ("Console", f"/conferences/{first.slug}/console")]
    )
