"""The files that operators copy: systemd's, nginx's and the settings beside them."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from ocaq.config.cli import parser
from ocaq.config.env import Environment
from tests.architecture.tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.rglob("*.service"), *DEPLOY.rglob("*.timer"), *DEPLOY.rglob("*.target")])


def _unit(path: Path) -> ConfigParser:
    unit = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text(encoding="utf-8"))
    return unit


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is(path: Path) -> None:
    unit = _unit(path)
    assert unit["Unit"]["Description"]
    command = unit.get("Service", "ExecStart", fallback="/opt/ocaq/bin/ocaq prepare").replace("%i", "1")

    words = shlex.split(command)
    if words[0] == "/bin/sh":
        words = shlex.split(words[2].removeprefix("exec ").replace("%%", "%"))
    assert words[0] == "/opt/ocaq/bin/ocaq"
    assert parser().parse_args(words[1:]).run


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.service")), ids=lambda path: path.name)
def test_systemd_is_more_patient_than_a_clean_stop(path: Path) -> None:
    service = _unit(path)["Service"]

    assert service["User"] == "ocaq"
    assert service["EnvironmentFile"] == "/etc/ocaq/ocaq.env"
    assert service["Type"] == "oneshot" or int(service["TimeoutStopSec"]) > 10


def _settings(path: Path) -> dict[str, str]:
    """Return the settings as a shell reads them, which operators source before they run a command."""
    script = 'set -ae; . "$0"; env -0'
    done = subprocess.run(["sh", "-c", script, path], env={}, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    given = dict(line.split("=", 1) for line in done.stdout.split("\0") if line)
    return {name.removeprefix("OCAQ_"): value for name, value in given.items() if name.startswith("OCAQ_")}


def _as_systemd_reads(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    given = (line.removeprefix("OCAQ_").split("=", 1) for line in lines)
    return {name: "".join(shlex.split(value)) if value[:1] in {"'", '"'} else value for name, value in given}


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.env")), ids=lambda path: path.parent.name)
def test_example_settings_are_settings(path: Path) -> None:
    given = _settings(path)

    assert given == _as_systemd_reads(path)
    assert {name.lower() for name in given} <= Environment.model_fields.keys()
    assert Environment(**{name.lower(): value for name, value in given.items()} | {"secret": "s" * 40}).mode == "test"


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.env")), ids=lambda path: path.parent.name)
def test_the_second_place_lies_apart_and_whoever_signs_may_write_it(path: Path) -> None:
    given = _settings(path)
    data, copy = Path(given["DATA"]), Path(given["LOG_COPY"])
    assert not copy.is_relative_to(data)
    assert not data.is_relative_to(copy)

    signing = [unit for name in ("ocaq.service", "ocaq-worker@.service") for unit in path.parent.glob(name)]
    assert signing
    for unit in signing:
        service = _unit(unit)["Service"]
        assert service["ProtectSystem"] == "strict"
        assert {str(data), str(copy)} <= {f"/var/lib/{name}" for name in service["StateDirectory"].split()}


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("nginx.conf")), ids=lambda path: path.parent.name)
def test_nginx_lets_streams_through(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    live = re.search(r"location /live/ \{(.*?)\}", text, re.DOTALL)

    assert live
    assert {"proxy_buffering off;", "proxy_cache off;", "gzip off;"} <= {line.strip() for line in live[1].splitlines()}
    assert re.search(r"location = /metrics \{\s*return 404;", text)
    assert "access_log off;" in text
    figures = re.search(r"location ~ \^/figures/\. \{(.*?)\}", text, re.DOTALL)
    assert figures
    assert "limit_req zone=ocaq_figures" in figures[1]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("nginx.conf")), ids=lambda path: path.parent.name)
def test_nginx_accepts_its_file(path: Path, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx is not installed here; .ci/run installs it")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=ocaq.example.org -keyout privkey.pem -out fullchain.pem"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    site = path.read_text(encoding="utf-8").replace("/etc/ssl/ocaq", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n", encoding="utf-8")

    command = [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
